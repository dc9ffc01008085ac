import type { MeasureCall, MeasureCost, MeasureDescription, Score } from '../../server/protocol';
import { button, progressRing } from '../components';
import { element, icon, setText } from '../element';
import { invarianceWords } from '../measureFacts';
import { plural, significant, tickText, withError } from '../numbers';
import { durationWords, estimatorWords, measureWords } from './caption';
import { curveChart } from './curveChart';
import type { MeasureCards } from './measureCard';

/** What a row shows of one measure of the pair. */
export interface RowKnowledge {
  readonly score: Score | undefined;
  readonly cost: MeasureCost | undefined;
  readonly computing: boolean;
  /** What is, or would be, computed. */
  readonly call: MeasureCall;
}

export interface RowEvents {
  readonly cards: MeasureCards;
  readonly compute: (measure: string) => void;
  readonly stop: () => void;
}

/** One measure of the pair: its name, its value or why there is none, and what belongs to the value. */
export class PairRow {
  readonly element = element('li', { class: 'pair-score' });
  readonly #name: HTMLElement;
  readonly #value = element('span', { class: 'pair-value' });
  readonly #lines = element('div', { class: 'pair-lines' });
  #drawn = '';

  constructor(
    private readonly measure: MeasureDescription,
    private readonly events: RowEvents,
  ) {
    this.#name = events.cards.name(measure, measure.title);
    this.element.append(element('span', { class: 'pair-title' }, this.#name), this.#value, this.#lines);
  }

  get title(): string {
    return this.measure.title;
  }

  /** Keeps its height until there is news. */
  hold(height: number): void {
    this.element.style.minHeight = `${height}px`;
  }

  /** Drawn anew only when something has changed, so that what has the focus stays. */
  show(known: RowKnowledge): void {
    if (known.score !== undefined || (known.cost !== undefined && !known.computing))
      this.element.style.minHeight = '';
    const key = JSON.stringify(known);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const { score, cost, computing, call } = known;
    const { measure } = this;
    const shown = score === undefined ? call : { id: measure.id, parameters: score.parameters };
    setText(this.#name, measureWords(measure, shown));
    const estimator = estimatorWords(measure, shown);
    this.#value.classList.toggle('muted', score === undefined || score.value === null);
    this.#value.replaceChildren(...this.#valueParts(known));
    const inapplicable = score === undefined && cost?.pairs === 0;
    this.element.classList.toggle('inapplicable', inapplicable || score?.value === null);
    this.#lines.replaceChildren(
      ...(score === undefined ? [] : scoreLines(score)),
      ...(inapplicable ? [line('reason', `${measure.title} ${cost.reason ?? 'does not apply'}.`)] : []),
      ...(estimator === null ? [] : [line('estimator', estimator)]),
      line('invariance', invarianceWords(measure)),
      ...(score === undefined && computing && (cost?.seconds ?? 0) >= 1
        ? [line('duration', `Takes about ${durationWords(cost?.seconds ?? 0)}`)]
        : []),
      ...(score === undefined && !inapplicable && !computing && cost !== undefined
        ? [this.#offer(cost)]
        : []),
    );
  }

  #valueParts({ score, cost, computing }: RowKnowledge): readonly (Node | string)[] {
    if (score === undefined) {
      if (computing) return [progressRing(), element('span', { class: 'spoken' }, 'is being computed')];
      if (cost?.pairs === 0) return ['does not apply'];
      return [];
    }
    if (score.value === null) return ['no value'];
    const similarity = this.measure.direction === 'similarity';
    const words = similarity ? 'larger means more similar' : 'smaller means more similar';
    const { value, standardError } = score;
    return [
      standardError === undefined ? significant(value, 6) : withError(value, standardError),
      element('span', { class: 'pair-arrow', 'aria-hidden': 'true', title: words }, similarity ? '↑' : '↓'),
      element('span', { class: 'spoken' }, `, ${words}`),
    ];
  }

  /** A measure that takes long is computed when the reader says so. */
  #offer(cost: MeasureCost): HTMLElement {
    const { measure } = this;
    const time = `about ${durationWords(cost.seconds ?? 0)}`;
    const compute = button('Compute', { describe: `Compute ${measure.title}, ${time}` }, () => {
      this.events.compute(measure.id);
    });
    return element(
      'span',
      { class: 'pair-offer' },
      compute,
      element('span', { class: 'muted' }, `Takes ${time}`),
    );
  }
}

function line(kind: string, text: string, sign: HTMLElement | null = null): HTMLElement {
  return element('span', { class: `pair-line muted ${kind}` }, sign, text);
}

/** The value of the curve's parameter that the score was computed with. */
function usedOf({ curve, parameters }: Score): number | null {
  const used = curve === undefined ? undefined : parameters[curve.parameter];
  return typeof used === 'number' ? used : null;
}

function scoreLines(score: Score): readonly HTMLElement[] {
  const { details = [], seed, chance, curve } = score;
  const small = [
    ...details.map(({ name, value }) => [name, tickText(value)] as const),
    ...(seed === undefined ? [] : [['seed', String(seed)] as const]),
  ];
  return [
    ...(score.value === null ? [line('reason', score.reason ?? score.status)] : []),
    ...(curve === undefined ? [] : [curveChart(curve, usedOf(score))]),
    ...(chance === undefined ? [] : [line('chance', `Chance level ${significant(chance, 3)}`)]),
    ...(small.length === 0
      ? []
      : [
          element(
            'details',
            { class: 'pair-more muted' },
            element('summary', {}, plural(small.length, 'detail')),
            element(
              'dl',
              { class: 'pair-details' },
              ...small.map(([name, value]) =>
                element('div', {}, element('dt', {}, name), element('dd', { class: 'number' }, value)),
              ),
            ),
          ),
        ]),
    ...score.notes.map((note) => line('note-line', note, icon('warning'))),
  ];
}
