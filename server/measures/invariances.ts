import type { Invariances } from './measure';

// What many measures are invariant to. Each is a set of maps of the neurons of either input.

/** Rotations and reflections, permutations among them, and scaling. */
export const rotationScale: Invariances = {
  permutation: true,
  orthogonal: true,
  isotropicScaling: true,
  invertibleLinear: false,
  translation: false,
  affine: false,
};

/** The same, and shifts: all that leaves the shape of the cloud of instances as it is. */
export const rotationScaleShift: Invariances = { ...rotationScale, translation: true };

/** Permutations, scaling and shifts: of measures that look at one neuron at a time. */
export const permutationScaleShift: Invariances = { ...rotationScaleShift, orthogonal: false };

/** No map at all. */
export const nothing: Invariances = {
  permutation: false,
  orthogonal: false,
  isotropicScaling: false,
  invertibleLinear: false,
  translation: false,
  affine: false,
};

/** A positive factor of all entries, and no other map: of predicted classes, and of directions entry by entry. */
export const scaleOnly: Invariances = { ...nothing, isotropicScaling: true };
