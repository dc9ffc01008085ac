/** What the page of a set of models says, in words. Pure: no document. */
import {
  type GroupMember,
  type GroupOutputs,
  type GroupReport,
  type Replacement,
  shareText,
} from '../../server/protocol';
import { plural, shapeText } from '../numbers';

type Report = Omit<GroupReport, 'layers'>;

/** What is compared: "Outputs", or the name of a layer. */
export function subjectWords({ of, models }: Pick<Report, 'of' | 'models'>): string {
  return of === 'outputs' ? 'Outputs' : (models[0]?.tensor ?? '');
}

/** "Outputs of 3 models, 2,000 instances": what a picture of the pairs is of. */
export function subjectLine(report: Pick<Report, 'of' | 'models' | 'rows'>): string {
  const rows = plural(report.rows, report.of === 'outputs' ? 'instance' : 'row');
  return `${subjectWords(report)} of ${plural(report.models.length, 'model')}, ${rows}`;
}

/** The sentence above all: of outputs on how many instances all models agree. */
export function summaryWords(report: Report): string {
  const { of, models, rows, scores } = report;
  const count = plural(models.length, 'model');
  if (of !== 'outputs') {
    const what = of === 'weights' ? 'weights' : 'activations';
    return `${subjectWords(report)} of ${count}: ${what} of ${plural(rows, 'row')}.`;
  }
  const ambiguity = scores.find(({ measure }) => measure === 'hard.ambiguity')?.value ?? null;
  if (ambiguity === null) return `Outputs of ${count} for ${plural(rows, 'instance')}.`;
  const same = `All ${count} give the same answer to ${shareText(1 - ambiguity)} of ${plural(rows, 'instance')}`;
  return ambiguity === 0 ? `${same}.` : `${same}; on the other ${shareText(ambiguity)} they differ.`;
}

/** What the choice of a baseline says: how many answers change where it is replaced. */
export function baselineWords(
  at: number,
  { replacements }: Pick<GroupOutputs, 'replacements'>,
  names: readonly string[],
): string {
  const worst = replacements[at];
  const name = names[at] ?? '';
  if (worst === undefined) return '';
  if (worst.share === 0) return `Replacing ${name} by another of these models changes no answer.`;
  return `Replacing ${name} by another of these models changes up to ${shareText(worst.share)} of its answers (by ${names[worst.by] ?? ''}).`;
}

/** "0.3 % (by seed2)". */
export function replacementText({ share, by }: Replacement, names: readonly string[]): string {
  return share === 0 ? shareText(0) : `${shareText(share)} (by ${names[by] ?? ''})`;
}

/** What was found in a file and what it is taken for. */
export function memberWords({ tensor, shape, why, kind, kindWhy }: GroupMember): string {
  const taken = kind === undefined ? '' : `, taken for ${kind} because ${kindWhy ?? ''}`;
  return `${tensor} [${shapeText(shape)}] (${why})${taken}`;
}

/** The answers of the models to an instance: each class with the models that give it, the most frequent first. */
export function votesOf(
  classes: readonly number[],
): readonly (readonly [answer: number, models: readonly number[]])[] {
  const votes = new Map<number, number[]>();
  for (const [model, answer] of classes.entries()) votes.set(answer, [...(votes.get(answer) ?? []), model]);
  return [...votes].sort(([, a], [, b]) => b.length - a.length);
}
