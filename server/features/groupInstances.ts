import type { GroupChoice } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { integer, object, text } from './parameters';
import { groupChoice } from './shapes';

/** Instances in one answer. */
const mostInstances = 200;

type Needed = Pick<GroupChoice, 'models'> & { by: string; first: number; count: number };

const read = object<Needed, Required<Omit<GroupChoice, 'models'>> & { stamp: string }>(
  {
    ...groupChoice.required,
    by: text,
    first: integer(0, Number.MAX_SAFE_INTEGER),
    count: integer(1, mostInstances),
  },
  { ...groupChoice.optional, stamp: text },
);

/** `nnsim/groupInstances`: the instances of a set that its models differ on, page by page. */
export const groupInstances: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/groupInstances', read, (request, signal) =>
      host.jobs.groupInstances(request, { signal, priority: 'eye' }),
    );
  },
};
