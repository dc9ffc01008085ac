import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { AttackRequest, AttackResult } from '../../runtimes/attackModels';
import type { StitchRequest, StitchResult } from '../../runtimes/stitching/stitchModels';
import { inProcess, type ModelProcessOptions } from './modelProcess';

/** Attacks two models. Rejects with BadInput, also when the process died, or Cancelled; then there are no files. */
export function attackInProcess(request: AttackRequest, options: ModelProcessOptions): Promise<AttackResult> {
  const { models, outs } = request;
  const drafts = [draftOf(outs[0]), draftOf(outs[1])] as const;
  const order = { request: { attackOf: { ...request, drafts } }, mostMemory: options.mostMemory };
  return inProcess<AttackResult>(order, models.join(' and '), options).finally(() => remove(drafts));
}

/** Stitches two models. Rejects as `attackInProcess` does. */
export function stitchInProcess(request: StitchRequest, options: ModelProcessOptions): Promise<StitchResult> {
  const { models, out } = request;
  const draft = draftOf(out);
  const order = { request: { stitchOf: { ...request, draft } }, mostMemory: options.mostMemory };
  return inProcess<StitchResult>(order, models.join(' and '), options).finally(() => remove([draft]));
}

function draftOf(out: string): string {
  return `${out}.${randomUUID()}.part`;
}

/** What was written is of use only when all of it is there. */
async function remove(drafts: readonly string[]): Promise<void> {
  for (const draft of drafts) await rm(draft, { force: true }).catch(() => undefined);
}
