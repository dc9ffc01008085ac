import { guide as suggest } from '../measures/advice/guide';
import type { ComparisonKind, Reading, Requests } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { dictionary, list, object, path, type Reader, text } from './parameters';
import { kind, reading } from './shapes';

type Params = Requests['nnsim/guide']['params'];
type Files = NonNullable<Params['comparison']>;

const files: Reader<Files> = object<Pick<Files, 'x' | 'y'>, { kind: ComparisonKind } & Required<Reading>>(
  { x: path, y: path },
  { kind, ...reading },
);

const read: Reader<Params> = object<Pick<Params, 'answers'>, { comparison: Files }>(
  { answers: dictionary(list(text), 50) },
  { comparison: files },
);

/** `nnsim/guide`: which measures suit a question, and why. */
export const guide: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/guide', read, async ({ answers, comparison }) => {
      if (comparison === undefined) return suggest(answers);
      return suggest(answers, await host.jobs.costs(comparison));
    });
  },
};
