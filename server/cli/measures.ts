import { allMeasures, findMeasure } from '../measures/catalogue';
import { describeMeasure } from '../measures/describe';
import type { MeasureDescription } from '../protocol';
import { rangeText } from '../report/legend';
import { columnsOf, table } from '../report/table';
import { parametersText } from '../report/text';
import type { Command } from './command';

/** All that is known about one measure. */
function identityText({ identity, identityVaries }: MeasureDescription): string {
  if (identityVaries === true) return 'what identical inputs score hangs on the data';
  return `identical inputs score ${identity ?? 'infinity'}`;
}

function inFull(measure: MeasureDescription): string {
  const { id, title, formula, summary, caveats, reference, parameters, invariances, range } = measure;
  const same = Object.entries(invariances).flatMap(([name, holds]) => (holds ? [name] : []));
  const rows = parameters.map((parameter) => {
    const { name, summary: what, choices, min, max } = parameter;
    const allowed =
      choices?.join(' | ') ??
      (min === undefined && max === undefined ? 'yes | no' : rangeText([min ?? null, max ?? null]));
    return [`  ${parametersText({ [name]: parameter.default })}`, allowed, what];
  });
  return [
    `${title}, ${id}\n  ${formula}\n\n${summary}\n\n`,
    `range ${rangeText(range)}, ${identityText(measure)}, `,
    `${measure.symmetric ? 'symmetric' : 'x to y and y to x differ'}${measure.metric ? ', a metric' : ''}\n`,
    `unchanged by: ${same.length > 0 ? same.join(', ') : 'nothing'}\n`,
    rows.length > 0 ? `parameters:\n${table(columnsOf('left', '', '', ''), rows)}` : '',
    ...caveats.map((caveat) => `- ${caveat}\n`),
    `${reference.text}${reference.url === undefined ? '' : ` ${reference.url}`}\n`,
  ].join('');
}

/** What can be measured: everything in the catalogue, or the measures named. */
export const measures: Command = {
  usage: 'measures [ID...]',
  summary: 'List the measures, or tell all about those named.',
  options: {},
  files: [0, Infinity],
  needsJobs: false,
  run(args) {
    const chosen = args.files.length > 0 ? args.files.map(findMeasure) : allMeasures;
    const described = chosen.map(describeMeasure);
    if (args.flag('json')) return JSON.stringify({ measures: described });
    if (args.files.length > 0) return described.map(inFull).join('\n');
    const rows = described.map(({ id, title, compares, direction, range, parameters }) => [
      id,
      title,
      compares,
      direction,
      rangeText(range),
      parametersText(Object.fromEntries(parameters.map((p) => [p.name, p.default]))),
    ]);
    return table(columnsOf('left', 'id', 'title', 'compares', 'kind', 'range', 'parameters'), rows);
  },
};
