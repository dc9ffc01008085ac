import { csvNumber, csvText } from './cells';
import type { ScoreRecord } from './record';
import { parametersText } from './text';

/** What every table of scores has, by its title. */
export const scoreColumns: readonly (readonly [title: string, cell: (record: ScoreRecord) => string])[] = [
  ['x', ({ x }) => csvText(x)],
  ['y', ({ y }) => csvText(y)],
  ['measure', ({ measure }) => csvText(measure)],
  ['parameters', ({ parameters }) => csvText(parametersText(parameters))],
  ['value', ({ value }) => csvNumber(value)],
  ['status', ({ status }) => status],
  ['reason', ({ reason }) => csvText(reason ?? '')],
  ['n', ({ n }) => csvNumber(n)],
  ['seed', ({ seed }) => csvNumber(seed)],
  ['chance', ({ chance }) => csvNumber(chance)],
];
