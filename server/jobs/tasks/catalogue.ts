import { axisStatistics } from './axisStatistics';
import { classNames } from './classNames';
import { describe } from './describe';
import { group } from './group';
import { groupAnswers } from './groupAnswers';
import { header } from './header';
import { namedRows } from './namedRows';
import { names } from './names';
import { outputInstances } from './outputInstances';
import { outputs } from './outputs';
import { outputVectors } from './outputVectors';
import { page } from './page';
import { pictures } from './pictures';
import { rows } from './rows';
import { score } from './score';
import { slice } from './slice';
import { statistics } from './statistics';
import type { InputOf, PartOf, ResultOf, Task } from './task';

/** Everything a thread can be asked to do. */
export const tasks = {
  header,
  page,
  names,
  classNames,
  rows,
  namedRows,
  statistics,
  slice,
  axisStatistics,
  score,
  group,
  groupAnswers,
  describe,
  outputs,
  outputInstances,
  outputVectors,
  pictures,
} satisfies Record<string, Task<never, unknown, unknown>>;

export type TaskKind = keyof typeof tasks;
export type TaskInput<K extends TaskKind> = InputOf<(typeof tasks)[K]>;
export type TaskPart<K extends TaskKind> = PartOf<(typeof tasks)[K]>;
export type TaskResult<K extends TaskKind> = ResultOf<(typeof tasks)[K]>;
