import { resolve } from 'node:path';
import type { PairRequest } from '../jobs/jobs';
import { parseCall } from '../measures/call';
import { complete } from '../measures/complete';
import type { Score } from '../protocol';
import { columnsOf, table } from '../report/table';
import { scoreRecord } from '../report/record';
import { countText, printable, scoreText } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { Arguments, Command } from './command';
import { keepWhenScored } from './keepWhenScored';
import { batchOf, batchOption, constantOf, fillOption, inputsOption, sourceOf } from './modelArguments';

const usualShare = 0.5;
const usualRidge = 1e-8;

function atOf(text: string): { readonly first: string; readonly second: string } {
  const [, first = '', second = ''] = /^([^=]+)=([^=]+)$/s.exec(text) ?? [];
  if (first === '') throw new BadInput(`--at takes LAYER_A=LAYER_B, not "${text}".`);
  return { first, second };
}

/** "0:700", the rows from the first to before the second, or "0.5", a share. */
function splitOf(
  args: Arguments,
): { readonly first: number; readonly end: number } | { readonly share: number; readonly seed: number } {
  const text = args.text('train') ?? String(usualShare);
  const seedText = args.text('seed');
  const [, first, end] = /^(\d*):(\d+)$/.exec(text) ?? [];
  if (end !== undefined) {
    if (seedText !== undefined) throw new BadInput('--seed is for a share of the rows: --train 0.5.');
    if (Number(first) >= Number(end)) throw new BadInput(`--train ${text} holds no rows.`);
    return { first: Number(first), end: Number(end) };
  }
  const [share, seed] = [Number(text), Number(seedText ?? '1')];
  if (!(share > 0 && share < 1))
    throw new BadInput(`--train is FIRST:END or a share below 1, not "${text}".`);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new BadInput(`--seed is a whole number from 0 on, not "${seedText ?? ''}".`);
  return { share, seed };
}

function ridgeOf(args: Arguments): number {
  const text = args.text('ridge') ?? String(usualRidge);
  const ridge = Number(text);
  if (text.trim() === '' || !(ridge >= 0) || !Number.isFinite(ridge))
    throw new BadInput(`--ridge is a number from 0 on, not "${text}".`);
  return ridge;
}

function detailOf({ details = [] }: Score, which: 'stitched' | 'second'): number | null {
  return details.find(({ name }) => name.endsWith(`of the ${which} model`))?.value ?? null;
}

/** So many reasons of a kind are told; the answer as JSON has them all. */
const reasonsShown = 4;

function some(reasons: readonly string[]): readonly string[] {
  const more = reasons.length - reasonsShown;
  return [...reasons.slice(0, reasonsShown), ...(more > 0 ? [`and ${more} more: see --json`] : [])];
}

