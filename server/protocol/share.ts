/** What is smaller is rounding of a computation: no share of fewer instances than a file can have. */
const mostDecimals = 10;

/**
 * A share of all as per cent, at three digits of it and of what is left of all, whichever needs more, so that no share is
 * told as none or as all that is neither: 0.312 -> "31.2", 0.0305 -> "3.05", 0.9695 -> "96.95", 1 -> "100".
 */
export function percentText(share: number): string {
  const percent = 100 * Math.max(0, share);
  const parts = [percent, 100 - percent].map(Math.abs).filter((part) => part > 0);
  const decimals = parts.map((part) => 2 - Math.floor(Math.log10(part)));
  const shown = Math.min(mostDecimals, Math.max(0, ...decimals));
  const text = percent.toFixed(shown);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** 0.0305 -> "3.05 %". */
export function shareText(share: number): string {
  return `${percentText(share)} %`;
}

/** The same for a narrow column, with two decimals at most: 0.99999 -> "> 99.99 %". */
export function shareCell(share: number): string {
  const whole = percentText(share);
  if (!/\.\d{3}/.test(whole)) return `${whole} %`;
  if (share > 0.9999) return '> 99.99 %';
  if (share < 0.0001) return '< 0.01 %';
  return `${Number((100 * share).toFixed(2))} %`;
}
