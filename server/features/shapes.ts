import { normalised } from '../measures/call';
import {
  type Cell,
  type Comparison,
  type ComparisonKind,
  type ComparisonRequest,
  type Curve,
  type Detail,
  type GroupChoice,
  type Layer,
  type MeasureCall,
  type OutputsKind,
  outputsKinds,
  type OutputsRequest,
  type Reading,
  type RunOrigin,
  type RunOrigins,
  type Score,
} from '../protocol';
import { BadInput } from '../tensors/badInput';
import { parseRows } from '../tensors/rowSelection';
import { parseRule } from '../tensors/rule';
import {
  dictionary,
  either,
  flag,
  integer,
  invalid,
  list,
  nullable,
  number,
  object,
  oneOf,
  path,
  type Reader,
  text,
  tuple,
} from './parameters';

// What travels in requests, as readers of unchecked values.

const parameterValues = dictionary(either(either(number, flag), text), 100);

export const kind: Reader<ComparisonKind> = oneOf('activations', 'weights');

/** What the columns of outputs are. */
export const outputsKind: Reader<OutputsKind> = oneOf(...outputsKinds);

/** A call of a measure that exists, its parameters in range; only what differs from the defaults is kept. */
export const measureCall: Reader<MeasureCall> = (value, at) => {
  const call = object<MeasureCall>({ id: text, parameters: parameterValues })(value, at);
  try {
    return normalised(call);
  } catch (error) {
    throw error instanceof BadInput ? invalid(error.message) : error;
  }
};

const parsed =
  (parse: (written: string) => unknown): Reader<string> =>
  (value, at) => {
    const written = text(value, at);
    try {
      parse(written);
      return written;
    } catch (error) {
      throw error instanceof BadInput ? invalid(error.message) : error;
    }
  };

/** What a person chose of how files are read. */
export const reading = { labels: path, rule: parsed(parseRule), rows: parsed(parseRows), ids: list(text) };

export const classes: Reader<'by-position'> = oneOf('by-position');

type OutputsChoice = Required<Omit<OutputsRequest, 'x' | 'y'>>;

/** What is chosen of the outputs of two models beside their files. */
export const outputsChoice: { readonly [K in keyof OutputsChoice]: Reader<OutputsChoice[K]> } = {
  tensorX: text,
  tensorY: text,
  outputs: outputsKind,
  classes,
  ...reading,
};

/** Models in a set, at most. */
const mostModels = 100;

const models: Reader<readonly string[]> = (value, at) => {
  const given = list(path)(value, at);
  if (given.length < 2 || given.length > mostModels)
    throw invalid(`${at} must be 2 to ${mostModels} files, not ${given.length}.`);
  return given;
};

/** A set of models and what of them is compared. */
export const groupChoice: {
  readonly required: { readonly models: Reader<readonly string[]> };
  readonly optional: {
    readonly [K in Exclude<keyof GroupChoice, 'models'>]-?: Reader<NonNullable<GroupChoice[K]>>;
  };
} = {
  required: { models },
  optional: { tensor: text, outputs: outputsKind, classes, ...reading },
};

export const workDoneToken: Reader<string | number> = either(integer(-(2 ** 31), 2 ** 31 - 1), text);

export const comparisonRequest: Reader<ComparisonRequest> = object<
  Pick<ComparisonRequest, 'x' | 'y' | 'measure'>,
  { kind: ComparisonKind } & Required<Reading>
>({ x: path, y: path, measure: measureCall }, { kind, ...reading });

const count = integer(0, Number.MAX_SAFE_INTEGER);

const layer: Reader<Layer> = object<Omit<Layer, 'matrix'>, { matrix: readonly [number, number] }>(
  { tensor: text, shape: list(count) },
  { matrix: tuple(count, count) },
);

type Told = 'reason' | 'seed' | 'chance' | 'standardError' | 'details' | 'curve' | 'perInstance';

const score: Reader<Score> = object<Omit<Score, Told>, Required<Pick<Score, Told>>>(
  {
    measure: text,
    parameters: parameterValues,
    value: nullable(number),
    status: oneOf('ok', 'degenerate', 'undefined'),
    n: count,
    notes: list(text),
  },
  {
    reason: text,
    seed: number,
    chance: number,
    standardError: number,
    details: list(object<Detail>({ name: text, value: number })),
    curve: object<Curve>({ parameter: text, points: list(tuple(number, number)) }),
    perInstance: list(number),
  },
);

/** What a file of the cache came of. */
export const origin: Reader<RunOrigin> = object<RunOrigin>({ model: path, instances: list(path) });

export const ran: Reader<RunOrigins> = object<object, Required<RunOrigins>>({}, { x: origin, y: origin });

const cell: Reader<Cell> = object<Cell>({ x: count, y: count, score, cached: flag });

const side: Reader<Comparison['x']> = object<Comparison['x']>({ path: text, layers: list(layer) });

type Chosen = 'rule' | 'rows' | 'ids' | 'joined';

/** A finished comparison, as the client got it from us. Its cells name layers that are there. */
export const comparison: Reader<Comparison> = (value, at) => {
  const read = object<Omit<Comparison, Chosen>, Required<Pick<Comparison, Chosen>>>(
    {
      kind,
      x: side,
      y: side,
      pairs: list(tuple(count, count)),
      measure: object<MeasureCall>({ id: text, parameters: parameterValues }),
      range: tuple(nullable(number), nullable(number)),
      notes: list(text),
      estimate: object<Comparison['estimate']>({
        seconds: number,
        bytes: number,
        cached: count,
        cells: count,
      }),
      cells: list(cell),
      seconds: number,
    },
    {
      rule: text,
      rows: text,
      ids: list(text),
      joined: object<NonNullable<Comparison['joined']>>({ common: count, left: list(count) }),
    },
  )(value, at);
  for (const [i, { x, y }] of read.cells.entries()) {
    if (x >= read.x.layers.length || y >= read.y.layers.length) {
      throw invalid(`${at}.cells[${i}] names a layer that the comparison does not list.`);
    }
  }
  return read;
};
