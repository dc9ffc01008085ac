import { printCall } from '../measures/call';
import { findMeasure } from '../measures/catalogue';
import type { Comparison, ComparisonRequest } from '../protocol';
import { notify } from './answer';
import type { Host } from './feature';
import { fileName } from './fileName';

/** Who asked for a comparison and wants to hear of it early. */
export interface Listener {
  /** Given: the plan and the cells are sent under this name as they are known. */
  readonly id?: string;
  readonly workDoneToken?: string | number;
  readonly signal: AbortSignal;
}

/** Runs a comparison a person asked for, with progress, and remembers its result for lenses and hovers. */
export async function runComparison(
  host: Host,
  request: ComparisonRequest,
  { id, workDoneToken, signal }: Listener,
): Promise<Comparison> {
  const title = `Comparing ${fileName(request.x, request.y)} with ${fileName(request.y, request.x)}`;
  const progress = host.workDone.attach(workDoneToken, title);
  try {
    const comparison = await host.jobs.compare(
      request,
      id === undefined
        ? {}
        : {
            plan: (plan) => notify(host, 'nnsim/planned', { id, plan }),
            cells: (cells) => notify(host, 'nnsim/cells', { id, cells }),
          },
      {
        signal: AbortSignal.any([signal, progress.signal]),
        onProgress: (fraction, text) => progress.report(fraction, text),
      },
    );
    await host.asked.add(comparison, printCall(request.measure), findMeasure(request.measure.id).title);
    host.refreshLenses();
    const isUsual = request.rows === undefined && request.rule === undefined;
    if (comparison.kind === 'activations' && isUsual) void host.answers.learnLater(request.x, request.y);
    return comparison;
  } finally {
    progress.done();
  }
}
