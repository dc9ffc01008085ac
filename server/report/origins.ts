import type { RunOrigin } from '../protocol';

/** A compared file as exports name it: that of a model that was run for it by the model, with the instances it was run on. */
export interface NamedFile {
  readonly file: string;
  /** null: it is a file of the person's own. */
  readonly instances: readonly string[] | null;
}

export function namedFile(path: string, ran: RunOrigin | null | undefined): NamedFile {
  return { file: ran?.model ?? path, instances: ran?.instances ?? null };
}

/** Several files in one cell of a table. */
export function instancesCell(instances: NamedFile['instances'] | undefined): string {
  return (instances ?? []).join('; ');
}
