import type { ModelSummary, TensorEntry } from '../../server/protocol';
import type { Channel, Memory } from '../channel';
import { button } from '../components';
import { element, setText } from '../element';
import type { FromModelPage, ToModelPage } from '../messages';
import { notice } from '../notice';
import { AxisBox } from './axisBox';
import { groupDetails, tensorDetails } from './details';
import { modelHeader } from './header';
import { partnerNews, Partners } from './partners';
import { TensorList, type ListState } from './tensorList';
import type { TreeNode } from './tensorTree';
import { ValuesBox } from './valuesBox';

/** Tensors asked for at once. */
const pageLength = 2000;

type ModelMessage = Extract<ToModelPage, { type: 'model' }>;

/** Lists of so many tensors are as high as these, and the selected one has the room below. */
const mostFew = 3;

/** The page of one model file: header, partners, tensors, details. */
export class ModelPage {
  readonly #list: TensorList;
  readonly #partners: Partners;
  readonly #header = element('div', { class: 'header-place' });
  readonly #details = element('section', { class: 'details', 'aria-label': 'Selected tensor', tabindex: 0 });
  readonly #news = element('div', { class: 'spoken', 'aria-live': 'polite' });
  readonly #layout: HTMLElement;
  readonly #values: ValuesBox;
  readonly #axis: AxisBox;
  /** The tensor whose values are shown. */
  #valuesOf: number | null = null;
  #summary: ModelSummary | null = null;
  #selected: TreeNode | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly channel: Channel<ToModelPage, FromModelPage> & Memory<ListState>,
  ) {
    const { send } = channel;
    this.#values = new ValuesBox((window) => {
      if (this.#valuesOf !== null) send({ type: 'slice', index: this.#valuesOf, ...window });
    });
    this.#axis = new AxisBox((axis) => {
      if (this.#valuesOf !== null) send({ type: 'axisStatistics', index: this.#valuesOf, axis });
    });
    this.#list = new TensorList(
      channel.recall(),
      (node) => {
        this.#selected = node;
        this.#drawDetails();
      },
      channel.remember,
    );
    this.#partners = new Partners({
      openComparison: (partner) => {
        send({ type: 'openComparison', partner });
      },
      openFile: (path) => {
        send({ type: 'openFile', path });
      },
    });
    const actions = element(
      'div',
      { class: 'partner-actions' },
      button('Compare With…', { icon: 'diff', primary: true }, () => {
        send({ type: 'compareWith' });
      }),
      button('Set as Baseline', { icon: 'pinned' }, () => {
        send({ type: 'setBaseline' });
      }),
    );
    const similarity = element(
      'section',
      { class: 'similarity', 'aria-label': 'Similar models' },
      element('div', { class: 'similarity-bar' }, element('h2', {}, 'Similarity'), actions),
      this.#partners.element,
    );
    this.#layout = element(
      'div',
      { class: 'model-page' },
      this.#header,
      element('div', { class: 'side' }, similarity, this.#details),
      this.#list.element,
    );
    this.root.replaceChildren(notice('waiting', 'Reading the file’s header…'), this.#news);
    this.#drawDetails();
    channel.listen((message) => {
      this.#receive(message);
    });
    send({ type: 'ready' });
  }

  #receive(message: ToModelPage): void {
    switch (message.type) {
      case 'model':
        this.#showModel(message);
        break;
      case 'tensors':
        this.#addTensors(message);
        break;
      case 'statistics':
        for (const one of message.statistics) this.#list.statistics.set(one.index, one);
        this.#statisticsArrived(message.statistics.map((one) => one.index));
        break;
      case 'slice':
        if (message.slice.index === this.#valuesOf) this.#values.show(message.slice);
        break;
      case 'sliceFailed':
        if (message.index === this.#valuesOf) this.#values.fail(message.message);
        break;
      case 'axisStatistics':
        if (message.statistics.index === this.#valuesOf) this.#axis.show(message.statistics);
        break;
      case 'axisFailed':
        if (message.index === this.#valuesOf) this.#axis.fail(message.message);
        break;
      case 'partnership':
        this.#partners.update(message.partnership, message.partnerName);
        setText(this.#news, partnerNews(message.partnership, message.partnerName));
        break;
      case 'failed':
        this.root.replaceChildren(this.#failure(message), this.#news);
    }
  }

  #failure({ name, message, canDescribe }: Extract<ToModelPage, { type: 'failed' }>): HTMLElement {
    const place = notice('failed', message);
    place.prepend(element('h1', { class: 'spoken' }, name));
    if (canDescribe === true)
      place.append(
        button('Describe the Numbers…', { icon: 'symbol-array', primary: true }, () => {
          this.channel.send({ type: 'describe' });
        }),
      );
    return place;
  }

  #showModel({ name, summary, baseline }: ModelMessage): void {
    const openText = (): void => {
      this.channel.send({ type: 'openHeader' });
    };
    this.#header.replaceChildren(modelHeader(name, summary, baseline, openText));
    this.root.replaceChildren(this.#layout, this.#news);
    // The file may have changed: its values are read anew.
    this.#valuesOf = null;
    const before = this.#summary;
    const same =
      before !== null && JSON.stringify(summary) === JSON.stringify({ ...before, stamp: summary.stamp });
    this.#summary = summary;
    if (same && this.#list.tensors.length === summary.tensorCount) {
      // Only the baseline or the values have changed: of other values the old statistics say nothing.
      if (before.stamp !== summary.stamp) this.#list.forgetStatistics();
      this.channel.send({ type: 'wantStatistics' });
      this.#drawDetails();
      return;
    }
    this.#layout.classList.toggle('few', summary.tensorCount > 0 && summary.tensorCount <= mostFew);
    this.#list.reset(summary.tensorCount);
    this.#drawDetails();
    if (summary.tensorCount > 0) this.channel.send({ type: 'tensors', first: 0, count: pageLength });
  }

  #addTensors({ first, tensors }: Extract<ToModelPage, { type: 'tensors' }>): void {
    const known = this.#list.tensors;
    if (first !== known.length || tensors.length === 0) return;
    const { ids, tensorCount: total = 0 } = this.#summary ?? {};
    // The column that names the rows is text as well, and read apart.
    const isText = ({ dtype, name }: TensorEntry): boolean => dtype === 'text' && name === ids?.column;
    known.push(...tensors.map((one) => (isText(one) ? { ...one, text: true as const } : one)));
    this.#list.grown(total);
    if (known.length < total) {
      this.channel.send({ type: 'tensors', first: known.length, count: pageLength });
      return;
    }
    // Not before: the names are what a person waits for, and statistics would take the time they need.
    this.channel.send({ type: 'wantStatistics' });
    if (total === 1) this.#list.selectFirst();
    else this.#drawDetails();
  }

  #statisticsArrived(indices: readonly number[]): void {
    this.#list.updateStatistics();
    const node = this.#selected;
    if (node?.kind === 'tensor' && indices.includes(node.index)) this.#drawDetails();
    if (this.#list.statistics.size === this.#summary?.tensorCount) {
      setText(this.#news, 'The statistics of all tensors are computed.');
    }
  }

  #drawDetails(): void {
    const node = this.#selected;
    const tensor = node?.kind === 'tensor' ? this.#list.tensors[node.index] : undefined;
    const nothing = this.#summary?.tensorCount === 0;
    const hint = element(
      'p',
      { class: 'muted details-body' },
      nothing ? 'There is no tensor to show.' : 'Select a tensor to see its values at a glance.',
    );
    if (node?.kind === 'group') this.#details.replaceChildren(groupDetails(node));
    else if (tensor === undefined || node === null) this.#details.replaceChildren(hint);
    else this.#drawTensor(node.index, tensor);
  }

  #drawTensor(index: number, tensor: TensorEntry): void {
    const about = tensorDetails(tensor, this.#list.statistics.get(index));
    const readable = tensor.unreadable === undefined || tensor.text === true;
    const [, ...shown] = Array.from(this.#details.children);
    // The boxes stay in the document while statistics arrive: a control that is in use keeps the focus.
    if (readable && shown.includes(this.#values.element)) this.#details.firstElementChild?.replaceWith(about);
    else
      this.#details.replaceChildren(about, ...(readable ? [this.#values.element, this.#axis.element] : []));
    if (this.#valuesOf === index || !readable) return;
    this.#valuesOf = index;
    this.#values.begin(tensor);
    this.#axis.begin(tensor);
  }
}
