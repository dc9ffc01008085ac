import type { Requests } from '../protocol';
import { csv } from './csv';
import { json } from './json';
import { outputsCsv } from './outputsCsv';
import { outputsJson } from './outputsJson';
import type { Report } from './report';

/** Every text format a comparison can be exported to. */
export const reports = { csv, json } satisfies Record<Requests['nnsim/export']['params']['format'], Report>;

/** Every text format that the outputs of two models can be exported to. */
export const outputReports = { csv: outputsCsv, json: outputsJson };
