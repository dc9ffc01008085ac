import type { Report } from './report';
import { readingOf, scoreRecords } from './record';

/**
 * The scores as `nnsim compare --json` writes them, with the files, what was left out and why; of models that were run
 * for it also the instances that they were run on.
 */
export const json: Report = {
  title: 'JSON',
  extension: '.json',
  write(comparison, ran) {
    const { kind, notes, seconds } = comparison;
    const [x, y] = [ran?.x?.model ?? comparison.x.path, ran?.y?.model ?? comparison.y.path];
    const instances = ran && { x: ran.x?.instances ?? null, y: ran.y?.instances ?? null };
    const files = { x, y, ...(instances !== undefined && { instances }) };
    const scores = scoreRecords(comparison);
    const document = { kind, ...files, ...readingOf(comparison), scores, notes, seconds };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
};
