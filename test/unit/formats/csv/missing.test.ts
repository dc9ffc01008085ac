import assert from 'node:assert/strict';
import { Suspicion } from '../../../../server/formats/csv/missing';
import { seeded } from '../../../corpus/mutate';

describe('suspicion of missing numbers', () => {
  /** Looks at a text, `atOnce` bytes at a time. */
  function suspects(text: string, separator: string, atOnce = text.length): boolean {
    const bytes = Buffer.from(text, 'latin1');
    const suspicion = new Suspicion(separator.charCodeAt(0));
    for (let first = 0; first < bytes.length; first += atOnce)
      if (suspicion.of(Uint8Array.from(bytes.subarray(first, first + atOnce)))) return true;
    return suspicion.atEnd;
  }

  it('is right of numbers and empty fields, wherever they lie and whatever is looked at together', () => {
    const random = seeded(3);
    const below = (limit: number): number => Math.floor(random() * limit);
    for (let round = 0; round < 500; round++) {
      const separator = [',', ';', '\t', ' '][below(4)] ?? ',';
      const end = ['\n', '\r\n', '\n\n'][below(3)] ?? '\n';
      const cells = Array.from({ length: 12 }, () => '-1.5e3'.slice(0, 1 + below(6)));
      const isMissing = below(2) === 1;
      if (isMissing) cells[below(12)] = '';
      const lines = [0, 3, 6, 9].map((first) => cells.slice(first, first + 3).join(separator));
      const text = lines.join(end) + (below(2) === 1 ? end : '');
      const atOnce = [text.length, 2, 16][below(3)];
      assert.equal(suspects(text, separator, atOnce), isMissing, JSON.stringify([text, atOnce]));
    }
  });

  it('is raised by every word and blank that is read as a missing number', () => {
    for (const cell of [
      ' ',
      '\t',
      '\v',
      '\f',
      '\r',
      '\xa0',
      'nan',
      '-NaN',
      'NA',
      '<na>',
      'null',
      'None',
      '?',
    ])
      for (const text of [`1,${cell}\n`, `${cell},1\n`, `12,${cell}\n`, `1,2\n${cell},3`, `1,2\n3,${cell}`])
        assert.equal(suspects(text, ','), true, JSON.stringify(text));
  });
});
