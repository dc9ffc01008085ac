import { button, progressRing } from './components';
import { element, setText } from './element';

/** Run and cancel in one place, what is under way in words, and a bar for the lower edge of a toolbar. */
export class RunControls {
  readonly element: HTMLElement;
  readonly bar = element(
    'div',
    {
      class: 'progress-bar',
      role: 'progressbar',
      'aria-label': 'Comparison',
      'aria-valuemin': 0,
      'aria-valuemax': 100,
    },
    element('div', {}),
  );
  readonly #run: HTMLElement;
  readonly #cancel: HTMLElement;
  readonly #ring = progressRing();
  readonly #words = element('span', { class: 'progress-words' });

  constructor(events: { readonly run: () => void; readonly cancel: () => void }) {
    this.#run = button('Run Again', { icon: 'refresh' }, events.run);
    this.#cancel = button('Cancel', { icon: 'debug-stop' }, events.cancel);
    this.element = element(
      'div',
      { class: 'run-controls' },
      element('span', { class: 'run-button' }, this.#run, this.#cancel),
      this.#ring,
      this.#words,
    );
  }

  say(words: string): void {
    setText(this.#words, words);
  }

  setBusy(busy: boolean): void {
    this.#run.hidden = busy;
    this.#cancel.hidden = !busy;
    this.#ring.classList.toggle('invisible', !busy);
    this.bar.classList.toggle('invisible', !busy);
  }

  /** @param share per cent; null: it is not known how much there will be */
  progress(share: number | null): void {
    if (share === null) this.bar.removeAttribute('aria-valuenow');
    else this.bar.setAttribute('aria-valuenow', String(share));
    const [fill] = Array.from(this.bar.children);
    if (fill instanceof HTMLElement) fill.style.width = `${share ?? 0}%`;
  }
}
