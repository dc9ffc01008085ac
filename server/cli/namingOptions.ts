import type { Jobs } from '../jobs/jobs';
import { labelsNeeded } from '../measures/labelsNeeded';
import type { Score } from '../protocol';

/** The same engine; where a score is missing for want of an option, the reason names that option. */
export function namingOptions(jobs: Jobs): Jobs {
  return {
    ...jobs,
    get activity() {
      return jobs.activity;
    },
    pair: async (...request) => (await jobs.pair(...request)).map(named),
    group: async (...request) =>
      (await jobs.group(...request)).map(({ score, pairs }) => ({
        score: named(score),
        pairs: pairs?.map((pair) => ({ ...pair, score: named(pair.score) })) ?? null,
      })),
    compare: async (...request) => {
      const found = await jobs.compare(...request);
      return { ...found, cells: found.cells.map((cell) => ({ ...cell, score: named(cell.score) })) };
    },
  };
}

function named(score: Score): Score {
  const { reason } = score;
  if (reason?.endsWith(labelsNeeded) !== true) return score;
  return { ...score, reason: `${reason.slice(0, -1)} by --labels FILE.` };
}
