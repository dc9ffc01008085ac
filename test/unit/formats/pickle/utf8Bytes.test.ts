import assert from 'node:assert/strict';
import { Utf8Bytes } from '../../../../server/formats/pickle/utf8Bytes';
import { Stretch } from '../../../../server/formats/pickle/values';

/** Bytes as text in a pickle, with something before and after it. */
function asText(bytes: Uint8Array): Utf8Bytes {
  const text = Buffer.from(Buffer.from(bytes).toString('latin1'), 'utf8');
  return new Utf8Bytes(stretch(text));
}

function stretch(text: Uint8Array): Stretch {
  const file = Buffer.concat([Buffer.from('before'), text, Buffer.from('after')]);
  const source = {
    read: (position: number, length: number) =>
      Promise.resolve(new Uint8Array(file.subarray(position, position + length))),
  };
  return new Stretch(source, 'x.pkl', 6, text.length, 'text');
}

describe('bytes as text', () => {
  // One byte of text before those that take two: blocks of the text end within characters.
  const bytes = Buffer.concat([Buffer.from('a'), Buffer.alloc(3_000_000).map((_, i) => 128 + (i % 128))]);

  it('come back as they were, in any order of reading', async () => {
    const source = asText(bytes);
    for (const [position, length] of [
      [2_999_990, 11],
      [0, 5],
      [524_280, 20],
      [1, 1_500_000],
      [1_048_570, 700_000],
      [7, 0],
    ] as const) {
      const read = await source.read(position, length);
      assert.ok(bytes.subarray(position, position + length).equals(read), `${position} ${length}`);
    }
  });

  it('end where they end', async () => {
    await assert.rejects(asText(Buffer.from('abc')).read(1, 3), {
      name: 'BadInput',
      message: 'x.pkl: the text at byte 6 ends too early.',
    });
  });

  it('are refused when a character stands for no byte', async () => {
    for (const text of ['aé€', 'ab\u0100', '😀']) {
      const source = new Utf8Bytes(stretch(Buffer.from(text)));
      await assert.rejects(source.read(0, 3), { message: /stands for no byte/ });
    }
    await assert.rejects(new Utf8Bytes(stretch(Buffer.from([0xc3]))).read(0, 1), { name: 'BadInput' });
  });
});
