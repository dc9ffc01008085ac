import { basename } from 'node:path';
import type { AttackResult } from '../../runtimes/attackModels';
import type { StitchResult } from '../../runtimes/stitching/stitchModels';
import type { Jobs } from '../jobs';
import { Sharing, type Work } from '../sharing';
import type { ModelProcessOptions } from './modelProcess';
import { attackInProcess, stitchInProcess } from './pairProcess';

type Start<Result> = (work: Work<never>) => Promise<Result>;
type Begun = Work<never> & { readonly onStart: () => void };

export interface PairJobsParts {
  /** Makes a job of some work with files: listed and noted while it runs. */
  readonly job: <Result>(
    title: string,
    files: readonly string[],
    run: (work: Begun) => Promise<Result>,
  ) => Start<Result>;
  /** Runs a process when it is its turn. */
  readonly inTurn: <Result>(
    work: Begun,
    run: (ways: ModelProcessOptions) => Promise<Result>,
  ) => Promise<Result>;
  /** Most bytes that one file may have. */
  readonly mostBytes: number;
}

/** The jobs that run two models at once. */
export function pairJobs({ job, inTurn, mostBytes }: PairJobsParts): Pick<Jobs, 'attack' | 'stitch'> {
  const attacks = new Sharing<never, AttackResult>(() => undefined);
  const stitchings = new Sharing<never, StitchResult>(() => undefined);
  const started = <Result>(
    what: string,
    models: readonly [string, string],
    run: (ways: ModelProcessOptions) => Promise<Result>,
  ): Start<Result> =>
    job(`${what} of ${models.map((path) => basename(path)).join(' and ')}`, models, (work) =>
      inTurn(work, run),
    );
  return {
    async attack(request, options = {}) {
      const start = started('Attack', request.models, (ways) =>
        attackInProcess({ ...request, mostBytes }, ways),
      );
      return attacks.join(JSON.stringify(request), options, () => undefined, start);
    },
    async stitch(request, options = {}) {
      const start = started('Stitching', request.models, (ways) =>
        stitchInProcess({ ...request, mostBytes }, ways),
      );
      return stitchings.join(JSON.stringify(request), options, () => undefined, start);
    },
  };
}