/** What it costs to go on with the upper layers of B from where A is. */
export const stitch: Command = {
  usage:
    'stitch A B --inputs [INPUT=]FILE[:TENSOR]... --labels FILE --out FILE [--at LAYER_A=LAYER_B]... [--train FIRST:END|SHARE] [--seed N] [--ridge R] [--quality Q]',
  summary:
    'Run the upper layers of B on the lower layers of A, with a linear map between that is fitted to some rows, and say what is lost on the others.',
  options: {
    inputs: inputsOption,
    fill: fillOption,
    labels: { type: 'string', value: 'FILE', summary: 'the true class of each row' },
    at: {
      type: 'string',
      multiple: true,
      value: 'LAYER_A=LAYER_B',
      summary:
        'where to cut, by the names that nnsim run MODEL --list tells; absent: all pairs of layers that can be cut',
    },
    train: {
      type: 'string',
      value: 'FIRST:END|SHARE',
      summary: 'the rows that maps are fitted to, or what share of all, drawn at random; default 0.5',
    },
    seed: { type: 'string', value: 'N', summary: 'fixes the rows that are drawn; default 1' },
    ridge: {
      type: 'string',
      value: 'R',
      summary:
        'penalty of the fit, as a share of the largest eigenvalue of the scatter matrix of the layer of A; default 1e-8',
    },
    quality: {
      type: 'string',
      value: 'accuracy|f1_macro|f1_micro|balanced_accuracy|mcc|log_loss',
      summary: 'what is lost of; default accuracy',
    },
    out: { type: 'string', value: 'FILE', summary: 'the safetensors file to write; must not exist' },
    batch: batchOption,
  },
  files: [2, 2],
  needsJobs: true,
  async run(args, { jobs, options }) {
    const [first = '', second = ''] = args.files;
    const [out, labels] = [args.text('out'), args.text('labels')];
    if (out === undefined) throw new BadInput('Where do the outputs go? Give --out FILE.');
    if (labels === undefined) throw new BadInput('What is right? Give the true classes with --labels FILE.');
    const measure = `stitch.perf(quality: ${args.text('quality') ?? 'accuracy'})`;
    // Before anything is run.
    complete(parseCall(measure));
    const at = args.texts('at').map(atOf);
    const [split, ridge] = [splitOf(args), ridgeOf(args)];
    const result = await jobs.stitch(
      {
        models: [resolve(first), resolve(second)],
        probes: args.texts('inputs').map(sourceOf),
        constants: args.texts('fill').map(constantOf),
        labels: resolve(labels),
        ...(at.length > 0 && { at }),
        split,
        ridge,
        out: resolve(out),
        batch: batchOf(args),
      },
      options,
    );
    const path = resolve(out);
    const scoreOf = async (tensorX: string): Promise<Score> => {
      const request: PairRequest = {
        ...{ x: path, y: path, tensorX, tensorY: 'second', kind: 'outputs', labels: path },
        measures: [measure],
      };
      const [score] = await jobs.pair(request, options);
      if (score === undefined) throw new TypeError('there is no score');
      return score;
    };
    const { whole, scored } = await keepWhenScored([path], async () => {
      const ofWhole = await scoreOf('first');
      const ofPairs: { readonly pair: (typeof result.pairs)[number]; readonly score: Score }[] = [];
      for (const pair of result.pairs) ofPairs.push({ pair, score: await scoreOf(pair.tensor) });
      return { whole: ofWhole, scored: ofPairs };
    });
    const [ofFirst, ofSecond] = [detailOf(whole, 'stitched'), detailOf(whole, 'second')];
    const quality = whole.details?.[0]?.name.replace(/ of the .*$/, '') ?? 'quality';
    const { training, heldOut, apart, uncut } = result;
    if (args.flag('json')) {
      return JSON.stringify({
        ...{ out, training, heldOut, split, ridge, quality, first: ofFirst, second: ofSecond },
        pairs: scored.map(({ pair, score }) => ({
          ...pair,
          quality: detailOf(score, 'stitched'),
          score: scoreRecord(score, pair.tensor, 'second'),
        })),
        ...{ apart, uncut },
      });
    }
    const rows = scored.map(({ pair, score }) => [
      printable(pair.first),
      printable(pair.second),
      `${pair.widths.join(' to ')}${pair.positions > 1 ? ` at ${pair.positions} positions` : ''}`,
      scoreText(detailOf(score, 'stitched')),
      scoreText(score.value),
      score.value === null ? (score.reason ?? score.status) : '',
    ]);
    const columns = [
      ...columnsOf('left', 'layer of A', 'layer of B', 'map'),
      ...columnsOf('right', quality, 'difference'),
      ...columnsOf('left', rows.some((row) => row[5] !== '') ? 'note' : ''),
    ];
    const drawn = 'share' in split ? ` drawn with seed ${split.seed}` : '';
    return [
      `${printable(out)}: maps fitted to ${countText(training, 'row')}${drawn}, ridge ${ridge}; all below of the other ${countText(heldOut, 'row')}`,
      `${quality} of A ${scoreText(ofFirst)}, of B ${scoreText(ofSecond)}`,
      table(columns, rows).trimEnd(),
      ...some(
        apart.map(
          (pair) => `no map from ${printable(pair.first)} to ${printable(pair.second)}: ${pair.reason}`,
        ),
      ),
      ...some(
        uncut.map(
          ({ model, name, reason }) =>
            `${model === 'first' ? 'A' : 'B'} is not cut at ${printable(name)}: ${printable(reason)}`,
        ),
      ),
      '',
    ].join('\n');
  },
};
