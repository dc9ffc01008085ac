import {
  type CodeLens,
  CodeLensRequest,
  CodeLensResolveRequest,
  type Command,
} from 'vscode-languageserver/node';
import { parseCall } from '../measures/call';
import { type ClientCommands, disagreementWords } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { answer } from './answer';
import type { Feature, Host } from './feature';
import { alikeInName, fileName } from './fileName';
import { contents, rounded } from './modelSummary';
import { integer, object, path, type Reader } from './parameters';
import { pathsIn, type SourcePath, textDocument } from './sourcePaths';

/** What a lens is about until it comes into view: a model, or two of them. */
interface LensData {
  readonly path: string;
  readonly partner?: string;
}

const coordinate = integer(0, 2 ** 31 - 1);
const position = object({ line: coordinate, character: coordinate });
const unresolved: Reader<Pick<CodeLens, 'range'> & { data: LensData }> = object({
  range: object({ start: position, end: position }),
  data: object<Pick<LensData, 'path'>, { partner: string }>({ path }, { partner: path }),
});

/** Lenses over paths to model files: open it, compare it with the one named before. Off unless `nnsim.codeLens` is set. */
export const codeLens: Feature = {
  capabilities: { codeLensProvider: { resolveProvider: true } },
  register(host) {
    answer(host, CodeLensRequest.method, textDocument, async ({ uri }, signal): Promise<CodeLens[]> => {
      return host.settings.codeLens ? lenses(host, await pathsIn(host, uri, signal)) : [];
    });
    answer(host, CodeLensResolveRequest.method, unresolved, async ({ range, data }): Promise<CodeLens> => {
      const { path: model, partner } = data;
      const command =
        partner === undefined ? await openLens(host, model) : await compareLens(host, model, partner);
      return { range, command };
    });
  },
};

/**
 * A model is compared with the last named before it, of a like name if there is one; the first of a document with the
 * baseline or what is open. Two files that have nothing in common get no lens.
 */
async function lenses(host: Host, found: readonly SourcePath[]): Promise<CodeLens[]> {
  const all = found.map(async ({ range, path: model }, i): Promise<CodeLens[]> => {
    const partner = partnerOf(host, found, i);
    const fits =
      partner !== undefined && (alikeInName(partner, model) || (await comparable(host, partner, model)));
    const data: LensData[] = [{ path: model }, ...(fits ? [{ path: model, partner }] : [])];
    return data.map((about) => ({ range, data: about }));
  });
  return (await Promise.all(all)).flat();
}

function partnerOf(host: Host, found: readonly SourcePath[], at: number): string | undefined {
  const model = found[at]?.path ?? '';
  const others = found.slice(0, at).filter((other) => other.path !== model);
  const before = (others.findLast((other) => alikeInName(other.path, model)) ?? others.at(-1))?.path;
  const several = found.some((other) => other.path !== model);
  if (before !== undefined || several) return before;
  const elsewhere = [...host.background.shownFiles, host.baseline.path];
  return elsewhere.findLast((other) => other !== null && other !== model) ?? undefined;
}

/** Whether two files have layers or tensors to compare: told by their headers. */
async function comparable(host: Host, x: string, y: string): Promise<boolean> {
  try {
    await host.jobs.plan({ x, y, measure: parseCall(host.settings.defaultMeasure) });
    return true;
  } catch (error) {
    if (error instanceof BadInput) return false;
    throw error;
  }
}

function command<C extends keyof ClientCommands>(
  title: string,
  id: C,
  ...args: ClientCommands[C]['args']
): Command {
  return { title, command: id, arguments: args };
}

async function openLens(host: Host, model: string): Promise<Command> {
  try {
    return command(`Open model · ${contents(await host.jobs.open(model))}`, 'nnsim.openPath', model);
  } catch (error) {
    if (error instanceof BadInput) return command('Open model · cannot be read', 'nnsim.openPath', model);
    throw error;
  }
}

async function compareLens(host: Host, model: string, partner: string): Promise<Command> {
  const show = (title: string): Command => command(title, 'nnsim.comparePaths', partner, model);
  const name = fileName(partner, model);
  const asked = await host.asked.between(model, partner);
  const partnership = (await host.background.known(model)).find((other) => other.partner === partner);
  const known = asked ?? partnership;
  const answers = await host.answers.between(model, partner);
  const disagreement = answers?.disagreement ?? partnership?.answers;
  const differ = disagreement === undefined ? [] : [disagreementWords(disagreement)];
  if (known?.value !== undefined) {
    const alike = `${known.label ?? 'similarity'} ${rounded(known.value)} to ${name}`;
    return show([alike, ...differ, 'Open'].join(' · '));
  }
  if (answers !== undefined)
    return command([name, ...differ, 'Open'].join(' · '), 'nnsim.comparePaths', ...answers.files);
  try {
    const measure = parseCall(host.settings.defaultMeasure);
    const { estimate } = await host.jobs.plan({ x: partner, y: model, measure });
    return show(`Compare with ${name} (${duration(estimate.seconds)})`);
  } catch (error) {
    if (error instanceof BadInput) return show(`Nothing to compare with ${name}`);
    throw error;
  }
}

function duration(seconds: number): string {
  if (seconds < 1) return 'less than 1 s';
  return seconds < 120 ? `about ${Math.round(seconds)} s` : `about ${Math.round(seconds / 60)} min`;
}
