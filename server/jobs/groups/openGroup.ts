import { allMeasures } from '../../measures/catalogue';
import type { GroupChoice, NoGroup } from '../../protocol';
import { ClassesApart } from '../classes';
import { type Members, openMembers } from '../groupMembers';
import type { Headers } from '../headers';
import type { GroupRequest } from '../jobs';
import { type Chosen, chooseTensors } from './chooseTensors';

/** A set of models of which it is known what is compared. */
export interface OpenGroup {
  readonly chosen: Chosen;
  readonly request: GroupRequest;
  readonly members: Members;
  /** All that what is said of the set depends on. */
  readonly key: string;
}

/** Finds what of the models is compared and puts it row to row, or says why nothing can be. Throws BadInput. */
export async function openGroup(choice: GroupChoice, headers: Headers): Promise<OpenGroup | NoGroup> {
  const chosen = await chooseTensors(choice, headers);
  if ('found' in chosen) return chosen;
  const { models, outputs, classes, labels, rule, rows, ids } = choice;
  const request: GroupRequest = {
    models: models.map((path, at) => ({ path, tensor: chosen.tensors[at]?.tensor ?? '' })),
    ...(chosen.of === 'outputs' && {
      kind: 'outputs',
      ...(outputs !== undefined && { outputs }),
      ...(classes !== undefined && { classes }),
    }),
    ...(labels !== undefined && { labels }),
    ...(rule !== undefined && { rule }),
    ...(rows !== undefined && { rows }),
    ...(ids !== undefined && { ids }),
  };
  try {
    const members = await openMembers(request, headers);
    return { chosen, request, members, key: keyOf(choice, members) };
  } catch (error) {
    if (!(error instanceof ClassesApart)) throw error;
    const { hasOutputs, layers } = chosen;
    return { found: false, reason: error.message, hasOutputs, layers, matched: 'by-name' };
  }
}

/** The measures that are defined for such sets, with their defaults. */
export function callsOfSets({ kind }: Pick<Members, 'kind'>): Members['calls'] {
  const subject = kind === 'outputs' ? 'outputs' : 'representations';
  return allMeasures.flatMap(({ id, compares, group }) =>
    group !== undefined && compares === subject ? [{ id, parameters: {} }] : [],
  );
}

function keyOf(choice: GroupChoice, { models, labels }: Members): string {
  const { file, index, picked, byName } = labels?.source ?? {};
  return JSON.stringify([
    choice,
    models.map(({ source }) => [source.file.identity, source.picked?.digest]),
    [file?.identity, index, picked?.digest, byName],
  ]);
}
