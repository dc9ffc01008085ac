import { aboutMeasure } from '../measures/advice/about';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, text } from './parameters';

/** `nnsim/about`: everything known about one measure. */
export const about: Feature = {
  register(host) {
    const read = object<{ measure: string }>({ measure: text });
    answerOwn(host, 'nnsim/about', read, ({ measure }) =>
      Promise.resolve().then(() => aboutMeasure(measure)),
    );
  },
};
