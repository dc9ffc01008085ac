// Writes what package.json says about the names of model files: `npm run manifest`.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  modelEndings,
  otherEndings,
  ownEndings,
  runnableEndings,
  selectedEndings,
} from '../../server/protocol';

interface Selector {
  readonly filenamePattern: string;
}

interface Manifest {
  contributes: {
    customEditors: { readonly viewType: string; selector: readonly Selector[] }[];
    menus: Record<string, { command?: string; when?: string }[]>;
  };
}

const path = 'package.json';

/** Commands for several files that a person has selected together. */
const ofSelected = ['nnsim.compareModels', 'nnsim.compareSeveral', 'nnsim.compareHeaders'];

/** Endings of the files that a command is offered for. */
function endingsOf(command: string | undefined): readonly string[] {
  if (command === 'nnsim.compareByRunning') return runnableEndings;
  return command !== undefined && ofSelected.includes(command) ? selectedEndings : modelEndings;
}

/** The manifest with the patterns and conditions that follow from the endings of the formats. */
export function withEndings(text: string): string {
  const manifest = JSON.parse(text) as Manifest;
  const { customEditors, menus } = manifest.contributes;
  for (const editor of customEditors) {
    const list = editor.viewType === 'nnsim.model' ? ownEndings : otherEndings;
    editor.selector = list.map((ending) => ({ filenamePattern: `*${ending}` }));
  }
  const patternOf = (list: readonly string[]): string =>
    list.map((ending) => ending.replaceAll('.', '\\.')).join('|');
  for (const item of Object.values(menus).flat()) {
    if (item.when === undefined) continue;
    const pattern = patternOf(endingsOf(item.command));
    item.when = item.when.replace(
      /resourceFilename =~ \/.*?\/i/,
      () => `resourceFilename =~ /(${pattern})$/i`,
    );
  }
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

if (require.main === module) writeFileSync(path, withEndings(readFileSync(path, 'utf8')));
