import type { Channel, Memory } from '../channel';
import { MeasureCards } from '../comparison/measureCard';
import { pictureData } from '../comparison/pictures';
import { ReadingLine } from '../comparison/readingLine';
import { element, icon, setText } from '../element';
import { distributionPlots } from '../functional/distributions';
import type { FromGroupPage, GroupKnowledge, GroupMemory, ToGroupPage } from '../messages';
import { notice } from '../notice';
import { onThemeChange } from '../theme';
import { AmbiguousList } from './ambiguousList';
import { ModelTable } from './modelTable';
import { PairsPart } from './pairsPart';
import { SetScores } from './setScores';
import { GroupToolbar } from './toolbar';
import { summaryWords } from './words';

/** Messages that say all by their type. */
type Bare = 'run' | 'cancel' | 'chooseTensor' | 'chooseMeasure' | 'chooseLabels' | 'chooseReading';

/** The page of a set of models. */
export class GroupPage {
  readonly #toolbar: GroupToolbar;
  readonly #scores: SetScores;
  readonly #reading: ReadingLine;
  readonly #pairs: PairsPart;
  readonly #models = new ModelTable();
  readonly #instances: AmbiguousList;
  readonly #summary = element('p', { class: 'outputs-summary' });
  readonly #notes = element('ul', { class: 'group-notes' });
  readonly #failure = element('div', { class: 'failure', role: 'alert', hidden: true });
  readonly #plots = element('section', { class: 'outputs-part', hidden: true });
  readonly #place = element('div', { class: 'group-place' });
  readonly #content: HTMLElement;
  readonly #news = element('div', { class: 'spoken', 'aria-live': 'polite' });
  readonly #cellNews = element('div', { class: 'spoken', 'aria-live': 'assertive' });
  #drawn = '';

  constructor(root: HTMLElement, channel: Channel<ToGroupPage, FromGroupPage> & Memory<GroupMemory>) {
    const { send } = channel;
    const just = (type: Bare) => () => {
      send({ type });
    };
    this.#reading = new ReadingLine(just('chooseReading'));
    const cards = new MeasureCards((measure) => {
      send({ type: 'about', measure });
    });
    this.#toolbar = new GroupToolbar({
      chooseTensor: just('chooseTensor'),
      chooseLabels: just('chooseLabels'),
      choose: (change) => {
        send({ type: 'chooseOutputs', ...change });
      },
      run: just('run'),
      cancel: just('cancel'),
      export: (format) => {
        send({ type: 'export', format });
      },
    });
    this.#scores = new SetScores(cards);
    this.#pairs = new PairsPart({
      chooseMeasure: just('chooseMeasure'),
      openPair: (x, y) => {
        send({ type: 'openPair', x, y });
      },
      say: (text) => {
        setText(this.#cellNews, text);
      },
    });
    this.#instances = new AmbiguousList({
      more: (by, first) => {
        send({ type: 'instances', by, first });
      },
      pictures: (rows) => {
        send({ type: 'pictures', rows });
      },
    });
    this.#content = element(
      'div',
      { class: 'outputs', role: 'region', 'aria-label': 'The set of models', tabindex: 0 },
      ...[this.#summary, this.#notes, this.#pairs.element, this.#models.element, this.#plots],
      this.#instances.element,
    );
    const main = element('div', { class: 'main-place' }, this.#reading.element, this.#failure, this.#place);
    const layout = element(
      'div',
      { class: 'comparison-page group-page' },
      ...[this.#toolbar.element, main, this.#scores.element],
    );
    root.replaceChildren(layout, cards.element, this.#news, this.#cellNews);
    this.#place.append(notice('waiting', 'Reading the models…'));
    onThemeChange(() => {
      this.#pairs.themeChanged();
    });
    channel.listen((message) => {
      if (message.type === 'progress') this.#toolbar.progress(message.fraction, message.text);
      else if (message.type === 'instances') this.#instances.add(message.page);
      else if (message.type === 'instancesFailed') this.#instances.fail(message.message);
      else if (message.type === 'pictures') this.#instances.draw(message.pictures);
      else if (message.type === 'drawPicture') {
        const { picture } = this.#pairs;
        if (picture === undefined) return;
        send({ type: 'picture', format: message.format, data: pictureData(message.format, picture) });
      } else {
        const { choice, measure } = message;
        channel.remember({ choice, ...(measure !== undefined && { measure }) });
        this.#show(message);
      }
    });
    send({ type: 'ready' });
  }

  #show(known: GroupKnowledge): void {
    const { report, state, message, names, measures } = known;
    this.#place.dataset.state = state;
    this.#toolbar.show(known);
    const kind = report?.found === true ? report.of : 'activations';
    this.#reading.show(report === undefined && state !== 'failed' ? null : { ...known.choice, kind });
    if (state === 'done') setText(this.#news, 'Finished');
    if (report?.found !== true) {
      this.#drawn = '';
      this.#failure.hidden = true;
      this.#scores.element.hidden = true;
      this.#place.replaceChildren(nothing(known));
      return;
    }
    this.#scores.element.hidden = false;
    this.#failure.hidden = state !== 'failed';
    setText(this.#failure, state === 'failed' ? (message ?? 'The comparison failed.') : '');
    if (!this.#content.isConnected) this.#place.replaceChildren(this.#content);
    this.#scores.show(measures, report.scores);
    this.#pairs.show(known);
    const key = JSON.stringify([report, names]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    setText(this.#summary, summaryWords(report));
    const { outputs, notes } = report;
    const all = [...notes, ...(outputs?.labelsProblem === undefined ? [] : [outputs.labelsProblem])];
    this.#notes.replaceChildren(
      ...all.map((note) => element('li', { class: 'note' }, icon('warning'), element('span', {}, note))),
    );
    this.#models.show(known);
    this.#plots.hidden = outputs === undefined;
    this.#instances.element.hidden = outputs === undefined;
    if (outputs === undefined) return;
    this.#plots.replaceChildren(
      element('h2', {}, 'Instance by instance'),
      distributionPlots(outputs.distributions),
    );
    this.#instances.show(outputs, names);
  }
}

function nothing({ state, message, report }: GroupKnowledge): HTMLElement {
  if (state === 'failed')
    return report === undefined
      ? notice('failed', message ?? 'The comparison failed.')
      : notice('empty', message ?? 'Nothing of these models can be compared.');
  if (state === 'cancelled')
    return notice('empty', 'Cancelled before anything was known. Run Again starts the comparison anew.');
  return notice('waiting', 'Reading the models…');
}
