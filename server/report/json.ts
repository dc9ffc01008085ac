import type { Report } from './report';
import { namedFile } from './origins';
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
    const [x, y] = [namedFile(comparison.x.path, ran?.x), namedFile(comparison.y.path, ran?.y)];
    const instances = ran && { x: x.instances, y: y.instances };
    const files = { x: x.file, y: y.file, ...(instances !== undefined && { instances }) };
    const scores = scoreRecords(comparison);
    const document = { kind, ...files, ...readingOf(comparison), scores, notes, seconds };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
};
