import type { Requests } from '../protocol';
import { groupCsv } from './groupCsv';
import { groupJson } from './groupJson';
import type { GroupText } from './groupText';

/** Every text format a set of models can be exported to. */
export const groupReports = { csv: groupCsv, json: groupJson } satisfies Record<
  Requests['nnsim/exportGroup']['params']['format'],
  GroupText
>;
