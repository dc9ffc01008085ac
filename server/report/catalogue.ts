import type { Requests } from '../protocol';
import { csv } from './csv';
import { json } from './json';
import type { Report } from './report';

/** Every text format a comparison can be exported to. */
export const reports = { csv, json } satisfies Record<Requests['nnsim/export']['params']['format'], Report>;
