import type { MeasureDescription, Score } from '../../server/protocol';
import { commonNotes } from '../comparison/commonNotes';
import { byFamily } from '../comparison/families';
import { familySection } from '../comparison/familySection';
import type { MeasureCards } from '../comparison/measureCard';
import { PairRow } from '../comparison/pairRow';
import { element } from '../element';

const nothing = (): void => undefined;

/** The measures that are defined for sets, by family, each with its value or why there is none. */
export class SetScores {
  readonly element = element('aside', {
    class: 'pair-pane',
    'aria-label': 'Measures of the set',
    tabindex: 0,
  });
  #drawn = '';

  constructor(private readonly cards: MeasureCards) {}

  show(measures: readonly MeasureDescription[], scores: readonly Score[]): void {
    const key = JSON.stringify([measures.length, scores]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const common = commonNotes(scores);
    const known = new Map(scores.map((score) => [score.measure, score]));
    const notes = Array.from(common.keys(), (note) => element('li', { class: 'pair-line' }, note));
    const groups = byFamily(measures.filter(({ id }) => known.has(id))).map(([heading, members]) =>
      familySection(
        heading,
        members.flatMap((measure) => {
          const score = known.get(measure.id);
          return score === undefined ? [] : [this.#row(measure, withoutNotes(score, common))];
        }),
      ),
    );
    this.element.replaceChildren(
      element(
        'div',
        { class: 'pair-head' },
        element('div', { class: 'pair-top' }, element('h2', {}, 'The set as a whole')),
        element('ul', { class: 'output-notes muted' }, ...notes),
      ),
      ...groups,
    );
  }

  #row(measure: MeasureDescription, score: Score): HTMLElement {
    const { cards } = this;
    const events = { cards, compute: nothing, stop: nothing, chooseLabels: nothing };
    const row = new PairRow(measure, events, measure.group?.title);
    const call = { id: measure.id, parameters: score.parameters };
    row.show({ score, cost: undefined, computing: false, stopped: false, call });
    const summary = measure.group?.summary;
    if (summary !== undefined)
      row.element.append(element('p', { class: 'pair-line set-summary muted' }, summary));
    return row.element;
  }
}

function withoutNotes(score: Score, common: ReadonlyMap<string, readonly string[]>): Score {
  return { ...score, notes: score.notes.filter((note) => !common.has(note)) };
}
