import {
  type Answer,
  type InputPicture,
  type Instance,
  type InstanceChoice,
  type InstancePage,
  type OutputsReport,
  shareCell,
} from '../../server/protocol';
import { button, progressRing } from '../components';
import { element, setText } from '../element';
import { exactCount, plural, significant } from '../numbers';
import { InputCanvases } from './inputCanvases';
import { choiceWords, className, outcomeWords } from './words';

export interface InstanceEvents {
  /** More instances, from the given one on. */
  readonly more: (choice: InstanceChoice, first: number) => void;
  readonly pictures: (rows: readonly number[]) => void;
}

type Names = readonly [x: string, y: string];

/** Instances with what both models answer, the least similar first, and their inputs where these are pictures. */
export class InstanceList {
  readonly element = element('section', { class: 'instances' });
  readonly #title = element('h2', { tabindex: -1 });
  readonly #count = element('span', { class: 'muted', role: 'status' });
  readonly #all: HTMLElement;
  readonly #more: HTMLElement;
  readonly #wait = progressRing();
  readonly #list = element('ul', { class: 'instance-list' });
  readonly #inputs = new InputCanvases();
  #report: OutputsReport | null = null;
  #names: Names = ['', ''];
  #choice: InstanceChoice = {};
  #shown = 0;

  constructor(private readonly events: InstanceEvents) {
    this.#all = button('Show All', { describe: 'Show all instances' }, () => {
      this.choose({});
    });
    this.#more = button('Show More', { describe: 'Show more instances' }, () => {
      this.#ask(this.#shown);
    });
    const head = element('div', { class: 'instance-head' }, this.#title, this.#count, this.#wait, this.#all);
    this.element.append(head, this.#list, this.#more);
  }

  /** Another report: the instances that came with it. */
  show(report: OutputsReport, names: Names): void {
    if (report.inputs?.path !== this.#report?.inputs?.path) this.#inputs.forget();
    this.#report = report;
    this.#names = names;
    this.#begin({});
    this.add({}, report.leastSimilar);
  }

  /** Lists the instances behind a number. */
  choose(choice: InstanceChoice): void {
    this.#begin(choice);
    this.#title.focus();
    this.#title.scrollIntoView({ block: 'nearest' });
    this.#ask(0);
  }

  /** Some instances have come; those of another choice are not wanted any more. */
  add(choice: InstanceChoice, page: InstancePage): void {
    const report = this.#report;
    if (report === null || !sameChoice(choice, this.#choice) || page.first !== this.#shown) return;
    const { total, instances } = page;
    this.#list.append(...instances.map((instance) => this.#card(instance, report)));
    this.#shown += instances.length;
    setText(this.#count, `${exactCount(this.#shown)} of ${plural(total, 'instance')}`);
    this.#wait.hidden = true;
    this.#more.hidden = this.#shown >= total;
    const rows = this.#inputs.unknown(instances.map(({ row }) => row));
    if (report.inputs !== undefined && rows.length > 0) this.events.pictures(rows);
  }

  fail(choice: InstanceChoice, message: string): void {
    if (!sameChoice(choice, this.#choice)) return;
    this.#wait.hidden = true;
    setText(this.#count, message);
  }

  draw(pictures: readonly InputPicture[]): void {
    this.#inputs.draw(pictures);
  }

  #begin(choice: InstanceChoice): void {
    this.#choice = choice;
    this.#shown = 0;
    this.#inputs.clear();
    this.#list.replaceChildren();
    setText(this.#title, choiceWords(choice, this.#names, this.#report?.classNames));
    setText(this.#count, '');
    this.#all.hidden = Object.keys(choice).length === 0;
    this.#more.hidden = true;
  }

  #ask(first: number): void {
    this.#wait.hidden = false;
    this.#more.hidden = true;
    this.events.more(this.#choice, first);
  }

  #card(instance: Instance, { classNames, inputs, distributions }: OutputsReport): HTMLElement {
    const { row, rowY, position, id, label, x, y, outcome, distance } = instance;
    const name = id ?? `row ${exactCount(row)}${rowY === row ? '' : ` / ${exactCount(rowY)}`}`;
    const place = position === undefined ? '' : `, position ${exactCount(position)}`;
    const answer = (of: string, { class: number, probability }: Answer): HTMLElement => {
      const words = className(number, classNames);
      const right = label === undefined ? '' : number === label ? ' right' : ' wrong';
      return element(
        'div',
        { class: `instance-answer${right}` },
        element('span', { class: 'nowrap muted', title: of }, of),
        element('span', { class: 'nowrap instance-class', title: words }, words),
        element('span', { class: 'number' }, probability === undefined ? '' : shareCell(probability)),
        right === '' ? null : element('span', { class: 'spoken' }, right),
      );
    };
    const truth =
      label === undefined
        ? null
        : element('span', { class: 'nowrap' }, `label ${className(label, classNames)}`);
    return element(
      'li',
      { class: 'instance', title: outcomeWords(outcome, this.#names) },
      inputs === undefined ? null : this.#inputs.of(row, name),
      element(
        'div',
        { class: 'instance-words' },
        element(
          'div',
          { class: 'instance-name' },
          element('span', { class: 'nowrap', title: `${name}${place}` }, `${name}${place}`),
          truth,
        ),
        answer(this.#names[0], x),
        answer(this.#names[1], y),
        distributions.length === 0
          ? null
          : element('div', { class: 'muted instance-distance' }, `divergence ${significant(distance, 3)}`),
      ),
    );
  }
}

function sameChoice(a: InstanceChoice, b: InstanceChoice): boolean {
  return a.outcome === b.outcome && a.classX === b.classX && a.classY === b.classY;
}
