/** Why tensors of complex numbers are listed and not read: no measure here is defined for them. */
export const complexNumbers =
  'Complex numbers are not compared: save the real and the imaginary parts as tensors of their own.';
