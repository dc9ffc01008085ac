import assert from 'node:assert/strict';
import { headerLines, tensorFacts, tensorLine, tensorsBegin } from '../../../client/modelHeader';

const summary = {
  path: '/m.pt',
  stamp: 'a',
  format: 'torch',
  formatTitle: 'PyTorch file',
  bytes: 900,
  tensorCount: 1,
  elementCount: 6,
  holds: 'parameters',
  metadata: [['note', 'two\nlines']],
  warnings: ['One warning.'],
  dtypes: [['float32', 1]],
} as const;

describe('A header as text', () => {
  it('lists format, sizes, warnings and metadata, then the tensors', () => {
    assert.deepEqual(headerLines('m.pt', summary), [
      'file: m.pt',
      'format: PyTorch file',
      'bytes: 900',
      'tensors: 1',
      'elements: 6',
      'types: float32 1',
      '',
      '[warnings]',
      'One warning.',
      '',
      '[metadata]',
      'note = two\\u{a}lines',
      '',
      '[tensors]',
      'name, type, shape, bytes',
    ]);
  });

  it('leaves out sections that are empty', () => {
    const lines = headerLines('m.pt', { ...summary, tensorCount: 0, metadata: [], warnings: [] });
    assert.ok(lines.every((line) => !line.startsWith('[')));
  });

  it('says where its tensors begin, also behind metadata that looks alike', () => {
    const metadata = [['name, type, shape, bytes', '1']] as const;
    const lines = [...headerLines('m.pt', { ...summary, metadata }), 'w  float32  [6]  24'];
    assert.equal(tensorsBegin(`${lines.join('\n')}\n`), lines.length - 1);
    assert.equal(tensorsBegin('m.pt is empty.\n'), undefined);
  });

  it('tells of one tensor what it is and its first values', () => {
    const tensor = { name: 'a\nb', dtype: 'float32', shape: [2000, 3], bytes: 24_000 };
    assert.deepEqual(tensorFacts(tensor, [0.123456789, 'NaN']), [
      'a\\u{a}b',
      'float32, 2000 × 3: 6,000 elements, 24,000 bytes',
      'First values: 0.12346, NaN',
    ]);
    assert.equal(tensorFacts({ ...tensor, unreadable: 'Cut off.' }, [])[2], 'Cut off.');
  });

  it('has one line for each tensor, whatever its name', () => {
    const tensor = { name: 'a\nb', dtype: 'float32', shape: [2, 3], bytes: 24 };
    assert.equal(tensorLine(tensor), 'a\\u{a}b  float32  [2, 3]  24');
    assert.equal(
      tensorLine({ ...tensor, unreadable: 'Cut off.' }),
      'a\\u{a}b  float32  [2, 3]  24  ! Cut off.',
    );
  });
});
