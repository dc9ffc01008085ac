import { complete } from '../../measures/complete';
import type { Prepared } from '../../measures/prepared';
import { scoreGroup } from '../../measures/scoreGroup';
import type { MeasureCall, Score } from '../../protocol';
import type { LabelSource } from '../labelReader';
import type { LayerSource } from '../layers';
import { usualView } from '../view';
import type { Task } from './task';

export interface GroupInput {
  /** One of each model. */
  readonly layers: readonly LayerSource[];
  /** Of a measure that is defined for sets. */
  readonly call: MeasureCall;
  readonly labels?: LabelSource;
  /** With the values of single instances and classes. */
  readonly vectors?: boolean;
}

/** Scores a set of models as a whole. Throws BadInput when a layer cannot be read. */
export const group: Task<GroupInput, never, Score> = {
  async run({ layers, call, labels: source, vectors = false }, at) {
    const { measure, parameters } = complete(call);
    const read =
      source === undefined || !measure.needs.labels
        ? undefined
        : await at.labels.get(source, layers[0] ?? usualView);
    const inputs: Prepared[] = [];
    for (const layer of layers) {
      at.poll();
      const { prepared } = await at.layers.get(layer, measure.preparations(parameters), Infinity);
      inputs.push(read === undefined || inputs.length > 0 ? prepared : prepared.labelled(read.labels));
    }
    return scoreGroup(call, inputs, { perInstance: vectors });
  },
};
