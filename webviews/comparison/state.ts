/** What the comparison page knows, and how each message of the host changes it. Pure: no document. */
import type { Cell, ComparisonPlan, MeasureCall, MeasureDescription, Score } from '../../server/protocol';
import type { OutputsKnowledge, PairKnowledge, ToComparisonPage } from '../messages';

export type RunState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

/** The chosen pair; knowledge is null until the host has said something. */
export interface PairState {
  readonly x: number;
  readonly y: number;
  readonly knowledge: PairKnowledge | null;
}

export interface ComparisonState {
  readonly measures: readonly MeasureDescription[];
  /** What the toolbar shows; it may be ahead of the plan. */
  readonly selected: MeasureCall | null;
  readonly run: number;
  readonly state: RunState;
  readonly plan: ComparisonPlan | null;
  readonly xName: string;
  readonly yName: string;
  /** The files that both were run on, by name; empty: they were not run. */
  readonly instances: readonly string[];
  /** Both are models that can be run on instances. */
  readonly runnable: boolean;
  /** Scores by `cellKey`; the same map grows while a run goes on. */
  readonly scores: Map<number, Score>;
  /** Seconds the finished run took. */
  readonly seconds: number;
  readonly message: string | null;
  readonly pair: PairState | null;
  /** How the two files differ in their outputs; null until the host has said something. */
  readonly outputs: OutputsKnowledge | null;
}

export const emptyState: ComparisonState = {
  measures: [],
  selected: null,
  run: -1,
  state: 'waiting',
  plan: null,
  xName: '',
  yName: '',
  instances: [],
  runnable: false,
  scores: new Map(),
  seconds: 0,
  message: null,
  pair: null,
  outputs: null,
};

export function cellKey(plan: ComparisonPlan, x: number, y: number): number {
  return x * plan.y.layers.length + y;
}

function addCells(scores: Map<number, Score>, plan: ComparisonPlan, cells: readonly Cell[]): void {
  for (const { x, y, score } of cells) {
    if (x < plan.x.layers.length && y < plan.y.layers.length) scores.set(cellKey(plan, x, y), score);
  }
}

function sameLayers(a: ComparisonPlan, b: ComparisonPlan): boolean {
  const names = (plan: ComparisonPlan) => JSON.stringify([plan.kind, plan.x, plan.y]);
  return names(a) === names(b);
}

/** The chosen pair stays where the layers have the same names; read in another way, nothing is known of it yet. */
function pairAfter({ plan, pair }: ComparisonState, next: ComparisonPlan): PairState | null {
  const names = ({ kind, x, y }: ComparisonPlan) =>
    JSON.stringify([kind, ...[x, y].map(({ path, layers }) => [path, layers.map(({ tensor }) => tensor)])]);
  if (plan === null || pair === null || names(plan) !== names(next)) return null;
  const reading = ({ rule, rows, ids, joined }: ComparisonPlan) => JSON.stringify([rule, rows, ids, joined]);
  return reading(plan) === reading(next) ? pair : { ...pair, knowledge: null };
}

function sameMeasures(a: readonly MeasureDescription[], b: readonly MeasureDescription[]): boolean {
  return a.length === b.length && a.every(({ id }, i) => id === b[i]?.id);
}

/** Messages of runs that are over are passed by; a chosen pair stays chosen as long as the layers are the same. */
export function reduce(
  state: ComparisonState,
  message: Exclude<
    ToComparisonPage,
    { type: 'files' | 'drawPicture' | 'instances' | 'instancesFailed' | 'pictures' }
  >,
): ComparisonState {
  switch (message.type) {
    case 'measures':
      // The same list stays the same object, so that what is drawn of it stays, too.
      return {
        ...state,
        measures: sameMeasures(state.measures, message.measures) ? state.measures : message.measures,
        selected: message.selected,
      };
    case 'plan': {
      if (message.run < state.run) return state;
      const { run, xName, yName, instances = [], runnable = false } = message;
      // The same layer lists stay the same objects, so that charts keep their cursor and their zoom.
      const kept = state.plan && sameLayers(state.plan, message.plan) ? state.plan : null;
      const plan = kept ? { ...message.plan, x: kept.x, y: kept.y, pairs: kept.pairs } : message.plan;
      const pair = pairAfter(state, message.plan);
      const fresh = { plan, pair, scores: new Map<number, Score>(), message: null, seconds: 0 };
      const names = { xName, yName, instances, runnable };
      return { ...state, run, ...names, ...fresh, selected: plan.measure, state: 'running' };
    }
    case 'cells':
      if (message.run !== state.run || state.plan === null) return state;
      addCells(state.scores, state.plan, message.cells);
      return { ...state };
    case 'done': {
      if (message.run !== state.run || state.plan === null) return state;
      addCells(state.scores, state.plan, message.comparison.cells);
      return { ...state, state: 'done', seconds: message.comparison.seconds };
    }
    case 'cancelled':
      if (message.run < state.run) return state;
      return { ...state, run: message.run, state: 'cancelled' };
    case 'failed': {
      if (message.run < state.run) return state;
      const failed = { ...state, run: message.run, state: 'failed', message: message.message } as const;
      return message.run === state.run ? failed : { ...failed, plan: null, pair: null, scores: new Map() };
    }
    case 'selected':
      return awaitRun(state, message.measure);
    case 'outputs':
      return { ...state, outputs: message };
    case 'pair': {
      const { x, y, costs, scores, computing, stopped, labels, message: failure } = message;
      const knowledge: PairKnowledge = {
        scores,
        computing,
        stopped,
        ...(labels === undefined ? {} : { labels }),
        ...(costs === undefined ? {} : { costs }),
        ...(failure === undefined ? {} : { message: failure }),
      };
      // A page that was made anew has no pair yet and takes the one its predecessor had.
      const other = state.pair !== null && (state.pair.x !== x || state.pair.y !== y);
      const known = state.plan !== null && x < state.plan.x.layers.length && y < state.plan.y.layers.length;
      return other || !known ? state : { ...state, pair: { x, y, knowledge } };
    }
  }
}

/** The reader chose a pair; its measures are on their way. */
export function choosePair(state: ComparisonState, x: number, y: number): ComparisonState {
  return { ...state, pair: { x, y, knowledge: null } };
}

/** The reader asked for another run; what is drawn stays until its plan arrives. */
export function awaitRun(state: ComparisonState, selected: MeasureCall | null): ComparisonState {
  return { ...state, selected, state: 'waiting', message: null };
}

/** The measure that the plan is about. */
export function plannedMeasure({ measures, plan }: ComparisonState): MeasureDescription | undefined {
  const measure = measures.find(({ id }) => id === plan?.measure.id);
  // The description's range is that of the default parameters.
  return measure && plan ? { ...measure, range: plan.range } : undefined;
}
