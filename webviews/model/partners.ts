import type { Partnership, PartnerReason } from '../../server/protocol';
import { button, progressRing } from '../components';
import { element, icon } from '../element';
import { fixed } from '../numbers';

export interface PartnerEvents {
  openComparison(partner: string): void;
  openFile(path: string): void;
}

const reasons: readonly PartnerReason[] = ['baseline', 'previous step', 'open'];
const reasonWords: Readonly<Record<PartnerReason, string>> = {
  baseline: 'baseline',
  open: 'also open',
  'previous step': 'previous step',
};

interface Known {
  readonly partnership: Partnership;
  readonly name: string;
}

/** What stands where the number will be: a ring, the number, or why there is none. */
function result(partnership: Partnership): HTMLElement {
  const box = element('span', { class: 'partner-value' });
  if (partnership.state === 'running')
    box.append(progressRing(), element('span', { class: 'spoken' }, 'Computing'));
  else if (partnership.state === 'done' && partnership.value !== undefined)
    box.append(fixed(partnership.value, 3));
  else box.append(icon(partnership.state === 'failed' ? 'error' : 'circle-slash'));
  return box;
}

function stateWords(partnership: Partnership): string {
  if (partnership.state === 'too costly') return `Not compared by itself: ${partnership.caption}`;
  if (partnership.state === 'failed') return `Failed: ${partnership.caption}`;
  return partnership.caption;
}

/** What is read aloud when a result arrives. */
export function partnerNews(partnership: Partnership, name: string): string {
  if (partnership.state === 'running') return '';
  const value = partnership.value === undefined ? '' : `${fixed(partnership.value, 3)}, `;
  return `Similarity to ${name}: ${value}${stateWords(partnership)}`;
}

/** The similarity to the file's natural partners, one line each; a line is replaced when news about it arrive. */
export class Partners {
  readonly element = element('ul', { class: 'partners' });
  readonly #known = new Map<string, Known>();

  constructor(private readonly events: PartnerEvents) {
    this.#draw();
  }

  update(partnership: Partnership, name: string): void {
    this.#known.set(partnership.partner, { partnership, name });
    this.#draw();
  }

  #draw(): void {
    if (this.#known.size === 0) {
      const text =
        'Nothing was compared by itself: it takes a trusted workspace and a baseline, another open model or an earlier step beside this file.';
      this.element.replaceChildren(element('li', { class: 'partners-empty muted' }, text));
      return;
    }
    const ordered = Array.from(this.#known.values()).sort(
      (a, b) => reasons.indexOf(a.partnership.reason) - reasons.indexOf(b.partnership.reason),
    );
    this.element.replaceChildren(...ordered.map((known) => this.#line(known)));
  }

  #line({ partnership, name }: Known): HTMLElement {
    const file = element(
      'button',
      { class: 'link nowrap', type: 'button', title: partnership.partner },
      name,
    );
    file.addEventListener('click', () => {
      this.events.openFile(partnership.partner);
    });
    const open = button('Open', { describe: `Open comparison with ${name}` }, () => {
      this.events.openComparison(partnership.partner);
    });
    const words = `${reasonWords[partnership.reason]} · ${stateWords(partnership)}`;
    return element(
      'li',
      { class: 'partner' },
      result(partnership),
      file,
      open,
      element('span', { class: 'partner-caption muted', title: words }, words),
    );
  }
}
