import { basename } from 'node:path';
import type {
  InstanceChoice,
  InstancePage,
  NoOutputs,
  OutputsReport,
  OutputsRequest,
  OutputsSide,
} from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { nameOfRow } from '../../tensors/rowNames';
import { inSlices } from '../breath';
import { cautionsOf } from '../cautions';
import type { Headers } from '../headers';
import type { NamedVectors } from '../jobs';
import type { Pool } from '../pool';
import type { Work } from '../sharing';
import { assertSame, stampOf } from '../stamp';
import { rowNotes } from '../view';
import { findInputs } from './findInputs';
import { kindWords } from './findOutputs';
import { openOutputs, type OpenOutputs } from './openOutputs';

interface OutputsParts {
  readonly headers: Headers;
  readonly pool: Pool;
}

type OutputsWork = Work<never> & { readonly onStart: () => void };

/**
 * How two models differ in their outputs, or why nothing can be said of that. Throws BadInput when a file cannot be
 * read.
 */
export async function reportOutputs(
  request: OutputsRequest,
  { headers, pool }: OutputsParts,
  work: OutputsWork,
): Promise<OutputsReport | NoOutputs> {
  const open = await openOutputs(request, headers);
  if (!('input' in open)) return open;
  const { input, sides, tensors, choices, matched, classNotes, labels, labelsProblem, bytes } = open;
  const classes = matched === undefined ? {} : { matched };
  let result;
  try {
    result = await pool.run('outputs', input, { ...taskOptions(request, work), bytes });
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { found: false, unfit: true, reason: error.message, choices, ...classes };
  }
  const { kinds, because, doubts, accuracies, labelsProblem: unread, ...report } = result;
  const side = (at: 0 | 1): OutputsSide => ({
    path: at === 0 ? request.x : request.y,
    tensor: tensors[at].entry.name,
    shape: tensors[at].entry.shape,
    why: tensors[at].why,
    kind: request.outputs ?? kinds[at],
    kindWhy: request.outputs === undefined ? (because[at] ?? kindWords[kinds[at]]) : 'it was chosen',
    accuracy: accuracies[at],
    choices: choices[at],
  });
  const problem = labelsProblem ?? unread;
  const inputs = await findInputs(sides.x.header.summary, input.counts[0], headers);
  const both = [request.x, request.y].map((path, at) => ({ path, of: [tensors[at === 0 ? 0 : 1]] }));
  const cautions = await inSlices(cautionsOf(both));
  return {
    found: true,
    stamp: reportStamp(open),
    x: side(0),
    y: side(1),
    ...report,
    ...classes,
    ...(labels !== undefined && problem === undefined && { labels: labels.path }),
    ...(problem !== undefined && { labelsProblem: problem }),
    ...(inputs !== undefined && { inputs }),
    notes: [...doubts, ...classNotes, ...sides.notes, ...rowNotes(sides.view.rows), ...cautions],
  };
}

/** Some of the instances with an outcome or given answers. Throws BadInput. */
export async function pageOutputs(
  request: OutputsRequest &
    InstanceChoice & { readonly stamp?: string; readonly first: number; readonly count: number },
  { headers, pool }: OutputsParts,
  work: OutputsWork,
): Promise<InstancePage> {
  const { outcome, classX, classY, stamp, first, count, ...of } = request;
  const open = await openOutputs(of, headers);
  if (!('input' in open)) throw new BadInput(open.reason);
  assertSame(reportStamp(open), stamp, [of.x, of.y]);
  const choice = {
    ...(outcome !== undefined && { outcome }),
    ...(classX !== undefined && { classX }),
    ...(classY !== undefined && { classY }),
  };
  const { input, bytes } = open;
  return pool.run('outputInstances', { ...input, choice, first, count }, { ...taskOptions(of, work), bytes });
}

function reportStamp({ sides: { x, y }, labels }: OpenOutputs): string {
  const { file } = labels?.source ?? {};
  return stampOf(x.header.summary.stamp, y.header.summary.stamp, file?.identity ?? '');
}

/** What both models make of every instance. Throws BadInput. */
export async function vectorsOf(
  { stamp, ...request }: OutputsRequest & { readonly stamp?: string },
  { headers, pool }: OutputsParts,
  work: OutputsWork,
): Promise<NamedVectors> {
  const open = await openOutputs(request, headers);
  if (!('input' in open)) throw new BadInput(open.reason);
  assertSame(reportStamp(open), stamp, [request.x, request.y]);
  const { input, bytes } = open;
  const vectors = await pool.run('outputVectors', input, { ...taskOptions(request, work), bytes });
  const { ids } = input;
  return ids === undefined ? { vectors } : { vectors, idOf: (row) => nameOfRow(ids, row) };
}

function taskOptions({ x, y }: OutputsRequest, { signal, urgency, onStart }: OutputsWork) {
  return { signal, urgency, onStart, subject: `the outputs of ${basename(x)} and ${basename(y)}` };
}
