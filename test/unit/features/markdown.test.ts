import assert from 'node:assert/strict';
import { escaped } from '../../../server/features/markdown';
import { modelSummary, rounded } from '../../../server/features/modelSummary';
import type { ModelSummary, Partnership } from '../../../server/protocol';

const summary: ModelSummary = {
  path: '/runs/step-1.npz',
  stamp: 'a',
  format: 'npz',
  formatTitle: 'NumPy archive',
  bytes: 212_992,
  tensorCount: 12,
  elementCount: 52_650,
  holds: 'parameters',
  metadata: [],
  warnings: ['The file has 3 bytes after its end.'],
  dtypes: [
    ['float32', 11],
    ['int64', 1],
  ],
};

/** What a reader of Markdown sees: escapes taken away. */
const read = (markdown: string): string => markdown.replace(/\\(.)/g, '$1');

describe('Text from files in Markdown', () => {
  it('loses everything that Markdown or HTML would read as markup', () => {
    const hostile =
      '[x](command:evil) ![i](http://h/i.png) <img src=x> `code` **b** | a | https://h user@h &lt;';
    const shown = escaped(hostile, 1000);
    assert.equal(read(shown), hostile);
    assert.ok(!/(?<!\\)[[\]()<>`*|&!@:_#]/.test(shown), shown);
  });

  it('stays on one line and loses direction marks and other invisible characters', () => {
    assert.equal(escaped('a\r\n\n# b\u2028c\u202ed\u0000e'), 'a \\# b c d e');
  });

  it('is cut to its longest length without breaking a character', () => {
    assert.equal(escaped('x'.repeat(500), 10), `${'x'.repeat(9)}…`);
    assert.equal(escaped(`${'x'.repeat(8)}😀😀`, 10), `${'x'.repeat(8)}…`);
  });
});

describe('The summary of a model file', () => {
  it('names file, format, size, tensors, parameters and types', () => {
    const text = read(modelSummary(summary, [], []));
    assert.ok(
      text.startsWith(
        '**step-1.npz**\n\nNumPy archive, 208 KiB, 12 tensors, 52,650 parameters, float32 (11), int64 (1)',
      ),
    );
    assert.ok(text.includes('⚠ The file has 3 bytes after its end.'));
  });

  it('lists the first tensors and says how many more there are', () => {
    const text = read(
      modelSummary(
        summary,
        [
          { name: 'a|b', dtype: 'float32', shape: [3, 4], bytes: 48 },
          { name: 'scale', dtype: 'float32', shape: [], bytes: 4 },
        ],
        [],
      ),
    );
    assert.ok(text.includes('| a|b | 3 × 4 | float32 |'));
    assert.ok(text.includes('| scale | scalar | float32 |'));
    assert.ok(text.endsWith('… and 10 more'));
  });

  it('says how similar the model is to a partner and how far to trust it', () => {
    const cell = {
      measure: 'rsm.cka',
      parameters: {},
      value: 0.873,
      status: 'ok' as const,
      n: 60,
      chance: 0.012,
      notes: ['fewer rows than columns'],
    };
    const partnership: Partnership = {
      path: '/runs/step-1.npz',
      partner: '/runs/step-0.npz',
      reason: 'previous step',
      state: 'done',
      value: 0.873,
      label: 'CKA',
      caption: 'linear CKA of one pair of layers',
      cells: [{ tensor: 'x', score: cell }],
    };
    const text = read(modelSummary(summary, [], [partnership]));
    assert.ok(
      text.includes(
        'With step-0.npz (previous step): CKA **0.873**: linear CKA of one pair of layers; ' +
          'unrelated data of this size would score 0.012',
      ),
      text,
    );
    assert.ok(text.includes('⚠ fewer rows than columns'));
  });
});

describe('A similarity', () => {
  it('is written with three digits, small ones with their power of ten', () => {
    assert.deepEqual([1, 0.8734, 0, -0.0004].map(rounded), ['1.000', '0.873', '0.000', '-4.00e-4']);
  });
});
