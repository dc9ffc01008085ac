import { basename } from 'node:path';
import { normalised } from '../../measures/call';
import type { GroupChoice, GroupPairs } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import type { GroupWork } from '../groupJob';
import type { Headers } from '../headers';
import type { JobOptions, Jobs } from '../jobs';
import { Sharing, type Work } from '../sharing';
import { assertSame } from '../stamp';
import { pageOfGroup } from './groupInstances';
import { pairsOfGroup } from './groupPairs';
import { type GroupParts, knowGroup, type KnownGroup } from './groupReport';

/** Runs a job: listed among what is under way, and in the journal while it does something with these files. */
type RunJob = <Result>(
  title: string,
  files: readonly string[],
  run: (work: GroupWork & { readonly headers: Headers }) => Promise<Result>,
) => (work: Work<never>) => Promise<Result>;

/** The jobs that are about sets of models. */
export function createGroupJobs(
  parts: Omit<GroupParts, 'headers'>,
  job: RunJob,
  hurried: () => void,
): Pick<Jobs, 'groupReport' | 'groupInstances' | 'groupPairs'> {
  const groups = new Sharing<never, KnownGroup>(hurried);
  const matrices = new Sharing<never, GroupPairs>(hurried);
  const nothing = (): void => undefined;
  const titleOf = (models: readonly string[]): string =>
    `Set of ${models.map((path) => basename(path)).join(', ')}`;
  const know = (choice: GroupChoice, options: JobOptions = {}): Promise<KnownGroup> => {
    const start = job(titleOf(choice.models), choice.models, (work) =>
      knowGroup(choice, { ...parts, headers: work.headers }, work),
    );
    return groups.join(JSON.stringify(choice), options, nothing, start);
  };
  return {
    groupReport: async (choice, options) => (await know(choice, options)).report,
    async groupInstances({ by, stamp, first, count, ...choice }, options) {
      const { report, instances } = await know(choice, options);
      if (report.found) assertSame(report.stamp, stamp, choice.models);
      if (instances !== undefined) return pageOfGroup(instances, { by, first, count });
      throw new BadInput(report.found ? 'What is compared of these models has no instances.' : report.reason);
    },
    groupPairs: (request, options = {}) => {
      const asked = { ...request, measure: normalised(request.measure) };
      const { models } = request;
      const start = job(`Pairs of ${titleOf(models).toLowerCase()}`, models, (work) =>
        pairsOfGroup(asked, { ...parts, headers: work.headers }, work),
      );
      return matrices.join(JSON.stringify(asked), options, nothing, start);
    },
  };
}
