import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hiddenCommands, paletteCommands } from '../../../client/commands/ids';
import { withEndings } from '../../../docs/generator/manifest';
import { parseCall } from '../../../server/measures/call';
import { isModelFile, runnableEndings } from '../../../server/protocol';
import { defaultSettings } from '../../../server/settings';

interface Menu {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string; icon?: string }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly customEditors: readonly { viewType: string; selector: readonly { filenamePattern: string }[] }[];
    readonly views: { readonly explorer: readonly { id: string; icon: string }[] };
    readonly viewsWelcome: readonly { view: string; contents: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { default: unknown; markdownDescription: string }>>;
    };
    readonly walkthroughs: readonly {
      readonly steps: readonly { description: string; media: { markdown: string } }[];
    }[];
  };
}

const root = resolve(__dirname, '../../..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const known: readonly string[] = [...paletteCommands, ...hiddenCommands];

describe('The manifest', () => {
  it('declares the commands of the catalogue, no more and no fewer', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...known].sort());
    for (const { title, category } of contributes.commands) assert.ok(title !== '' && category === 'nnsim');
  });

  it('hides from the palette what cannot be used there, and nothing else', () => {
    const hidden = contributes.menus.commandPalette?.filter(({ when }) => when === 'false') ?? [];
    assert.deepEqual(hidden.map(({ command }) => command).sort(), [...hiddenCommands].sort());
  });

  it('names only commands that exist in menus, welcome text and walkthrough', () => {
    for (const menu of Object.values(contributes.menus)) {
      for (const { command } of menu) assert.ok(known.includes(command), command);
    }
    const steps = contributes.walkthroughs.flatMap(({ steps: list }) =>
      list.map(({ description }) => description),
    );
    const texts = [...steps, ...contributes.viewsWelcome.map(({ contents }) => contents)];
    const links = texts.flatMap((text) =>
      [...text.matchAll(/command:(nnsim\.\w+)/g)].map(([, id = '']) => id),
    );
    assert.ok(links.length > 3);
    for (const link of links) assert.ok(known.includes(link), link);
  });

  it('names the endings of model files as the list of endings has them (npm run manifest)', () => {
    assert.equal(withEndings(text), text);
  });

  it('offers the menus of the Explorer for the files that are searched for, and several of any ending that is read', () => {
    const conditions = contributes.menus['explorer/context'] ?? [];
    const isRunnable = (name: string): boolean =>
      runnableEndings.some((ending) => name.toLowerCase().endsWith(ending));
    const isSelected = (name: string): boolean => isModelFile(name) || /\.(bin|csv|dat)$/.test(name);
    const ofSelected: readonly string[] = [
      'nnsim.compareModels',
      'nnsim.compareSeveral',
      'nnsim.compareHeaders',
    ];
    for (const { command, when = '' } of conditions) {
      const isListed =
        command === 'nnsim.compareByRunning'
          ? isRunnable
          : ofSelected.includes(command)
            ? isSelected
            : isModelFile;
      const pattern = /resourceFilename =~ \/(.*)\/i/.exec(when)?.[1];
      assert.ok(pattern, when);
      for (const name of [
        'a.safetensors',
        'A.NPY',
        'a.npz',
        'a.safetensors.index.json',
        'a.json',
        'anpy',
        'a.onnx',
        'a.bin',
        'a.csv',
        'a.dat',
        'a.txt',
      ]) {
        assert.equal(new RegExp(pattern, 'i').test(name), isListed(name), name);
      }
    }
  });

  it('has the defaults of the server for every setting, each with a description', () => {
    const settings = new Map(Object.entries(contributes.configuration.properties));
    const flat = Object.entries(defaultSettings).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(
            ([inner, its]: [string, unknown]) => [`nnsim.${key}.${inner}`, its] as const,
          )
        : [[`nnsim.${key}`, value] as const],
    );
    assert.deepEqual([...settings.keys()].sort(), flat.map(([key]) => key).sort());
    for (const [key, value] of flat) assert.deepEqual(settings.get(key)?.default, value, key);
    for (const { markdownDescription } of settings.values()) assert.match(markdownDescription, /^[A-Z].*\.$/);
    parseCall(String(settings.get('nnsim.defaultMeasure')?.default));
  });

  it('refers only to files that are there', () => {
    const media = contributes.walkthroughs.flatMap(({ steps }) =>
      steps.map(({ media: { markdown } }) => markdown),
    );
    const icons = contributes.views.explorer.map(({ icon }) => icon);
    for (const file of [manifest.icon, ...media, ...icons]) assert.ok(existsSync(join(root, file)), file);
  });

  it('wakes the extension for the languages whose paths it reads and for its panels', () => {
    for (const language of ['python', 'yaml', 'json', 'jsonc', 'toml', 'markdown']) {
      assert.ok(manifest.activationEvents.includes(`onLanguage:${language}`), language);
    }
    assert.ok(manifest.activationEvents.includes('onWebviewPanel:nnsim.comparison'));
    assert.ok(!manifest.activationEvents.includes('*'));
  });
});
