import { type Rule, ruleFor } from './rule';

/** What one axis of a tensor means under a rule. */
interface Axis {
  readonly role: 'instances' | 'features' | 'positions';
  readonly length: number;
  /** How many rows and columns of the matrix an entry of this axis lies after the one before it. */
  readonly rowStep: number;
  readonly columnStep: number;
  /** The one entry that is taken; absent: all. */
  readonly only?: number;
}

/** Where the elements of a tensor go in a matrix. */
export interface Layout {
  /** In the tensor's own order. */
  readonly axes: readonly Axis[];
  /** Entries of the axis of instances. */
  readonly instances: number;
  /** Rows of the matrix that each instance has. */
  readonly rowsEach: number;
  readonly columns: number;
  /** How many elements are put together into one of the matrix. */
  readonly share: number;
  readonly reduce: 'mean' | 'max' | null;
}

/** The layout, or what is wrong as a clause that goes on after the tensor's name ("has no axis 3 ..."). */
export function layoutOf(shape: readonly number[], chosen: Rule): Layout | string {
  const count = shape.length;
  const rule = ruleFor(chosen, count);
  if (count === 0) return 'is a single number and has no rows to compare';
  const at = (axis: number): number => (axis < 0 ? count + axis : axis);
  const instances = at(rule.instances);
  if (instances < 0 || instances >= count)
    return `has no axis ${rule.instances} for the instances: ${axesOf(shape)}`;
  const others = shape.map((_, axis) => axis).filter((axis) => axis !== instances);
  const usual = others.length === 2 ? others[1] : others[0];
  const features = rule.features === null ? usual : at(rule.features);
  // An axis that was named must be there, also where it makes no difference; a preset knows which tensors have it.
  const isNamed = rule.features !== null && chosen.positions !== 'resi';
  if ((rule.positions !== 'flatten' || isNamed) && features !== undefined && !others.includes(features)) {
    const why = features === instances ? 'it holds the instances' : axesOf(shape);
    return `has no axis ${rule.features ?? features} for the features: ${why}`;
  }
  const flat = rule.positions === 'flatten' || others.length < 2;
  const positions = flat ? [] : others.filter((axis) => axis !== features);
  const columnAxes = others.filter((axis) => !positions.includes(axis));
  const spread = rule.positions === 'rows' ? positions : [];
  const stepsOf = (axes: readonly number[]): Map<number, number> => {
    let step = 1;
    const steps = axes.toReversed().map((axis) => {
      const entry = [axis, step] as const;
      step *= shape[axis] ?? 1;
      return entry;
    });
    return new Map(steps);
  };
  const [columnSteps, rowSteps] = [stepsOf(columnAxes), stepsOf(spread)];
  const product = (axes: readonly number[]): number =>
    axes.reduce((result, axis) => result * (shape[axis] ?? 1), 1);
  const rowsEach = product(spread);
  const reduce = flat || (rule.positions !== 'mean' && rule.positions !== 'max') ? null : rule.positions;
  return {
    axes: shape.map((length, axis) => ({
      role: axis === instances ? 'instances' : positions.includes(axis) ? 'positions' : 'features',
      length,
      rowStep: axis === instances ? rowsEach : (rowSteps.get(axis) ?? 0),
      columnStep: columnSteps.get(axis) ?? 0,
      ...(positions.includes(axis) && rule.positions === 'first' && { only: 0 }),
      ...(positions.includes(axis) && rule.positions === 'last' && { only: length - 1 }),
    })),
    instances: shape[instances] ?? 0,
    rowsEach,
    columns: product(columnAxes),
    share: reduce === null ? 1 : product(positions),
    reduce,
  };
}

function axesOf(shape: readonly number[]): string {
  return `its axes are ${shape.map((length, axis) => `${axis} (${length})`).join(', ')}`;
}
