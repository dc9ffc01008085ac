import type { GroupChoice, GroupMember, GroupOutputs, GroupReport, NoGroup, Score } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { matchOf } from '../classes';
import { sizeOf } from '../cost';
import { type GroupWork, scoreMembers } from '../groupJob';
import type { GroupScore } from '../jobs';
import { findInputs } from '../outputs/findInputs';
import { kindWords } from '../outputs/findOutputs';
import { preparedOfOutputs } from '../outputs/readAnswers';
import type { PairParts } from '../pairJob';
import { stampOf } from '../stamp';
import { instancesOf } from '../view';
import type { GroupAnswers, InstanceValues } from './groupAnswers';
import { type Listed, listed, pageOfGroup } from './groupInstances';
import type { KeptGroups } from './keptGroups';
import { callsOfSets, type OpenGroup, openGroup } from './openGroup';

export interface GroupParts extends PairParts {
  readonly kept: KeptGroups;
}

/** Instances that are told at once. */
const firstCount = 24;
/** Measures of sets that say something of each instance, the ones that tell most first. */
const byInstance = ['soft.rashomon', 'hard.label_entropy'];

/** What is kept of a set: what is said of it, and what its models answer where outputs are compared. */
export interface KnownGroup {
  readonly report: GroupReport | NoGroup;
  readonly instances?: Listed;
}

/** How similar the models of a set are, or why nothing can be said. Throws BadInput when a file cannot be read. */
export async function knowGroup(
  choice: GroupChoice,
  parts: GroupParts,
  work: GroupWork,
): Promise<KnownGroup> {
  const open = await openGroup(choice, parts.headers);
  if ('found' in open) return { report: open };
  const known = parts.kept.get(open.key);
  if (known !== undefined) return known;
  const made = await make(choice, open, parts, work);
  parts.kept.keep(open.key, made);
  return made;
}

async function make(
  choice: GroupChoice,
  open: OpenGroup,
  parts: GroupParts,
  work: GroupWork,
): Promise<KnownGroup> {
  const { chosen, members, request } = open;
  const { hasOutputs, layers } = chosen;
  const isOutputs = members.kind === 'outputs';
  const matched = isOutputs ? matchOf(members.classes, choice.classes) : undefined;
  const calls = callsOfSets(members);
  const found = await scoreMembers({ ...members, calls }, { ...request, vectors: isOutputs }, parts, work);
  const scores = found.map(({ score }) => withoutInstances(score));
  const report = (models: readonly GroupMember[], outputs?: GroupOutputs): GroupReport => ({
    found: true,
    stamp: stampOf(open.key),
    of: members.kind,
    models,
    ...{ hasOutputs, layers, scores },
    rows: Math.min(...members.models.map(({ entry }) => sizeOf(entry).n)),
    ...(outputs !== undefined && { outputs }),
    ...(matched !== undefined && { matched }),
    notes: members.notes,
  });
  if (!isOutputs) return { report: report(membersOf(open, choice)) };
  let answers;
  try {
    answers = await answersOf(open, valuesOf(found), parts, work);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const apart = { found: false, reason: error.message, hasOutputs, layers } as const;
    return { report: matched === undefined ? apart : { ...apart, matched } };
  }
  const instances = await listed(members, answers, parts.headers);
  const outputs = await outputsOf(open, answers, instances, parts);
  return { report: report(membersOf(open, choice, answers), outputs), instances };
}

/** What measures say of each instance, of those that have a value. */
function valuesOf(found: readonly GroupScore[]): readonly InstanceValues[] {
  return byInstance.flatMap((id) => {
    const values = found.find(({ score }) => score.measure === id)?.score.perInstance;
    return values === undefined ? [] : [{ measure: id, values: Float64Array.from(values) }];
  });
}

function answersOf(
  { members }: OpenGroup,
  measures: readonly InstanceValues[],
  { pool }: GroupParts,
  work: GroupWork,
): Promise<GroupAnswers> {
  const { signal, urgency, onStart } = work;
  work.progress(0.95, 'instance by instance');
  const sizes = members.models.map(({ entry }) => sizeOf(entry));
  const bytes = sizes.reduce((sum, { n, d, bytes: stored }) => {
    const prepared = preparedOfOutputs.reduce((all, one) => all + one.cost(n, d).bytes, stored);
    return sum + prepared + 24 * n;
  }, 0);
  const input = {
    models: members.models.map(({ source }) => source),
    ...(members.labels !== undefined && { labels: members.labels.source }),
    measures,
  };
  const subject = `the outputs of ${members.models.length} models`;
  return pool.run('groupAnswers', input, { signal, urgency, onStart, subject, bytes });
}

async function outputsOf(
  { members }: OpenGroup,
  { distributions, replacements, classNames, labelsProblem }: GroupAnswers,
  instances: Listed,
  { headers }: GroupParts,
): Promise<GroupOutputs> {
  const [first] = members.models;
  if (first === undefined) throw new RangeError('a set has no models');
  const { summary } = await headers.open(first.source.file.path);
  const count = instancesOf(first.stored, first.source)?.instances ?? 0;
  const inputs = await findInputs(summary, count, headers);
  const { labels } = members;
  return {
    distributions,
    replacements,
    ...(classNames !== undefined && { classNames }),
    ...(labels !== undefined && labelsProblem === undefined && { labels: labels.path }),
    ...(labelsProblem !== undefined && { labelsProblem }),
    ...(inputs !== undefined && { inputs }),
    mostAmbiguous: pageOfGroup(instances, { by: distributions[0]?.measure, first: 0, count: firstCount }),
  };
}

function membersOf(
  { chosen, members }: OpenGroup,
  { outputs }: GroupChoice,
  answers?: GroupAnswers,
): readonly GroupMember[] {
  return members.models.map(({ source, stored }, at): GroupMember => {
    const kind = outputs ?? answers?.kinds[at];
    return {
      path: source.file.path,
      tensor: stored.name,
      shape: stored.shape,
      why: chosen.tensors[at]?.why ?? '',
      ...(answers !== undefined &&
        kind !== undefined && { kind, kindWhy: outputs === undefined ? kindWords[kind] : 'it was chosen' }),
      accuracy: answers?.accuracies[at] ?? null,
    };
  });
}

/** The values of single instances are told page by page. */
function withoutInstances(score: Score): Score {
  const { perInstance, perClass, ...rest } = score;
  return perInstance === undefined && perClass === undefined ? score : rest;
}
