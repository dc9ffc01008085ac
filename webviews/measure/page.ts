import type { MeasurePage } from '../../server/protocol';
import type { Channel, Memory } from '../channel';
import { button } from '../components';
import { element } from '../element';
import { formula } from '../formula';
import { directionWords, identityWords, needsWords, rangeWords } from '../measureFacts';
import type { FromMeasurePage, MeasureMemory, ToMeasurePage } from '../messages';
import { notice } from '../notice';
import { evidenceTable, invarianceTable, parameterTable } from './tables';

/** Layers are compared in a grid; class scores, gradients and answers to attacks have their own place. */
const ofLayers: ReadonlySet<string> = new Set(['representations', 'weights']);

/** The page of one measure: definition, what it does not see, parameters, caveats, evidence. */
export function showMeasurePage(
  root: HTMLElement,
  channel: Channel<ToMeasurePage, FromMeasurePage> & Memory<MeasureMemory>,
): void {
  root.replaceChildren(notice('waiting', 'Asking the server about the measure…'));
  channel.listen((message) => {
    if (message.type === 'failed') {
      root.replaceChildren(notice('failed', message.message));
      return;
    }
    const { measure } = message.page;
    channel.remember({ measure: measure.id });
    const use = message.usable === null ? 'Use from Now On' : `Use in ${message.usable}`;
    const actions = element(
      'div',
      { class: 'measure-actions' },
      ...(ofLayers.has(measure.compares)
        ? [
            button(use, { primary: true }, () => {
              channel.send({ type: 'use', measure: { id: measure.id, parameters: {} } });
            }),
          ]
        : []),
      button('Which Measure Should I Use?', { icon: 'compass' }, () => {
        channel.send({ type: 'guide' });
      }),
    );
    root.replaceChildren(
      element('div', { class: 'measure-scroller', tabindex: 0 }, article(message.page, actions)),
    );
  });
}

function article(page: MeasurePage, actions: HTMLElement): HTMLElement {
  const { measure } = page;
  return element(
    'article',
    { class: 'measure-page' },
    element(
      'header',
      {},
      element('h1', {}, measure.title),
      element('p', { class: 'muted' }, `${measure.familyTitle} · ${measure.id}`),
      element('p', { class: 'lead' }, measure.summary),
      actions,
    ),
    section(
      'Definition',
      element('h3', {}, measure.title),
      formula(measure.tex, measure.formula),
      element('p', { class: 'muted plain' }, measure.formula),
      ...(page.notation === null ? [] : [element('p', { class: 'muted' }, page.notation)]),
    ),
    section('In short', facts(page)),
    section('What it does not see', invarianceTable(page)),
    section('Parameters', parameterTable(measure)),
    ...(measure.caveats.length === 0 ? [] : [section('Beware', list(measure.caveats))]),
    section('Evidence', ...evidence(page)),
    section('Source', source(page)),
  );
}

function section(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  return element('section', {}, element('h2', {}, title), ...content);
}

function list(items: readonly string[]): HTMLElement {
  return element('ul', { class: 'bullets' }, ...items.map((item) => element('li', {}, item)));
}

function facts({ measure }: MeasurePage): HTMLElement {
  const rows: readonly (readonly [string, string])[] = [
    ['Compares', measure.compares],
    ['Direction', directionWords(measure)],
    ['Range', rangeWords(measure.range)],
    ['Identity', identityWords(measure)],
    ['Swapped inputs', measure.symmetric ? 'same value' : 'another value'],
    ['Metric', measure.metric ? 'yes: it obeys the triangle inequality' : 'no'],
    ['Needs', needsWords(measure)],
  ];
  return element(
    'dl',
    { class: 'measure-facts' },
    ...rows.map(([name, value]) =>
      element(
        'div',
        { class: name === 'Needs' ? 'wide' : '' },
        element('dt', { class: 'muted' }, name),
        element('dd', {}, value),
      ),
    ),
  );
}

function evidence(page: MeasurePage): readonly HTMLElement[] {
  const { findings, readingRules } = page;
  if (page.evidence.length === 0 && findings.length === 0) {
    return [element('p', {}, "None of the tests in the survey's table includes it.")];
  }
  const rules = element('details', {}, element('summary', {}, 'How to read ranks'), list(readingRules));
  return [
    ...(page.evidence.length === 0 ? [] : [evidenceTable(page), rules]),
    ...(findings.length === 0 ? [] : [list(findings.map(({ text, source: from }) => `${text} (${from})`))]),
  ];
}

function source({ measure: { reference } }: MeasurePage): HTMLElement {
  return element(
    'p',
    {},
    reference.url === undefined ? reference.text : element('a', { href: reference.url }, reference.text),
  );
}
