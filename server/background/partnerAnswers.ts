import type { JobOptions, Jobs } from '../jobs/jobs';
import type { Disagreement } from '../protocol';
import { BadInput } from '../tensors/badInput';

/** Reading and comparing outputs: bytes a second, on the careful side. */
const readingSpeed = 100e6;

/**
 * How often two models answer differently, where their files hold outputs for the same instances and reading them is within
 * the budget. Rejects with Cancelled.
 */
export async function partnerAnswers(
  jobs: Pick<Jobs, 'open' | 'outputs'>,
  x: string,
  y: string,
  { budgetSeconds, ...options }: JobOptions & { readonly budgetSeconds: number },
): Promise<Disagreement | undefined> {
  try {
    const bytes = (await Promise.all([jobs.open(x), jobs.open(y)])).reduce(
      (sum, file) => sum + file.bytes,
      0,
    );
    if (bytes / readingSpeed > budgetSeconds) return undefined;
    const report = await jobs.outputs({ x, y }, options);
    return report.found ? report.disagreement : undefined;
  } catch (error) {
    // That there is nothing to say of outputs is no failure of the comparison.
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}
