import type { OutputVectors } from '../../protocol';
import { answerCounts } from '../outputs/answerCounts';
import { answersAt } from '../outputs/answers';
import { type OutputsInput, readAnswers } from '../outputs/readAnswers';
import { rowNumbers } from '../view';
import type { Task } from './task';

/** Instances between two looks at whether the job is still wanted. */
const stride = 4096;

/** What both models make of every instance. Throws BadInput for outputs that cannot be read or do not go together. */
export const outputVectors: Task<OutputsInput, never, OutputVectors> = {
  async run(input, at) {
    const { answers } = await readAnswers(input, at);
    at.poll();
    const { classesX, classesY, truth, x } = answers;
    const { rowsEach, counts } = input;
    const rows = [rowNumbers(input.x, counts[0]), rowNumbers(input.y, counts[1])] as const;
    const numbered = (of: (typeof rows)[number]): Float64Array =>
      Float64Array.from({ length: x.n }, (_, i) => {
        const instance = Math.floor(i / rowsEach);
        return of?.[instance] ?? instance;
      });
    const probabilities = { x: new Float64Array(x.n), y: new Float64Array(x.n) };
    const known = { x: true, y: true };
    for (let i = 0; i < x.n; i++) {
      if (i % stride === 0) at.poll();
      const instance = answersAt(answers, i);
      for (const side of ['x', 'y'] as const) {
        const { probability } = instance[side];
        if (probability === undefined) known[side] = false;
        else probabilities[side][i] = probability;
      }
    }
    at.poll();
    return {
      answers: answerCounts(classesX, classesY, () => at.poll()),
      ...{ rowsX: numbered(rows[0]), rowsY: numbered(rows[1]), rowsEach },
      // What is prepared of a layer stays with it: a copy goes.
      ...{ classesX: Float64Array.from(classesX), classesY: Float64Array.from(classesY) },
      ...(known.x && { probabilitiesX: probabilities.x }),
      ...(known.y && { probabilitiesY: probabilities.y }),
      ...(truth !== undefined && { labels: Float64Array.from(truth) }),
    };
  },
};
