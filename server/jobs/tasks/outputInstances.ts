import type { InstanceChoice, InstancePage } from '../../protocol';
import { chosenInstances } from '../outputs/answers';
import { type OutputsInput, pageOf, readAnswers } from '../outputs/readAnswers';
import type { Task } from './task';

export interface OutputInstancesInput extends OutputsInput {
  readonly choice: InstanceChoice;
  readonly first: number;
  readonly count: number;
}

/** Some of the instances with an outcome or with given answers, the least similar first. Throws BadInput. */
export const outputInstances: Task<OutputInstancesInput, never, InstancePage> = {
  async run({ choice, first, count, ...input }, at) {
    const { answers } = await readAnswers(input, at);
    at.poll();
    return pageOf(input, answers, chosenInstances(answers, choice), { first, count });
  },
};
