import { readingWords, type ComparisonPlan } from '../../server/protocol';
import { button } from '../components';
import { element, setText } from '../element';

/** How the layers are read, and the way to another reading. */
export class ReadingLine {
  readonly element = element('div', { class: 'pair-labels', hidden: true });
  readonly #words = element('span', {});

  constructor(choose: () => void) {
    const change = button('Change', { describe: 'Change dimensions and rows' }, choose);
    this.element.append(this.#words, change);
  }

  /** Weights are compared as they are. */
  show(plan: ComparisonPlan | null): void {
    this.element.hidden = plan?.kind !== 'activations';
    if (plan !== null) setText(this.#words, readingWords(plan));
  }
}
