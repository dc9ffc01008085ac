import type { GuideAnswers, GuideQuestion } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import type { Invariances } from '../measure';
import { purposes } from './scenarios';

/** What a person thinks of a change to one of the two inputs. */
export type Attitude = 'ignore' | 'notice';

interface Change {
  readonly id: keyof Invariances;
  readonly question: string;
  readonly why: string;
  readonly ignore: string;
  readonly notice: string;
}

const changes: readonly Change[] = [
  {
    id: 'permutation',
    question: 'If the neurons of one layer came in another order, would it be a different layer?',
    why: 'Networks trained from different seeds have no common order of neurons. Checkpoints of one run do.',
    ignore: 'A new seed orders its neurons at random',
    notice: 'The same run, pruned or fine-tuned: neuron 7 stays neuron 7',
  },
  {
    id: 'orthogonal',
    question: 'If the space of one layer were rotated, would it be a different layer?',
    why: 'The layer that follows can undo a rotation, and angles and distances stay. But a rotation mixes neurons: where single neurons have a meaning, it destroys that.',
    ignore: 'Only angles and distances between instances matter',
    notice: 'Single neurons have a meaning of their own',
  },
  {
    id: 'isotropicScaling',
    question: 'If all activations of one layer were twice as large, would it be a different layer?',
    why: 'Normalisation layers and the scale of weights change the size of activations without changing what can be read from them. Temperature and confidence may depend on it.',
    ignore: 'The overall size is a matter of units',
    notice: 'The size itself carries something, such as confidence',
  },
  {
    id: 'translation',
    question: 'If the same vector were added to all instances, would it be a different layer?',
    why: 'A bias shifts all instances alike. Distances between them stay, angles seen from the origin do not.',
    ignore: 'Only where instances lie to each other matters',
    notice: 'The origin has a meaning, as for cosine similarity or after a ReLU',
  },
  {
    id: 'invertibleLinear',
    question: 'If any invertible linear map were applied to one layer, would it be a different layer?',
    why: 'Linear probes and linear next layers can undo such a map, so what is linearly decodable stays. But it can stretch a direction of mere noise to any size; distances and neighbours do not survive it.',
    ignore: 'Only what can be decoded linearly matters',
    notice: 'Distances, neighbours or the size of directions matter',
  },
];

/** The changes the guide asks about. */
export const changesAsked = changes.map(({ id }) => id);

const open = { id: 'open', title: 'I cannot say', detail: 'Leaves the question open' };

const changeQuestions = changes.map(({ id, question, why, ignore, notice }): GuideQuestion => ({
  id,
  question,
  why,
  several: false,
  choices: [
    { id: 'ignore', title: 'No, the same layer', detail: ignore },
    { id: 'notice', title: 'Yes, a different one', detail: notice },
    open,
  ],
}));

const purpose: GuideQuestion = {
  id: 'purpose',
  question: 'What should the number help you to do?',
  why: 'Measures were tested for different purposes, and the best in one test is rarely the best in another. Only tests for what you choose are counted; none chosen: all of them.',
  several: true,
  choices: Object.entries(purposes).map(([id, { title, detail }]) => ({ id, title, detail })),
};

const instances: GuideQuestion = {
  id: 'instances',
  question: 'Are the rows of both files the same inputs in the same order?',
  why: 'Most measures compare instance by instance. A few look only at the shape of each cloud of points.',
  several: false,
  choices: [
    { id: 'same', title: 'Yes', detail: 'Row 12 is the same input in both' },
    { id: 'different', title: 'No', detail: 'Other inputs, or another order' },
  ],
};

const rows: GuideQuestion = {
  id: 'rows',
  question: 'How many instances are there for each neuron of the wider layer?',
  why: 'With few instances some measures call any two layers similar, and some cannot be computed.',
  several: false,
  choices: [
    { id: 'many', title: 'Ten or more', detail: 'Such as 10,000 rows and 768 columns' },
    { id: 'some', title: 'Between one and ten', detail: 'Such as 2,000 rows and 768 columns' },
    { id: 'few', title: 'Fewer than one', detail: 'Such as 500 rows and 4,096 columns' },
    open,
  ],
};

const widths: GuideQuestion = {
  id: 'widths',
  question: 'Do the two layers have equally many neurons?',
  why: 'Some measures need equal widths, or fill the narrower layer up with zeros.',
  several: false,
  choices: [
    { id: 'equal', title: 'Yes', detail: 'As with two seeds of one architecture' },
    { id: 'different', title: 'No', detail: 'As with two architectures' },
    open,
  ],
};

const labels: GuideQuestion = {
  id: 'labels',
  question: 'Do you have a class label for each instance?',
  why: 'A few descriptive statistics look at how classes lie to each other.',
  several: false,
  choices: [
    { id: 'yes', title: 'Yes', detail: 'A file with one label for each row' },
    { id: 'no', title: 'No', detail: 'Measures that need labels are left out' },
  ],
};

/** All questions in the order they are asked. */
export const questions: readonly GuideQuestion[] = [
  ...changeQuestions,
  purpose,
  instances,
  labels,
  rows,
  widths,
];

/** Questions that two files answer: their headers, and labels beside them where there are some. */
export function answeredBy({ labels }: { readonly labels: boolean }): readonly string[] {
  return ['rows', 'widths', ...(labels ? ['labels'] : [])];
}

/** Throws BadInput unless every answer is a choice of its question. */
export function checkAnswers(answers: GuideAnswers): void {
  for (const [id, chosen] of Object.entries(answers)) {
    const question = questions.find((one) => one.id === id);
    if (question === undefined) {
      throw new BadInput(`There is no question "${id}": ${questions.map((one) => one.id).join(', ')}.`);
    }
    const choices = question.choices.map((choice) => choice.id);
    const wrong = chosen.find((choice) => !choices.includes(choice));
    if (wrong !== undefined) throw new BadInput(`${id} cannot be "${wrong}": ${choices.join(', ')}.`);
    if (chosen.length > 1 && !question.several) throw new BadInput(`${id} takes one answer.`);
  }
}
