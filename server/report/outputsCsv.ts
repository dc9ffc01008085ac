import { csvNumber, csvText } from './cells';
import { aboutOutputs, classCell, instanceColumns, type OutputsWriter } from './outputs';
import { parametersText } from './text';

type Value = number | string | null;

/**
 * Tables one below the other with an empty line between, the titles of each in its first line: what was compared, the
 * scores, their details, outcomes, which answers meet which, values of single classes, and every instance.
 */
export const outputsCsv: OutputsWriter = function* (outputs) {
  const { report, scores, vectors } = outputs;
  yield* table(['about', 'is'], aboutOutputs(outputs));
  yield '\r\n';
  yield* table(
    ['measure', 'parameters', 'value', 'status', 'reason', 'n', 'seed', 'chance', 'standardError', 'notes'],
    scores.map(({ measure, parameters, value, status, reason, n, seed, chance, standardError, notes }) => [
      ...[measure, parametersText(parameters), value, status, reason ?? '', n],
      ...[seed ?? null, chance ?? null, standardError ?? null, notes.join(' ')],
    ]),
  );
  yield '\r\n';
  yield* table(
    ['measure', 'detail', 'value'],
    scores.flatMap(({ measure, details = [] }) => details.map(({ name, value }) => [measure, name, value])),
  );
  yield '\r\n';
  yield* table(
    ['outcome', 'instances'],
    report.outcomes.map(({ outcome, count }) => [outcome, count]),
  );
  yield '\r\n';
  const { x, y, instances } = vectors.answers;
  yield line(['answerX', 'answerY', 'instances']);
  for (const [k, count] of instances.entries())
    yield line([classCell(report, x[k] ?? NaN), classCell(report, y[k] ?? NaN), count]);
  const ofClasses = scores.filter(({ perClass }) => perClass !== undefined);
  for (const { measure, perClass = [] } of ofClasses) {
    yield '\r\n';
    yield line(['measure', 'class', 'detail', 'value']);
    for (const { class: number, name, values } of perClass)
      for (const each of values)
        yield line([measure, name ?? classCell(report, number), each.name, each.value]);
  }
  yield '\r\n';
  const columns = instanceColumns(outputs);
  yield line(columns.map(([title]) => title));
  for (let i = 0; i < report.rows; i++) yield line(columns.map(([, at]) => at(i)));
};

function* table(titles: readonly string[], lines: readonly (readonly Value[])[]): Generator<string> {
  yield line(titles);
  for (const one of lines) yield line(one);
}

function line(cells: readonly Value[]): string {
  return `${cells.map((cell) => (typeof cell === 'string' ? csvText(cell) : csvNumber(cell))).join(',')}\r\n`;
}
