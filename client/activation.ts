let milliseconds = 0;

/** Remembers how long the activation took. */
export function setActivationMilliseconds(value: number): void {
  milliseconds = value;
}

/** How long the activation took, for the diagnostics. */
export function activationMilliseconds(): number {
  return milliseconds;
}
