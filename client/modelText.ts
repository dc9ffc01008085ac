import type { ModelSummary, Partnership } from '../server/protocol';

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** The number of tensors in the two characters a badge may have. */
export function badge(tensors: number): string {
  if (tensors < 100) return String(tensors);
  if (tensors < 1000) return `${Math.floor(tensors / 100)}c`;
  return tensors < 10_000 ? `${Math.floor(tensors / 1000)}k` : '…';
}

const what = {
  baseline: 'to the baseline',
  open: 'to an open model',
  'previous step': 'to the previous step',
};

/** "3 tensors, 52,650 values; mean debiased linear CKA of 3 layers 0.91 to the baseline": plain text for a tooltip. */
export function summaryText(summary: ModelSummary, partnerships: readonly Partnership[]): string {
  const size = `${counted(summary.tensorCount, 'tensor')}, ${counted(summary.elementCount, summary.holds === 'parameters' ? 'parameter' : 'value')}`;
  const scores = partnerships
    .filter(({ value }) => value !== undefined)
    .map(({ value = 0, caption, reason }) => `${caption} ${value.toFixed(2)} ${what[reason]}`);
  const { length } = summary.warnings;
  const warnings = length === 0 ? [] : [counted(length, 'warning')];
  return [size, ...warnings, ...scores].join('; ');
}
