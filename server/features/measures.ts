import { allMeasures } from '../measures/catalogue';
import { describeMeasure } from '../measures/describe';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object } from './parameters';

/** `nnsim/measures`: the metadata of every measure. */
export const measures: Feature = {
  register(host) {
    const descriptions = allMeasures.map(describeMeasure);
    answerOwn(host, 'nnsim/measures', object({}), () => Promise.resolve(descriptions));
  },
};
