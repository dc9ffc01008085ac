import { button } from '../components';
import { element } from '../element';
import { captionFacts, captionNotes, hasNoValue, sentenceParts } from './caption';
import type { MeasureCards } from './measureCard';
import { ReadingLine } from './readingLine';
import { plannedMeasure, type ComparisonState } from './state';

/** The words above the chart: what is compared, how to read it, how far to trust it. */
export class Caption {
  readonly #sentence = element('p', { class: 'sentence' });
  readonly #facts = element('ul', { class: 'fact-line' });
  readonly #notes = element('details', { class: 'notes' });
  /** Of a measure that needs labels: the way to others. */
  readonly #labels: HTMLElement;
  /** Of weights whose models can be run: the way to their activations. */
  readonly #running: HTMLElement;
  readonly #reading: ReadingLine;
  readonly element: HTMLElement;
  #drawn = '';
  #valueless = false;

  constructor(
    private readonly cards: MeasureCards,
    events: {
      readonly chooseLabels: () => void;
      readonly chooseReading: () => void;
      readonly compareByRunning: () => void;
    },
  ) {
    this.#reading = new ReadingLine(events.chooseReading);
    this.#labels = button('Choose Labels File…', { icon: 'tag' }, events.chooseLabels);
    this.#labels.hidden = true;
    this.#running = button('Compare by Running on Inputs…', { icon: 'play' }, events.compareByRunning);
    this.#running.hidden = true;
    this.element = element(
      'div',
      { class: 'caption' },
      this.#sentence,
      this.#facts,
      this.#reading.element,
      element('div', {}, this.#labels, this.#running),
      this.#notes,
    );
  }

  show(state: ComparisonState): void {
    this.#reading.show(state.plan);
    this.#running.hidden = !(state.runnable && state.plan?.kind === 'weights');
    const notes = captionNotes(state);
    const [measure, { title, rest }] = [plannedMeasure(state), sentenceParts(state)];
    const valueless = hasNoValue(state);
    const words = [String(valueless), title, rest, ...captionFacts(state), '', ...notes];
    if (words.join('\n') === this.#drawn) return;
    this.#drawn = words.join('\n');
    if (this.#sentence.textContent !== title + rest)
      this.#sentence.replaceChildren(
        ...(measure === undefined ? [] : [this.cards.name(measure, title)]),
        rest,
      );
    this.#labels.hidden = measure?.needs.labels !== true;
    this.#facts.replaceChildren(...captionFacts(state).map((fact) => element('li', {}, fact)));
    const count = notes.length === 1 ? '1 note' : `${notes.length} notes`;
    this.#notes.classList.toggle('invisible', notes.length === 0);
    const summary = element(
      'summary',
      {},
      element('span', { class: 'codicon codicon-warning', 'aria-hidden': 'true' }),
      valueless ? ' No pair has a value' : ` ${count} on how far to trust these values`,
    );
    const list = element(
      'div',
      { class: 'note-list', tabindex: 0, role: 'region', 'aria-label': 'Notes' },
      element('ul', {}, ...notes.map((note) => element('li', {}, note))),
    );
    this.#notes.replaceChildren(summary, list);
    if (valueless !== this.#valueless) this.#notes.open = valueless;
    this.#valueless = valueless;
  }
}
