import {
  type GroupInstance,
  type GroupInstancePage,
  type GroupOutputs,
  type InputPicture,
  shareCell,
  shareText,
} from '../../server/protocol';
import { button, dropdown, progressRing } from '../components';
import { element, setText } from '../element';
import { InputCanvases } from '../functional/inputCanvases';
import { className } from '../functional/words';
import { exactCount, plural, significant } from '../numbers';
import { votesOf } from './words';

export interface AmbiguousEvents {
  /** More instances, ordered by a measure, from the given one on. */
  readonly more: (by: string, first: number) => void;
  readonly pictures: (rows: readonly number[]) => void;
}

/** Instances with what every model answers, the most ambiguous first, and their inputs where these are pictures. */
export class AmbiguousList {
  readonly element = element('section', { class: 'instances' });
  readonly #order = element('span', { class: 'instance-order' });
  readonly #count = element('span', { class: 'muted', role: 'status' });
  readonly #wait = progressRing();
  readonly #more: HTMLElement;
  readonly #list = element('ul', { class: 'instance-list' });
  readonly #inputs = new InputCanvases();
  #outputs: GroupOutputs | null = null;
  #names: readonly string[] = [];
  #by = '';
  #shown = 0;

  constructor(private readonly events: AmbiguousEvents) {
    this.#more = button('Show More', { describe: 'Show more instances' }, () => {
      this.#ask(this.#shown);
    });
    const title = element('h2', {}, 'Most ambiguous instances first');
    const head = element('div', { class: 'instance-head' }, title, this.#order, this.#count, this.#wait);
    this.element.append(head, this.#list, this.#more);
  }

  /** Another report: the instances that came with it. */
  show(outputs: GroupOutputs, names: readonly string[]): void {
    if (outputs.inputs?.path !== this.#outputs?.inputs?.path) this.#inputs.forget();
    this.#outputs = outputs;
    this.#names = names;
    const { distributions, mostAmbiguous } = outputs;
    this.#begin(mostAmbiguous.by);
    const titles = distributions.map(({ title }) => title);
    const selected = distributions.find(({ measure }) => measure === mostAmbiguous.by)?.title ?? '';
    const picker = dropdown('Order of the instances', titles, selected, (title) => {
      const by = distributions.find((one) => one.title === title)?.measure;
      if (by === undefined || by === this.#by) return;
      this.#begin(by);
      this.#ask(0);
    });
    this.#order.replaceChildren('by', picker);
    this.add(mostAmbiguous);
  }

  /** Some instances have come; those of another order are not wanted any more. */
  add({ by, total, first, instances }: GroupInstancePage): void {
    const outputs = this.#outputs;
    if (outputs === null || by !== this.#by || first !== this.#shown) return;
    this.#list.append(...instances.map((instance) => this.#card(instance, outputs)));
    this.#shown += instances.length;
    setText(this.#count, `${exactCount(this.#shown)} of ${plural(total, 'instance')}`);
    this.#wait.hidden = true;
    this.#more.hidden = this.#shown >= total;
    const rows = this.#inputs.unknown(instances.map(({ rows: [row = 0] }) => row));
    if (outputs.inputs !== undefined && rows.length > 0) this.events.pictures(rows);
  }

  fail(message: string): void {
    this.#wait.hidden = true;
    setText(this.#count, message);
  }

  draw(pictures: readonly InputPicture[]): void {
    this.#inputs.draw(pictures);
  }

  #begin(by: string): void {
    this.#by = by;
    this.#shown = 0;
    this.#inputs.clear();
    this.#list.replaceChildren();
    setText(this.#count, '');
    this.#more.hidden = true;
  }

  #ask(first: number): void {
    this.#wait.hidden = false;
    this.#more.hidden = true;
    this.events.more(this.#by, first);
  }

  #card(instance: GroupInstance, outputs: GroupOutputs): HTMLElement {
    const {
      rows: [row = 0],
      position,
      id,
      label,
      values,
    } = instance;
    const place = position === undefined ? '' : `, position ${exactCount(position)}`;
    const name = `${id ?? `row ${exactCount(row)}`}${place}`;
    const truth = label === undefined ? null : `label ${className(label, outputs.classNames)}`;
    const said = outputs.distributions.map(({ title }, at) => `${title} ${significant(values[at] ?? 0, 3)}`);
    return element(
      'li',
      { class: 'instance' },
      outputs.inputs === undefined ? null : this.#inputs.of(row, name),
      element(
        'div',
        { class: 'instance-words' },
        element(
          'div',
          { class: 'instance-name' },
          element('span', { class: 'nowrap', title: name }, name),
          truth === null ? null : element('span', { class: 'nowrap' }, truth),
        ),
        ...this.#answers(instance, outputs),
        ...said.map((text) => element('div', { class: 'muted instance-distance' }, text)),
      ),
    );
  }

  /** Each class that is answered, with the models that answer it and their mean probability for it. */
  #answers({ answers, label }: GroupInstance, { classNames }: GroupOutputs): readonly HTMLElement[] {
    return votesOf(answers.map(({ class: answer }) => answer)).map(([answer, models]) => {
      const words = className(answer, classNames);
      const who = models.map((at) => this.#names[at] ?? '').join(', ');
      const known = models.flatMap((at) => answers[at]?.probability ?? []);
      const sure =
        known.length === 0 ? '' : shareCell(known.reduce((sum, one) => sum + one, 0) / known.length);
      const right = label === undefined ? '' : answer === label ? ' right' : ' wrong';
      const each = models.map((at) => {
        const probability = answers[at]?.probability;
        return `${this.#names[at] ?? ''}${probability === undefined ? '' : ` ${shareText(probability)}`}`;
      });
      return element(
        'div',
        { class: `instance-answer${right}`, title: each.join(', ') },
        element('span', { class: 'instance-who muted' }, who),
        element('span', { class: 'nowrap instance-class' }, words),
        element('span', { class: 'number' }, sure),
        right === '' ? null : element('span', { class: 'spoken' }, right),
      );
    });
  }
}
