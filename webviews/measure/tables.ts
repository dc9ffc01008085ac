import type { MeasureDescription, MeasurePage, ParameterValue, ParameterValues } from '../../server/protocol';
import { element, icon } from '../element';
import { numberWords } from '../measureFacts';

type Parameter = MeasureDescription['parameters'][number];

function table(titles: readonly string[], rows: readonly (readonly (Node | string)[])[]): HTMLElement {
  const head = element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)));
  const body = rows.map(([first = '', ...rest]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, first),
      ...rest.map((content) => element('td', {}, content)),
    ),
  );
  const made = element(
    'table',
    { class: 'measure-table' },
    element('thead', {}, head),
    element('tbody', {}, ...body),
  );
  return element(
    'div',
    { class: 'table-scroller', tabindex: 0, role: 'region', 'aria-label': titles.join(', ') },
    made,
  );
}

const valueWords = (value: ParameterValue): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

const settingWords = (changed: ParameterValues): string =>
  Object.entries(changed)
    .map(([name, value]) => `${name}: ${valueWords(value)}`)
    .join(', ');

function seen(unchanged: boolean | undefined): HTMLElement {
  return unchanged === true
    ? element('span', { class: 'seen' }, icon('check'), 'unchanged')
    : element('span', { class: 'seen muted' }, 'changes');
}

/** What changes of one input it does not see; a column for every setting in which that differs. */
export function invarianceTable({ measure, variants, changes }: MeasurePage): HTMLElement {
  const columns = [
    { title: variants.length === 0 ? 'The value' : 'By default', invariances: measure.invariances },
    ...variants.map(({ changed, invariances }) => ({ title: settingWords(changed), invariances })),
  ];
  return table(
    ['Change to one input', ...columns.map(({ title }) => title)],
    changes.map(({ id, title }) => [title, ...columns.map(({ invariances }) => seen(invariances[id]))]),
  );
}

function allowed(parameter: Parameter): string {
  const { kind, choices = [], integer } = parameter;
  if (kind === 'flag') return 'yes, no';
  if (kind === 'choice') return choices.join(', ');
  const number = integer === true ? 'whole number' : 'number';
  return numberWords(number, parameter);
}

export function parameterTable({ parameters }: MeasureDescription): HTMLElement {
  if (parameters.length === 0) return element('p', {}, 'None.');
  return table(
    ['Parameter', 'Default', 'May be', 'What it does'],
    parameters.map((parameter) => {
      const { name, summary, only } = parameter;
      const condition =
        only === undefined ? '' : ` Only with ${settingWords({ [only.parameter]: only.value })}.`;
      return [name, valueWords(parameter.default), allowed(parameter), `${summary}${condition}`];
    }),
  );
}

/** A row for each test, a column for each form of the measure that was tested. */
export function evidenceTable({ evidence }: MeasurePage): HTMLElement {
  const forms = Array.from(new Set(evidence.map(({ form }) => form)));
  const tests = Array.from(new Set(evidence.map(({ test, source }) => JSON.stringify([test, source]))));
  return table(
    ['A good measure …', 'Test', ...forms.map((form) => form ?? 'Rank')],
    tests.map((key) => {
      const rows = evidence.filter(({ test, source }) => JSON.stringify([test, source]) === key);
      const places = forms.map((form) => {
        const found = rows.find((row) => row.form === form);
        if (found === undefined) return '';
        return `${found.rank} of ${found.of}${found.doubtful ? ' (doubtful)' : ''}`;
      });
      return [rows[0]?.test ?? '', rows[0]?.source ?? '', ...places];
    }),
  );
}
