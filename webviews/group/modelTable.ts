import { dropdown } from '../components';
import { element } from '../element';
import { shareText } from '../../server/protocol';
import type { GroupKnowledge } from '../messages';
import { baselineWords, memberWords, replacementText } from './words';

/** The models, what of each is compared, how often it is right, and what changes where it is replaced. */
export class ModelTable {
  readonly element = element('section', { class: 'outputs-part' });
  #baseline = 0;
  #chosen = false;

  show({ report, names, baseline }: GroupKnowledge): void {
    if (report?.found !== true) return;
    if (!this.#chosen) this.#baseline = baseline ?? 0;
    const { models, outputs } = report;
    this.#baseline = Math.min(this.#baseline, models.length - 1);
    const judged = models.some(({ accuracy }) => accuracy !== null);
    const head = [
      'Model',
      'What is compared',
      ...(judged ? ['Right'] : []),
      ...(outputs === undefined ? [] : ['Discrepancy as baseline']),
    ];
    const rows = models.map((model, at) => {
      const replacement = outputs?.replacements[at];
      const isBaseline = outputs !== undefined && at === this.#baseline;
      return element(
        'tr',
        { class: isBaseline ? 'baseline' : '' },
        element('th', { scope: 'row' }, names[at] ?? '', isBaseline ? baselineMark() : null),
        element('td', {}, memberWords(model)),
        judged
          ? element('td', { class: 'number' }, model.accuracy === null ? '' : shareText(model.accuracy))
          : null,
        replacement === undefined
          ? null
          : element('td', { class: 'number' }, replacementText(replacement, names)),
      );
    });
    const table = element(
      'table',
      { class: 'model-table', 'aria-label': 'The models' },
      element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
      element('tbody', {}, ...rows),
    );
    const scroller = element(
      'div',
      { class: 'model-scroller', tabindex: 0, role: 'region', 'aria-label': 'The models' },
      table,
    );
    this.element.replaceChildren(element('h2', {}, 'Models'), scroller);
    if (outputs === undefined) return;
    const words = element('span', { role: 'status' }, baselineWords(this.#baseline, outputs, names));
    const picker = dropdown('Baseline', names, names[this.#baseline] ?? '', (name) => {
      this.#chosen = true;
      this.#baseline = Math.max(0, names.indexOf(name));
      words.textContent = baselineWords(this.#baseline, outputs, names);
      for (const [at, row] of rows.entries()) {
        const is = at === this.#baseline;
        row.classList.toggle('baseline', is);
        row.querySelector('.baseline-mark')?.remove();
        if (is) row.querySelector('th')?.append(baselineMark());
      }
    });
    this.element.append(
      element('div', { class: 'group-line' }, element('span', {}, 'Baseline'), picker, words),
    );
  }
}

function baselineMark(): HTMLElement {
  return element('span', { class: 'baseline-mark muted' }, ' baseline');
}
