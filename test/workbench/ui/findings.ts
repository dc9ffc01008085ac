import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as axe from 'axe-core';
import type { Frame } from 'playwright-core';
import { root } from './world';

/** Serious and critical findings of axe-core in a page of ours. */
export async function findings(frame: Frame): Promise<string[]> {
  await frame.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  const results = await frame.evaluate<axe.AxeResults>(
    // What passes need not be told.
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
