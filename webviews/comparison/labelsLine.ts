import { button } from '../components';
import { element, setText } from '../element';
import type { PairKnowledge } from '../messages';
import { labelsWords } from './labelsWords';

/** Where the labels of the instances are from, and the way to others. */
export class LabelsLine {
  readonly element = element('div', { class: 'pair-labels', hidden: true });
  readonly #words = element('span', {});

  constructor(choose: () => void) {
    const change = button('Change', { describe: 'Change labels file' }, choose);
    this.element.append(this.#words, change);
  }

  show(knowledge: PairKnowledge | null): void {
    // Between two pairs what was said stays until there is news.
    if (knowledge === null) return;
    this.element.hidden = knowledge.labels === undefined;
    setText(this.#words, labelsWords(knowledge));
  }
}
