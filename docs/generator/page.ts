import { findingsOn } from '../../server/measures/advice/findings';
import { isDoubtful, ranksOf } from '../../server/measures/advice/ranks';
import { scenarios } from '../../server/measures/advice/scenarios';
import { variantsOf } from '../../server/measures/advice/variants';
import { defaultsOf } from '../../server/measures/complete';
import { isSymmetric, type Measure, type Parameter } from '../../server/measures/measure';
import { changes, familyTitle, notation } from '../../server/measures/words';
import type { ParameterValues } from '../../server/protocol';

/** Text in a table cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

const setting = (parameters: ParameterValues): string =>
  Object.entries(parameters)
    .map(([name, value]) => `\`${name}: ${typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}\``)
    .join(', ');

/** A number as a page shows it: four decimals at most, and constants by their names. */
function numberWords(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  for (const [name, constant] of [
    ['π', Math.PI],
    ['π/2', Math.PI / 2],
    ['log 2', Math.LN2],
    ['√2', Math.SQRT2],
  ] as const) {
    if (Math.abs(value - constant) < 1e-12) return name;
  }
  return String(Number(value.toFixed(4)));
}

function rangeWords(measure: Measure, parameters: ParameterValues): string {
  const [low, high] = measure.range(parameters);
  return `${low === -Infinity ? '(' : '['}${numberWords(low)}, ${numberWords(high)}${high === Infinity ? ')' : ']'}`;
}

/** The value at identity, which may grow with the number of columns. */
function identityWords(measure: Measure, parameters: ParameterValues): string {
  const [one, two] = [measure.identity(parameters, 1), measure.identity(parameters, 2)];
  if (one === null) return '∞';
  if (Number.isNaN(one)) return 'depends on the data';
  return two === one ? numberWords(one) : `depends on the number of columns (${numberWords(one)} for one)`;
}

function facts(measure: Measure): string {
  const defaults = defaultsOf(measure);
  const { needs } = measure;
  const wanted = [
    `${needs.rows} row${needs.rows === 1 ? '' : 's'} or more`,
    needs.equalWidths ? 'as many columns on both sides' : 'any widths',
    needs.matchedRows ? 'the same instances in the same order' : 'instances in any order',
    ...(needs.labels ? ['a label for each instance'] : []),
  ];
  return table(
    ['', ''],
    [
      ['Id', `\`${measure.id}\``],
      ['Family', familyTitle(measure.family)],
      ['Compares', measure.compares],
      [
        'Direction',
        measure.direction === 'similarity' ? 'larger is more similar' : 'smaller is more similar',
      ],
      ['Range', rangeWords(measure, defaults)],
      ['Identical inputs', identityWords(measure, defaults)],
      ['Order of the inputs', isSymmetric(measure, defaults) ? 'does not matter' : 'matters'],
      ['Metric', measure.metric(defaults) ? 'yes, it obeys the triangle inequality' : 'no'],
      ['Needs', wanted.join(', ')],
      ...(measure.group === undefined
        ? []
        : [['Sets of models', `${measure.group.models} or more: ${measure.group.summary}`]]),
    ],
  );
}

/** What it does not see; a column for every setting in which that differs. */
function invarianceTable(measure: Measure): string {
  const standard = measure.invariances(defaultsOf(measure));
  const differing = variantsOf(measure)
    .map(({ changed, parameters }) => ({ title: setting(changed), seen: measure.invariances(parameters) }))
    .filter(({ seen }) => changes.some(([id]) => seen[id] !== standard[id]));
  const columns = [{ title: differing.length === 0 ? 'Value' : 'By default', seen: standard }, ...differing];
  return table(
    ['Change to one input', ...columns.map(({ title }) => title)],
    changes.map(([id, title]) => [title, ...columns.map(({ seen }) => (seen[id] ? 'unchanged' : 'changes'))]),
  );
}

function allowed(parameter: Parameter): string {
  if (parameter.kind === 'flag') return 'yes, no';
  if (parameter.kind === 'choice') return parameter.choices.map((choice) => `\`${choice}\``).join(', ');
  const { min, max, integer } = parameter;
  const kind = integer === true ? 'whole number' : 'number';
  // From here on a largest value is no limit anybody meets.
  if (max >= 1e9) return Number.isFinite(min) ? `${kind}, ${min} or more` : kind;
  return `${kind} from ${min} to ${max}`;
}

function parameterTable(measure: Measure): string {
  if (measure.parameters.length === 0) return 'None.';
  const rows = measure.parameters.map((parameter) => {
    const only =
      parameter.only === undefined
        ? ''
        : ` Only with ${setting({ [parameter.only.parameter]: parameter.only.value })}.`;
    const value = parameter.default;
    const usual = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
    return [`\`${parameter.name}\``, `\`${usual}\``, allowed(parameter), `${parameter.summary}${only}`];
  });
  return table(['Parameter', 'Default', 'May be', 'What it does'], rows);
}

/** A row for each test, a column for each form of the measure that was tested. */
function rankTable({ id }: Measure): string {
  const ranks = ranksOf(id);
  const forms = [...new Set(ranks.map(({ variant }) => variant))];
  const tests = scenarios.filter((scenario) => ranks.some((rank) => rank.scenario === scenario));
  const rows = tests.map((scenario) => {
    const places = forms.map((form) => {
      const found = ranks.find((rank) => rank.scenario === scenario && rank.variant === form);
      if (found === undefined) return '';
      return `${found.rank} of ${found.of}${isDoubtful(found) ? ' (doubtful)' : ''}`;
    });
    return [scenario.title, scenario.source, ...places];
  });
  return table(['A good measure ...', 'Test', ...forms.map((form) => form ?? 'Rank')], rows);
}

function evidence(measure: Measure): string {
  const found = findingsOn(measure.id).map(({ text, source }) => `${text} (${source})`);
  const isRanked = ranksOf(measure.id).length > 0;
  if (!isRanked && found.length === 0) return 'None of the tests the survey lists includes it.';
  const parts = [
    ...(isRanked ? [rankTable(measure), '[How to read ranks](README.md#how-to-read-ranks).'] : []),
    ...(found.length === 0 ? [] : [list(found)]),
  ];
  return parts.join('\n\n');
}

/** The documentation page of a measure, as Markdown. */
export function measurePage(measure: Measure): string {
  const { title, tex, formula, summary, caveats, reference } = measure;
  const source = reference.url === undefined ? reference.text : `[${reference.text}](${reference.url})`;
  const letters = notation(measure) === null ? '' : `\n\n${notation(measure)}`;
  const sections: readonly (readonly [string, string])[] = [
    ['Definition', `$$\n${tex}\n$$\n\nIn plain text: \`${formula.replaceAll('`', "'")}\`${letters}`],
    ['In short', facts(measure)],
    ['What it does not see', invarianceTable(measure)],
    ['Parameters', parameterTable(measure)],
    ...(caveats.length === 0 ? [] : [['Beware', list(caveats)] as const]),
    ['Evidence', evidence(measure)],
    ['Source', source],
  ];
  const parts = [
    '<!-- Generated by `npm run docs` from the metadata of the measure. -->',
    `# ${title}`,
    summary,
    ...sections.map(([heading, body]) => `## ${heading}\n\n${body}`),
    '[All measures](README.md)',
  ];
  return `${parts.join('\n\n')}\n`;
}
