import { type ComparisonKind, type ComparisonPlan, readingWords } from '../../server/protocol';
import { button } from '../components';
import { element, setText } from '../element';

type Kind = ComparisonKind | 'outputs';

/** How the layers are read, and the way to another reading. */
export class ReadingLine {
  readonly element = element('div', { class: 'pair-labels', hidden: true });
  readonly #words = element('span', {});

  constructor(choose: () => void) {
    const change = button('Change', { describe: 'Change dimensions and rows' }, choose);
    this.element.append(this.#words, change);
  }

  /** Weights are compared as they are. */
  show(read: (Pick<ComparisonPlan, 'rule' | 'rows' | 'joined'> & { readonly kind: Kind }) | null): void {
    this.element.hidden = read === null || read.kind === 'weights';
    if (read === null) return;
    const words = readingWords(read);
    setText(this.#words, words);
    // Where outputs are in front, the usual reading of layers tells nothing.
    this.element.classList.toggle('usual', words === readingWords({}));
  }
}
