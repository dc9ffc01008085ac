import { readFileSync } from 'node:fs';

/** Most memory this process has had, in MiB. Where the system tells it, without what its parent had when it began. */
export function peakMemory(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? NaN) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
