import type { MeasureCall, MeasureCost, MeasureDescription, Score } from '../../server/protocol';
import { button, progressRing } from '../components';
import { element, icon, setText } from '../element';
import { invarianceWords } from '../measureFacts';
import { plural, significant, tickText, withError } from '../numbers';
import { durationWords, estimatorWords, measureWords } from './caption';
import { curveChart } from './curveChart';
import type { MeasureCards } from './measureCard';

/** Milliseconds after which a measure that was thought to be quick can be stopped. */
const patience = 3000;

/** What a row shows of one measure of the pair. */
export interface RowKnowledge {
  readonly score: Score | undefined;
  readonly cost: MeasureCost | undefined;
  readonly computing: boolean;
  /** The person stopped it. */
  readonly stopped: boolean;
  /** What is, or would be, computed. */
  readonly call: MeasureCall;
}

export interface RowEvents {
  readonly cards: MeasureCards;
  readonly compute: (measure: string) => void;
  /** Of one measure, or of all. */
  readonly stop: (measure?: string) => void;
  readonly chooseLabels: () => void;
}

/** One measure of the pair: its name, its value or why there is none, and what belongs to the value. */
export class PairRow {
  readonly element = element('li', { class: 'pair-score' });
  readonly #name: HTMLElement;
  readonly #value = element('span', { class: 'pair-value' });
  readonly #lines = element('div', { class: 'pair-lines' });
  #drawn = '';
  /** Since when it is computed, and whether that is long already. */
  #timer = 0;
  #late = false;
  #last: RowKnowledge | undefined;

  constructor(
    private readonly measure: MeasureDescription,
    private readonly events: RowEvents,
    /** What its score is called here. */
    readonly title: string = measure.title,
  ) {
    this.#name = events.cards.name(measure, title);
    this.element.append(element('span', { class: 'pair-title' }, this.#name), this.#value, this.#lines);
  }

  /** Keeps its height until there is news. */
  hold(height: number): void {
    this.element.style.minHeight = `${height}px`;
  }

  /** Drawn anew only when something has changed, so that what has the focus stays. */
  show(known: RowKnowledge): void {
    if (known.score !== undefined || (known.cost !== undefined && !known.computing))
      this.element.style.minHeight = '';
    this.#watch(known);
    const key = JSON.stringify([known, this.#late]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const focused = this.#lines.contains(document.activeElement);
    const { score, cost, call } = known;
    const { measure } = this;
    const shown = score === undefined ? call : { id: measure.id, parameters: score.parameters };
    setText(this.#name, measureWords({ ...measure, title: this.title }, shown));
    const estimator = estimatorWords(measure, shown);
    this.#value.classList.toggle('muted', score === undefined || score.value === null);
    this.#value.replaceChildren(...this.#valueParts(known));
    const inapplicable = score === undefined && cost?.pairs === 0;
    this.element.classList.toggle('inapplicable', inapplicable || score?.value === null);
    this.#lines.replaceChildren(
      ...(score === undefined ? [] : scoreLines(score)),
      ...(inapplicable ? this.#obstacle(cost) : []),
      ...(estimator === null ? [] : [line('estimator', estimator)]),
      line('invariance', invarianceWords(measure)),
      ...(score === undefined && !inapplicable ? this.#actions(known) : []),
    );
    // The button that was pressed has made place for another.
    if (focused && !this.#lines.contains(document.activeElement))
      (this.#lines.querySelector<HTMLElement>('vscode-button') ?? this.#name).focus();
  }

  /** Looks again when a measure that was thought to be quick still has no score after a while. */
  #watch(known: RowKnowledge): void {
    if (!known.computing || known.score !== undefined) {
      window.clearTimeout(this.#timer);
      [this.#timer, this.#late] = [0, false];
    } else if (this.#timer === 0) {
      this.#timer = window.setTimeout(() => {
        this.#late = true;
        if (this.#last !== undefined) this.show(this.#last);
      }, patience);
    }
    this.#last = known;
  }

  #valueParts({ score, cost, computing, stopped }: RowKnowledge): readonly (Node | string)[] {
    if (score === undefined) {
      if (computing) return [progressRing(), element('span', { class: 'spoken' }, 'is being computed')];
      if (cost?.lacks === 'labels') return ['needs labels'];
      if (cost?.pairs === 0) return ['does not apply'];
      return stopped ? ['Stopped'] : [];
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

  /** Why there can be no value: first what helps, where something does. */
  #obstacle(cost: MeasureCost): readonly HTMLElement[] {
    const { title } = this;
    const reason = line('reason', `${title} ${cost.reason ?? 'does not apply'}.`);
    if (cost.lacks !== 'labels') return [reason];
    const choose = button(
      'Choose Labels File…',
      { describe: `Choose Labels File… for ${title}` },
      this.events.chooseLabels,
    );
    return [element('span', { class: 'pair-offer' }, choose), reason];
  }

  /** A measure that takes long is computed when the reader says so, and stopped. */
  #actions({ cost, computing }: RowKnowledge): readonly HTMLElement[] {
    const { title } = this;
    const { id } = this.measure;
    const seconds = cost?.seconds ?? 0;
    // Quick ones come by the dozen: a button in each for a blink would only be unrest.
    if (cost === undefined || (computing && seconds < 1 && !this.#late)) return [];
    const time = `about ${durationWords(seconds)}`;
    const act = computing
      ? button('Stop', { describe: `Stop computing ${title}` }, () => {
          this.events.stop(id);
        })
      : button('Compute', { describe: `Compute ${title}, ${time}` }, () => {
          this.events.compute(id);
        });
    const words = element('span', { class: 'muted' }, `Takes ${time}`);
    return [element('span', { class: 'pair-offer' }, act, words)];
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
