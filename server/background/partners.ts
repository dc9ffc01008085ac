import type { PartnerReason } from '../protocol';
import { previousStep } from './previousStep';

/** A file a model is worth comparing with, and why. */
export interface Partner {
  readonly path: string;
  readonly reason: PartnerReason;
}

/**
 * The natural partners of a model that has been opened, the best reason first, each file once: the baseline, the
 * previous step of the same run, and what else is open (latest last).
 */
export async function partnersOf(
  path: string,
  baseline: string | null,
  open: Iterable<string>,
): Promise<readonly Partner[]> {
  const partners = new Map<string, PartnerReason>();
  if (baseline !== null) partners.set(baseline, 'baseline');
  const previous = await previousStep(path);
  if (previous !== undefined && !partners.has(previous)) partners.set(previous, 'previous step');
  for (const other of open) if (!partners.has(other)) partners.set(other, 'open');
  partners.delete(path);
  return [...partners].map(([partner, reason]) => ({ path: partner, reason }));
}
