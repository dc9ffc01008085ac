import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ensureSamples } from '../samples/ensure';
import { answer, data, refusal, scores } from './nnsim';

const logits = (run: string) => `samples/${run}/logits.npy`;

/** The class each of the 2,000 test digits is given, straight from the file: data begins at byte 128. */
function predictions(run: string): number[] {
  const bytes = readFileSync(logits(run));
  const values = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + bytes.length - 80_000, bytes.byteOffset + bytes.length),
  );
  return Array.from({ length: 2000 }, (_, row) => {
    const scoresOfRow = values.subarray(row * 10, row * 10 + 10);
    return scoresOfRow.indexOf(Math.max(...scoresOfRow));
  });
}

describe('nnsim outputs, built', function () {
  // Each test starts processes; machines that test are busy.
  this.timeout(60_000);

  before(function () {
    this.timeout(300_000);
    ensureSamples();
  });

  it('counts on how many digits two networks disagree', async () => {
    const [a, b] = [predictions('seed0'), predictions('seed1')];
    const share = a.filter((answered, i) => answered !== b[i]).length / 2000;
    const found = await scores('outputs', logits('seed0'), logits('seed1'), '--labels', 'samples/labels.npy');
    assert.equal(found.find(({ measure }) => measure === 'hard.disagreement')?.value, share);
    const jsd = found.find(({ measure }) => measure === 'soft.jsd')?.value ?? NaN;
    assert.ok(jsd > 0 && jsd < Math.LN2);
  });

  it('compares all pairs of more than two models', async () => {
    const { scores: found } = (await data('outputs', logits('seed0'), logits('seed1'), logits('wide'))) as {
      scores: { xFile: string; yFile: string }[];
    };
    const pairs = new Set(found.map(({ xFile, yFile }) => `${xFile} ${yFile}`));
    assert.deepEqual(
      [...pairs],
      [
        `${logits('seed0')} ${logits('seed1')}`,
        `${logits('seed0')} ${logits('wide')}`,
        `${logits('seed1')} ${logits('wide')}`,
      ],
    );
    assert.match(
      await answer('outputs', logits('seed0'), logits('seed1')),
      /^disagreement +0\.0\d\d +lower/m,
    );
  });

  it('takes the logits out of a file of activations', async () => {
    const activations = 'samples/seed0/activations-1000.safetensors';
    const found = await scores('outputs', activations, logits('seed0'));
    assert.equal(found.find(({ measure }) => measure === 'hard.disagreement')?.value, 0);
  });

  it('refuses bad input in one sentence', async () => {
    assert.match(await refusal('outputs', logits('seed0')), /takes at least 2 files, not 1/);
    assert.match(
      await refusal('outputs', logits('seed0'), logits('seed1'), '--kind', 'x'),
      /--kind is logits, probabilities, classes, one-hot or binary, not "x"/,
    );
    const short = 'test/goldens/files/labels_u1.npy';
    assert.ok(
      (await refusal('outputs', logits('seed0'), logits('seed1'), '--labels', short)).includes('1797'),
    );
  });
});
