/** JSON-RPC codes for a request that was called off: by us, by the server, or because its input changed. */
const cancelledCodes = new Set([-32800, -32801, -32802]);
/** The connection went away before the answer came (disposed, inactive, write failed). */
const lostCodes = new Set([-32097, -32096, -32099]);

const codeOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number'
    ? error.code
    : undefined;

/** Was this asked for by somebody? Then it is no failure and nothing is shown. */
export function isCancelled(error: unknown): boolean {
  if (error instanceof Error && (error.name === 'Canceled' || error.name === 'Cancelled')) return true;
  const code = codeOf(error);
  return code !== undefined && cancelledCodes.has(code);
}

/** One sentence for a person about anything that was thrown. */
export function sentence(error: unknown): string {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if ((code !== undefined && lostCodes.has(code)) || /connection (got|is) (disposed|closed)/i.test(text)) {
    return 'The nnsim server stopped before the answer came; it is being started again, so please repeat what you did.';
  }
  return text;
}
