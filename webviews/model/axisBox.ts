import type { AxisStatistics, TensorEntry } from '../../server/protocol';
import { axisChart } from '../charts/axisChart';
import { button } from '../components';
import { element, setText } from '../element';
import { exactCount, plural } from '../numbers';

/** What the entries of an axis are like; computed when asked for, because it reads the whole tensor. */
export class AxisBox {
  readonly element = element('section', {
    class: 'axis-statistics',
    'aria-label': 'Statistics along an axis',
  });
  readonly #choices = element('div', { class: 'value-bar', role: 'group', 'aria-label': 'Axis' });
  readonly #words = element('p', { class: 'muted', role: 'status' });
  readonly #chart = element('div', {});

  constructor(private readonly ask: (axis: number) => void) {
    this.element.append(element('h3', {}, 'Along an axis'), this.#choices, this.#words, this.#chart);
  }

  begin({ shape, text }: TensorEntry): void {
    this.element.hidden = shape.length === 0 || shape.includes(0) || text === true;
    this.#chart.replaceChildren();
    setText(this.#words, 'Mean and deviation of each entry of the axis you choose.');
    this.#choices.replaceChildren(
      ...shape.map((length, axis) =>
        button(`${axis} (${exactCount(length)})`, { describe: `Statistics along axis ${axis}` }, () => {
          setText(this.#words, 'Reading the tensor…');
          this.#press(axis);
          this.ask(axis);
        }),
      ),
    );
    this.#press(-1);
  }

  /** Marks the axis that is shown. */
  #press(axis: number): void {
    for (const [i, choice] of Array.from(this.#choices.children).entries()) {
      choice.classList.toggle('pressed', i === axis);
      choice.setAttribute('aria-pressed', String(i === axis));
    }
  }

  show(statistics: AxisStatistics): void {
    const { axis, length, step } = statistics;
    const chart = axisChart(statistics);
    const grouped = step === 1 ? '' : `, ${step} together`;
    const words = `Axis ${axis}, ${plural(length, 'entry', 'entries')}${grouped}: mean, and a deviation to either side`;
    setText(this.#words, chart === null ? 'No finite values.' : words);
    this.#chart.replaceChildren(...(chart === null ? [] : [chart]));
  }

  fail(message: string): void {
    setText(this.#words, message);
  }
}
