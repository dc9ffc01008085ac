import type { ComparisonCosts, Guidance, GuideAnswers, ParameterValues, Suggestion } from '../../protocol';
import { allMeasures } from '../catalogue';
import { defaultsOf } from '../complete';
import type { Invariances, Measure } from '../measure';
import { changes } from '../words';
import { generalAdvice } from './findings';
import { answeredBy, changesAsked, checkAnswers, questions, type Attitude } from './questions';
import { readingRules } from './ranks';
import { sizesFor, sizeObjections, type Sizes } from './sizes';
import { share, standingOf, type Standing } from './standing';
import { variantsOf } from './variants';

interface Wanted {
  readonly attitudes: readonly (readonly [keyof Invariances, Attitude])[];
  readonly purposes: readonly string[];
  readonly matched: boolean;
  /** Why there are no labels, as a sentence; null where there are some or nothing is known. */
  readonly unlabelled: string | null;
  readonly sizes: Sizes;
}

/** What the files in question tell by themselves. */
export type KnownOfFiles = Pick<ComparisonCosts, 'widest' | 'labels'>;

/**
 * Which measures suit a question: all measures of representations, the best first, each with its reasons. Throws BadInput
 * for an answer that is no choice.
 */
export function guide(answers: GuideAnswers, known?: KnownOfFiles): Guidance {
  checkAnswers(answers);
  const answer = (id: string): string | undefined => answers[id]?.[0];
  const wanted: Wanted = {
    attitudes: changesAsked.flatMap((id) => {
      const attitude = answer(id);
      return attitude === 'ignore' || attitude === 'notice' ? [[id, attitude] as const] : [];
    }),
    purposes: answers.purpose ?? [],
    matched: answer('instances') !== 'different',
    unlabelled: whyUnlabelled(answer('labels'), known),
    sizes: sizesFor(answer('rows'), answer('widths'), known?.widest),
  };
  const judged = allMeasures
    .filter(({ compares }) => compares === 'representations')
    .map((measure) => judge(measure, wanted));
  const order = ['suits', 'doubtful', 'unsuitable'];
  judged.sort(
    (a, b) =>
      order.indexOf(a.suggestion.fit) - order.indexOf(b.suggestion.fit) ||
      (a.suggestion.fit === 'unsuitable'
        ? a.suggestion.objections.length - b.suggestion.objections.length
        : 0) ||
      share(b.standing) - share(a.standing),
  );
  return {
    questions: questions.filter(({ id }) => known === undefined || !answeredBy(known).includes(id)),
    suggestions: judged.map(({ suggestion }) => suggestion),
    rules: [
      'First come the measures that ignore what you want ignored and notice what you want noticed; among them, those that stood above more of their rivals in the published tests that count.',
      ...readingRules,
      ...generalAdvice,
    ],
  };
}

/** A question that nobody has answered speaks against nothing; files without labels do, until somebody says there are some. */
function whyUnlabelled(answer: string | undefined, known: KnownOfFiles | undefined): string | null {
  if (known?.labels === true || answer === 'yes') return null;
  if (answer === 'no') return 'Needs a label for each instance.';
  return known === undefined
    ? null
    : 'Needs a label for each instance, and there is no labels.npy beside the model file or one folder up.';
}

interface Judged {
  readonly suggestion: Suggestion;
  readonly standing: Standing;
}

function judge(measure: Measure, wanted: Wanted): Judged {
  const { changed, parameters } = bestForm(measure, wanted);
  const invariances = measure.invariances(parameters);
  const standing = standingOf(measure.id, wanted.purposes);
  const { impossible, doubts } = sizeObjections(measure, parameters, wanted.sizes);
  const mismatches = mismatchesOf(invariances, wanted);
  const unmet = [
    ...(measure.needs.matchedRows && !wanted.matched
      ? ['Compares instance by instance: it needs the same inputs in the same order.']
      : []),
    ...(measure.needs.labels && wanted.unlabelled !== null ? [wanted.unlabelled] : []),
    ...impossible,
  ];
  const objections = [...mismatches, ...unmet, ...doubts];
  const fit = mismatches.length + unmet.length > 0 ? 'unsuitable' : doubts.length > 0 ? 'doubtful' : 'suits';
  const suggestion: Suggestion = {
    measure: { id: measure.id, parameters: changed },
    title: measure.title,
    fit,
    reasons: agreements(invariances, wanted),
    evidence: standingWords(standing),
    objections,
  };
  return { suggestion, standing };
}

/** The defaults, or the one changed choice that leaves fewer of the wishes unmet. */
function bestForm(
  measure: Measure,
  wanted: Wanted,
): { changed: ParameterValues; parameters: ParameterValues } {
  const forms = [{ changed: {}, parameters: defaultsOf(measure) }, ...variantsOf(measure)];
  const unmet = ({ parameters }: { parameters: ParameterValues }): number =>
    mismatchesOf(measure.invariances(parameters), wanted).length;
  return forms.reduce((best, form) => (unmet(form) < unmet(best) ? form : best));
}

function titleOf(id: keyof Invariances): string {
  return changes.find(([change]) => change === id)?.[1] ?? id;
}

function mismatchesOf(invariances: Invariances, { attitudes }: Wanted): readonly string[] {
  return attitudes.flatMap(([id, attitude]) => {
    if (invariances[id] === (attitude === 'ignore')) return [];
    return attitude === 'ignore'
      ? [`Changes under ${titleOf(id)}, which you want ignored.`]
      : [`Does not notice ${titleOf(id)}, which you want noticed.`];
  });
}

function agreements(invariances: Invariances, { attitudes }: Wanted): readonly string[] {
  const titles = (attitude: Attitude): string =>
    attitudes
      .filter(([id, wish]) => wish === attitude && invariances[id] === (attitude === 'ignore'))
      .map(([id]) => titleOf(id))
      .join(', ');
  const [ignored, noticed] = [titles('ignore'), titles('notice')];
  return [
    ...(ignored === '' ? [] : [`Ignores ${ignored}, as you want.`]),
    ...(noticed === '' ? [] : [`Notices ${noticed}, as you want.`]),
  ];
}

function standingWords({ above, rivals, tests, form, leftOut }: Standing): string {
  const doubt = leftOut > 0 ? ' Ranks found with code that deviates from the definition are left out.' : '';
  if (tests === 0) return `No published test of the survey's table counts here.${doubt}`;
  const over = tests === 1 ? 'a published test' : `${tests} published tests`;
  const best = form === undefined ? '' : ` (in its form "${form}")`;
  return `Won ${above} of ${rivals} comparisons in ${over}${best}.${doubt}`;
}
