import { button, progressRing } from '../components';
import { byFamily } from '../comparison/families';
import { familySection } from '../comparison/familySection';
import { commonNotes } from '../comparison/commonNotes';
import { PairRow, type RowEvents } from '../comparison/pairRow';
import { element, icon, setText } from '../element';
import type { OutputsKnowledge } from '../messages';
import { plural } from '../numbers';

/** All measures of outputs by family, as soon as each is known. */
export class OutputScores {
  readonly element = element('aside', {
    class: 'pair-pane output-scores',
    'aria-label': 'All measures of the outputs',
    tabindex: 0,
  });
  readonly #progress = element('div', { class: 'pair-progress', role: 'status' });
  readonly #words = element('span', {});
  readonly #waiting = element('p', { class: 'pair-line muted', hidden: true });
  readonly #failure = element('p', { class: 'note pair-hint', role: 'alert', hidden: true });
  readonly #notes = element('ul', { class: 'output-notes muted' });
  readonly #rows = new Map<string, PairRow>();
  #drawn: unknown;

  constructor(
    private readonly events: Pick<RowEvents, 'cards' | 'chooseLabels'> & { readonly stop: () => void },
  ) {
    const stop = button('Stop All', { describe: 'Stop all measures of the outputs' }, events.stop);
    this.#progress.append(progressRing(), this.#words, stop);
    const top = element('div', { class: 'pair-top' }, element('h2', {}, 'Outputs'), this.#progress);
    this.element.append(
      element('div', { class: 'pair-head' }, top, this.#waiting, this.#notes),
      this.#failure,
    );
  }

  show({ measures: all, scores, computing, message, report }: OutputsKnowledge): void {
    // Outputs that do not go together have no scores.
    const measures = report?.found === false ? [] : all;
    if (this.#drawn !== measures.map(({ id }) => id).join()) this.#build(measures);
    // Until there is a report nothing is known of labels, and nothing was stopped.
    const known = report?.found === true;
    const labelled = !known || report.labels !== undefined;
    const common = commonNotes(scores);
    this.#notes.replaceChildren(
      ...Array.from(common.keys(), (note) => element('li', { class: 'pair-line' }, note)),
    );
    let open = 0;
    for (const measure of measures) {
      const score = scores.find((one) => one.measure === measure.id);
      const lacking = measure.needs.labels && !labelled;
      if (score === undefined && !lacking) open++;
      this.#rows.get(measure.id)?.show({
        score: score && { ...score, notes: score.notes.filter((note) => !common.has(note)) },
        cost: lacking
          ? {
              ...{ measure: measure.id, seconds: null, bytes: 0, slow: false, pairs: 0, lacks: 'labels' },
              reason: 'needs one class number for each row',
            }
          : undefined,
        computing: computing && score === undefined && !lacking,
        stopped: known && !computing && score === undefined && !lacking,
        call: { id: measure.id, parameters: {} },
      });
    }
    this.#waiting.hidden = known;
    setText(
      this.#waiting,
      report === null ? 'Computed as soon as the outputs are read.' : 'No outputs were compared.',
    );
    this.#progress.classList.toggle('invisible', !computing);
    setText(this.#words, computing ? `${plural(open, 'measure')} to come` : '');
    this.#failure.hidden = message === undefined;
    if (message !== undefined) this.#failure.replaceChildren(icon('error'), element('span', {}, message));
  }

  #build(measures: OutputsKnowledge['measures']): void {
    this.#drawn = measures.map(({ id }) => id).join();
    this.#rows.clear();
    const { cards, chooseLabels, stop } = this.events;
    const groups = byFamily(measures).map(([heading, members]) => {
      const rows = members.map((measure) => {
        // Measures of outputs are computed together and stopped together.
        const row = new PairRow(measure, { cards, chooseLabels, stop, compute: () => undefined });
        this.#rows.set(measure.id, row);
        return row.element;
      });
      return familySection(heading, rows);
    });
    for (const old of this.element.querySelectorAll('.pair-family')) old.remove();
    this.element.append(...groups);
  }
}
