import type { Score } from '../protocol';
import { aboutOutputs, classCell, instanceColumns, type OutputsWriter } from './outputs';
import { scoreRecord } from './record';

/** Numbers that are written as one piece. */
const portion = 1024;

/** One object; the instances as one list for each thing that is said of them, the scores as `nnsim outputs --json` has them. */
export const outputsJson: OutputsWriter = function* (outputs) {
  const { report, scores, vectors } = outputs;
  const about = aboutOutputs(outputs).filter(([name]) => name !== 'note');
  yield `{${about.map(([name, value]) => `${json(name)}:${json(value)}`).join(',')},\n`;
  yield `"notes":${json(report.notes)},\n"disagreement":${json(report.disagreement)},\n"scores":[`;
  for (const [at, score] of scores.entries()) {
    yield at === 0 ? '\n' : ',\n';
    yield* scoreJson(score, report.x.tensor, report.y.tensor);
  }
  yield `\n],\n"outcomes":${json(Object.fromEntries(report.outcomes.map(({ outcome, count }) => [outcome, count])))},\n`;
  const { x, y, instances } = vectors.answers;
  yield '"answers":';
  yield* list(instances.length, (k) => ({
    answerX: classCell(report, x[k] ?? NaN),
    answerY: classCell(report, y[k] ?? NaN),
    instances: instances[k] ?? 0,
  }));
  yield ',\n"instances":{';
  for (const [at, [title, valueAt]] of instanceColumns(outputs).entries()) {
    yield `${at === 0 ? '\n' : ',\n'}${json(title)}:`;
    yield* list(report.rows, valueAt);
  }
  yield '\n}}\n';
};

function* scoreJson(score: Score, x: string, y: string): Generator<string> {
  const { perInstance, perClass } = score;
  yield `${json(scoreRecord(score, x, y)).slice(0, -1)},"perClass":`;
  if (perClass === undefined) yield 'null';
  else yield* list(perClass.length, (i) => perClass[i]);
  yield ',"perInstance":';
  if (perInstance === undefined) yield 'null';
  else yield* list(perInstance.length, (i) => perInstance[i] ?? null);
  yield '}';
}

function* list(length: number, at: (i: number) => unknown): Generator<string> {
  for (let first = 0; first < length; first += portion) {
    const some = Array.from({ length: Math.min(portion, length - first) }, (_, i) => json(at(first + i)));
    yield `${first === 0 ? '[' : ','}${some.join(',')}`;
  }
  yield length === 0 ? '[]' : ']';
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
