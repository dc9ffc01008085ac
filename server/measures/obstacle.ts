import type { ParameterValues } from '../protocol';
import type { Meaning } from '../tensors/representation';
import type { Measure } from './measure';

/** What is known of an input before its values are read. */
export interface Shape {
  readonly rows: number;
  readonly cols: number;
  readonly meaning: Meaning;
}

/** Why a measure has no value for two inputs of these shapes, as a clause; null when it may have one. */
export function obstacle(measure: Measure, parameters: ParameterValues, x: Shape, y: Shape): string | null {
  for (const { meaning } of [x, y]) {
    const accepted = accepts(measure, meaning);
    if (!accepted) return `compares ${measure.compares}, not ${meaning}`;
  }
  if (x.rows !== y.rows) return `needs the same rows on both sides: ${x.rows} and ${y.rows}`;
  if (x.cols === 0 || y.cols === 0) return 'needs at least one column';
  if (x.rows < measure.needs.rows) return `needs at least ${measure.needs.rows} rows: ${x.rows} given`;
  if (measure.needs.equalWidths && x.cols !== y.cols) {
    return `needs as many columns on both sides: ${x.cols} and ${y.cols}`;
  }
  return measure.obstacle?.(x.rows, x.cols, y.cols, parameters) ?? null;
}

/**
 * Class numbers have no geometry and weights have no instances to predict; any other matrix is a representation. Gradients
 * and answers to attacks look like any activations: that they are some is for the person to know.
 */
function accepts(measure: Measure, meaning: Meaning): boolean {
  switch (measure.compares) {
    case 'representations':
      return meaning !== 'classes';
    case 'gradients':
    case 'answers to attacks':
      return meaning === 'activations';
    case 'outputs':
    case 'stitched outputs':
      return meaning === 'logits' || meaning === 'probabilities' || meaning === 'classes';
    case 'weights':
      return meaning === 'weights';
  }
}
