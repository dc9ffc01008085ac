import type { Report } from './report';
import { readingOf, scoreRecords } from './record';

/** The scores as `nnsim compare --json` writes them, with the files, what was left out and why. */
export const json: Report = {
  title: 'JSON',
  extension: '.json',
  write(comparison) {
    const { kind, x, y, notes, seconds } = comparison;
    const scores = scoreRecords(comparison);
    const document = { kind, x: x.path, y: y.path, ...readingOf(comparison), scores, notes, seconds };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
};
