import type { MeasureDescription } from '../../server/protocol';
import { element } from '../element';
import { formula } from '../formula';
import { directionWords, identityWords, invarianceWords, needsWords, rangeWords } from '../measureFacts';

/** Milliseconds the pointer rests on a name before its card opens, and may be away before it closes. */
const [wait, grace] = [350, 250];
const margin = 8;

function content(measure: MeasureDescription): readonly HTMLElement[] {
  const facts = [directionWords(measure), rangeWords(measure.range), identityWords(measure)];
  const { reference } = measure;
  return [
    element('h2', { class: 'card-title' }, measure.title),
    formula(measure.tex, measure.formula),
    element('p', {}, measure.summary),
    element('ul', { class: 'fact-line' }, ...facts.map((fact) => element('li', {}, fact))),
    element('p', {}, `${invarianceWords(measure)}.`),
    element('p', { class: 'muted' }, `Needs ${needsWords(measure)}.`),
    ...(measure.caveats.length === 0
      ? []
      : [
          element(
            'ul',
            { class: 'card-caveats' },
            ...measure.caveats.map((caveat) => element('li', {}, caveat)),
          ),
        ]),
    element(
      'p',
      { class: 'muted' },
      reference.url === undefined ? reference.text : element('a', { href: reference.url }, reference.text),
    ),
  ];
}

/**
 * The names of measures with a card that opens on hover and focus, stays while the pointer is on it, and closes with
 * Escape. Pressing a name opens its page.
 */
export class MeasureCards {
  readonly element = element('div', {
    class: 'measure-card',
    id: 'measure-card',
    role: 'tooltip',
    hidden: true,
  });
  #timer = 0;
  #owner: HTMLElement | null = null;

  constructor(private readonly open: (measure: string) => void) {
    this.element.addEventListener('mouseenter', () => {
      window.clearTimeout(this.#timer);
    });
    this.element.addEventListener('mouseleave', () => {
      this.#closeSoon();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#close();
    });
    document.addEventListener(
      'scroll',
      (event) => {
        if (event.target !== this.element) this.#close();
      },
      true,
    );
  }

  /** The name of a measure as a button. */
  name(measure: MeasureDescription, words: string): HTMLElement {
    const made = element('button', { type: 'button', class: 'measure-name' }, words);
    const show = () => {
      this.#show(made, measure);
    };
    made.addEventListener('mouseenter', () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(show, wait);
    });
    made.addEventListener('mouseleave', () => {
      this.#closeSoon();
    });
    made.addEventListener('focus', () => {
      if (made.matches(':focus-visible')) show();
    });
    made.addEventListener('blur', () => {
      this.#close();
    });
    made.addEventListener('click', () => {
      this.#close();
      this.open(measure.id);
    });
    return made;
  }

  #show(owner: HTMLElement, measure: MeasureDescription): void {
    this.#close();
    if (!owner.isConnected) return;
    this.#owner = owner;
    owner.setAttribute('aria-describedby', this.element.id);
    this.element.replaceChildren(...content(measure));
    this.element.hidden = false;
    this.element.scrollTop = 0;
    const [place, card] = [owner.getBoundingClientRect(), this.element.getBoundingClientRect()];
    const { innerWidth, innerHeight } = window;
    const left = Math.max(margin, Math.min(place.left, innerWidth - card.width - margin));
    // Below the name, or above it where there is more room.
    const below = place.bottom + 2;
    const above = place.top - card.height - 2;
    const top = below + card.height + margin <= innerHeight || above < margin ? below : above;
    this.element.style.left = `${left}px`;
    this.element.style.top = `${Math.max(margin, Math.min(top, innerHeight - card.height - margin))}px`;
  }

  #closeSoon(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#close();
    }, grace);
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#owner?.removeAttribute('aria-describedby');
    this.#owner = null;
    this.element.hidden = true;
  }
}
