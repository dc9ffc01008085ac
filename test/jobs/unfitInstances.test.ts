import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StitchRequest } from '../../server/runtimes/stitching/stitchModels';
import type { RunResult } from '../../server/protocol';
import { npy } from '../samples/writeNpy';
import { safetensors } from '../samples/writeSafetensors';
import { constant, model, node, perceptron, value } from '../unit/runtimes/onnx/models';
import { closeJobs, realJobs, runner, scratch } from './setup';

const rows = 8;

/** x [N x 3], through a function, times w, through Tanh, times v: y [N x 2]. */
function chain(operator: string): Buffer {
  const nodes = [
    node(operator, ['x'], 'bent'),
    node('MatMul', ['bent', 'w'], 'hidden'),
    node('Tanh', ['hidden'], 'active'),
    node('MatMul', ['active', 'v'], 'y'),
  ];
  const constants = [
    constant('w', [3, 3], [1, 0, 1, 0, 2, 1, 1, 1, 0]),
    constant('v', [3, 2], [1, -1, 0, 1, 2, 0]),
  ];
  return model(nodes, constants, [value('x', [null, 3])], [value('y', [null, 2])]);
}

describe('Instances and labels that models are not run on', function () {
  // Each run starts a process.
  this.timeout(120_000);

  let runnerPath: string;
  let folder: string;
  before(async () => {
    runnerPath = await runner();
  });
  beforeEach(() => {
    folder = scratch();
    writeFileSync(at('plain.onnx'), chain('Sigmoid'));
    writeFileSync(at('log.onnx'), chain('Log'));
    const network = JSON.stringify({ dense: ['l'], between: 'relu' });
    const dense = [
      ['l.weight', { shape: [2, 3], values: Float32Array.of(1, 2, 3, 3, 1, 0) }],
      ['l.bias', { shape: [2], values: new Float32Array(2) }],
    ] as const;
    writeFileSync(at('net.safetensors'), safetensors(dense, [['nnsim.network', network]]));
    probe(-1, NaN);
    labels(2);
  });
  afterEach(closeJobs);

  const at = (name: string): string => join(folder, name);
  /** Positive instances, but for one value of the one in row 5. */
  function probe(odd: number, otherwise = odd): void {
    const values = Float32Array.from({ length: rows * 3 }, (_, i) => 1 + ((i * 7) % 11));
    for (const [name, one] of [
      ['x.npy', odd],
      ['odd.npy', otherwise],
    ] as const) {
      values[5 * 3 + 1] = one;
      writeFileSync(at(name), npy({ shape: [rows, 3], values }));
    }
  }
  function labels(classes: number): void {
    const values = BigInt64Array.from({ length: rows }, (_, i) => BigInt(i % classes));
    writeFileSync(at('labels.npy'), npy({ shape: [rows], values }));
  }
  async function run(name: string, probes: string): Promise<RunResult> {
    const jobs = await realJobs({ runnerPath });
    const [path, out] = [at(name), at('out.safetensors')];
    return jobs.run({ model: path, probes: [{ path: at(probes) }], constants: [], batch: 3, out });
  }
  async function stitch(name: string, probes: string, wish: Partial<StitchRequest> = {}): Promise<unknown> {
    const jobs = await realJobs({ runnerPath });
    return jobs.stitch({
      ...{ models: [at(name), at('plain.onnx')], probes: [{ path: at(probes) }], constants: [] },
      ...{ labels: at('labels.npy'), split: { first: 0, end: 6 }, ridge: 0, batch: 3 },
      ...{ at: [{ first: 'active', second: 'active' }], out: at('out.safetensors') },
      ...wish,
    });
  }
  async function attack(name: string, probes: string): Promise<unknown> {
    const jobs = await realJobs({ runnerPath });
    const how = { epsilon: 1, steps: 1, stepSize: 1, low: -Infinity, high: Infinity };
    return jobs.attack({
      ...{ models: [at(name), at(name)], probes: [{ path: at(probes) }], batch: 3 },
      ...{ attack: { ...how, labels: at('labels.npy') }, outs: [at('out-a.st'), at('out-b.st')] },
    });
  }
  async function refuses(running: Promise<unknown>, message: string | RegExp): Promise<void> {
    await assert.rejects(running, { name: 'BadInput', message });
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('out')),
      [],
    );
  }

  it('are those that fit the input and nothing within: it is said which, the words of the library go to the log', async () => {
    writeFileSync(at('free.onnx'), perceptron({ x: value('x', [null, null]) }));
    writeFileSync(at('wide.npy'), npy({ shape: [7, 5], values: new Float32Array(35) }));
    const lines: string[] = [];
    const jobs = await realJobs({ runnerPath, log: (line) => lines.push(line) });
    const usual = { model: at('free.onnx'), constants: [], batch: 7, out: at('out.safetensors') };
    await refuses(
      jobs.run({ ...usual, probes: [{ path: at('wide.npy') }] }),
      `${at('free.onnx')} cannot be run on these instances: its operator MatMul fails on the input "x" of shape [7, 5], where it takes [?, ?]; give instances of the shape it was trained on.`,
    );
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /free\.onnx: ONNX Runtime says ".*MatMul.*dimension mismatch"$/);
  });

  it('are told of without places in the code of the library, also where a model cannot be loaded', async () => {
    const bytes = perceptron();
    // The version of the form of the file, which is its first number.
    bytes[1] = 90;
    writeFileSync(at('new.onnx'), bytes);
    await refuses(
      run('new.onnx', 'x.npy'),
      /new\.onnx cannot be run: ONNX Runtime says "Unsupported model IR version: 90, max supported IR version: \d+"\.$/,
    );
  });

  it('are those with NaN or infinity: run, stitch and attack tell the row', async () => {
    for (const odd of [NaN, -Infinity]) {
      probe(1, odd);
      const message = `Tensor "array" of ${at('odd.npy')} holds ${odd} in row 5 (counted from 0): remove or replace it.`;
      await refuses(run('plain.onnx', 'odd.npy'), message);
      await refuses(stitch('plain.onnx', 'odd.npy'), message);
      await refuses(attack('net.safetensors', 'odd.npy'), message);
    }
  });

  it('are not those of which a model computes NaN: that is noted', async () => {
    assert.deepEqual((await run('log.onnx', 'x.npy')).notes, [
      'Not finite (NaN or infinite): active in 1 row, y in 1 row.',
    ]);
  });

  it('are those of which a model computes NaN where it is stitched: the value is told', async () => {
    const message = `The value "active" of ${at('log.onnx')} is NaN for row 5 (counted from 0): leave it or the row out.`;
    await refuses(stitch('log.onnx', 'x.npy'), message);
    const heldOut = { split: { first: 0, end: 4 } };
    await refuses(
      stitch('log.onnx', 'x.npy', heldOut),
      /^The value "(y|active)" of .*log\.onnx is NaN for row 5 /,
    );
  });

  it('are labels that are no classes of the outputs, where models are stitched', async () => {
    labels(3);
    await refuses(
      stitch('plain.onnx', 'x.npy'),
      `${at('labels.npy')} holds the class 2, and the model scores classes 0 to 1.`,
    );
  });

  it('are any where the model has no inputs', async () => {
    const nodes = [node('MatMul', ['c', 'c'], 'y')];
    const parts = [constant('c', [2, 2], [1, 2, 3, 4])];
    writeFileSync(at('constant.onnx'), model(nodes, parts, [], [value('y', [2, 2])]));
    const message = 'The model has no inputs: it computes the same whatever the instances are.';
    await refuses(run('constant.onnx', 'x.npy'), message);
    const jobs = await realJobs({ runnerPath });
    const out = at('out.safetensors');
    await refuses(
      jobs.run({ model: at('constant.onnx'), probes: [], constants: [], batch: 3, out }),
      message,
    );
  });
});
