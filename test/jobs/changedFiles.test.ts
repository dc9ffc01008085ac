import assert from 'node:assert/strict';
import {
  appendFileSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ConfigurableJobs } from '../../server/jobs/createJobs';
import { hdf5File, types } from '../corpus/hdf5Writer';
import { bundleEntry, bundleHeader, tableFile } from '../corpus/tfWriter';
import { float32s, npyOf, safetensorsFile, zipFile } from '../corpus/writers';
import { closeJobs, realJobs, scratch, writeLayers } from './setup';

const counted = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const width = 8;

/** Tensors of one value each, so that it is seen which file it is from. */
const constant = (value: number): Buffer => float32s(...counted(width).map(() => value));

function safetensorsOf(value: number, count: number): Buffer {
  const entries = counted(count).map((i) => {
    const offsets = [4 * width * i, 4 * width * (i + 1)];
    return [`t${i}`, { dtype: 'F32', shape: [width], data_offsets: offsets }] as const;
  });
  const data = Buffer.concat(counted(count).map(() => constant(value)));
  return safetensorsFile(Object.fromEntries(entries), data);
}

/** Files of a model: the first is opened, and the last is the one that changes; all of that size whatever the value. */
const models: Readonly<
  Record<string, (value: number) => readonly (readonly [name: string, bytes: Buffer])[]>
> = {
  safetensors: (value) => [['m.safetensors', safetensorsOf(value, 600)]],
  'shards of safetensors': (value) => [
    [
      'm.safetensors.index.json',
      Buffer.from(
        JSON.stringify({
          weight_map: Object.fromEntries(counted(600).map((i) => [`t${i}`, 'b.safetensors'])),
        }),
      ),
    ],
    ['b.safetensors', safetensorsOf(value, 600)],
  ],
  'deflated npz': (value) => [
    [
      'm.npz',
      zipFile(
        counted(300).map((i) => ({
          ...{ name: `t${i}.npy`, deflate: true },
          data: npyOf('<f4', [width], constant(value)),
        })),
      ),
    ],
  ],
  HDF5: (value) => [
    [
      'm.h5',
      hdf5File(
        Object.fromEntries(
          counted(30).map((i) => [`t${i}`, { type: types.float32, shape: [width], data: constant(value) }]),
        ),
      ),
    ],
  ],
  CSV: (value) => [
    [
      'm.csv',
      Buffer.from(
        `a,b\n${counted(2000)
          .map(() => `${value}.5,${value}.5\n`)
          .join('')}`,
      ),
    ],
  ],
  'TensorFlow checkpoint': (value) => [
    [
      'm.index',
      tableFile([
        ['', bundleHeader()],
        ...counted(300).map((i) => {
          const name = `t${String(i).padStart(3, '0')}`;
          return [name, bundleEntry({ shape: [width], size: 4 * width, offset: 4 * width * i })] as const;
        }),
      ]),
    ],
    ['m.data-00000-of-00001', Buffer.concat(counted(300).map(() => constant(value)))],
  ],
};

const changes: Readonly<Record<string, (path: string, other: Buffer) => void>> = {
  'replaced by another': (path, other) => {
    writeFileSync(`${path}.new`, other);
    renameSync(`${path}.new`, path);
  },
  overwritten: (path, other) => writeFileSync(path, other),
  'cut short': (path) => truncateSync(path, statSync(path).size - 20),
  'made longer': (path) => appendFileSync(path, '\n'),
  deleted: (path) => rmSync(path),
};

/** What is told of the file: that it has changed, or what is wrong with the one that is there now. */
function told(how: string): { readonly name: string; readonly message: RegExp } {
  const isGood = how === 'replaced by another' || how === 'overwritten';
  return {
    name: 'BadInput',
    message: isGood ? /(has changed on disk|was changed or cut short)[^\n]*\.$/ : /^[^\n]{10,500}\.$/,
  };
}
/** Time stamps of files are some milliseconds apart. */
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 25));

describe('A file that changes while it is open', function () {
  this.timeout(60_000);
  let jobs: ConfigurableJobs;
  before(async () => (jobs = await realJobs({ workers: 1 })));
  after(closeJobs);

  /** Writes a model of ones; what changes it to another of twos. */
  async function written(name: string, how: string): Promise<{ path: string; change: () => void }> {
    const folder = scratch();
    const write = models[name]?.(1) ?? [];
    for (const [file, bytes] of write) writeFileSync(join(folder, file), bytes);
    const [last, other] = models[name]?.(2).at(-1) ?? ['', Buffer.alloc(0)];
    await tick();
    return {
      path: join(folder, write[0]?.[0] ?? ''),
      change: () => changes[how]?.(join(folder, last), other),
    };
  }

  for (const name of Object.keys(models)) {
    for (const how of Object.keys(changes)) {
      it(`shows no page the values of another under its header: ${name} that is ${how}`, async () => {
        const { path, change } = await written(name, how);
        const { stamp, tensorCount } = await jobs.open(path);
        const window = { firstRow: 0, rows: 1, firstColumn: 0, columns: 1 };
        const before = await jobs.slice(path, 0, window, { stamp });
        assert.equal(Math.floor(Number(before.values[0]?.[0])), 1);
        await tick();
        change();
        await assert.rejects(jobs.slice(path, 0, window, { stamp }), told(how));
        await assert.rejects(jobs.tensors(path, 0, 1, { stamp }), told(how));
        await assert.rejects(jobs.axisStatistics(path, 0, 0, { stamp }), told(how));
        await assert.rejects(
          jobs.statistics(path, () => undefined, { stamp }),
          told(how),
        );
        // Who asks for no certain one gets what is there now.
        if (how !== 'replaced by another' && how !== 'overwritten') return;
        const now = await jobs.open(path);
        assert.notEqual(now.stamp, stamp);
        assert.equal(now.tensorCount, tensorCount);
        const after = await jobs.slice(path, 0, window, { stamp: now.stamp });
        assert.equal(Math.floor(Number(after.values[0]?.[0])), 2);
      });

      it(`gives statistics of the one that was opened or none: ${name} that is ${how}`, async () => {
        const { path, change } = await written(name, how);
        const { tensorCount } = await jobs.open(path);
        const means: number[] = [];
        const problems: string[] = [];
        let changed = false;
        const computed = jobs.statistics(path, (some) => {
          if (!changed) change();
          changed = true;
          for (const { mean, error } of some) {
            means.push(Math.floor(mean ?? NaN));
            if (error !== undefined) problems.push(error);
          }
        });
        // Of many tensors some were not read yet.
        if (tensorCount > 256) await assert.rejects(computed, told(how));
        else await computed.catch((error: unknown) => assert.match(String(error), told(how).message));
        assert.deepEqual([...new Set(means)], [1]);
        assert.deepEqual(problems, []);
      });
    }
  }

  for (const how of Object.keys(changes)) {
    it(`is compared as it was or not at all, when it is ${how} meanwhile`, async () => {
      const folder = scratch();
      const [x, y, other] = ['x', 'y', 'other'].map((name, seed) =>
        writeLayers(join(folder, `${name}.safetensors`), seed, 12, 200),
      );
      assert.ok(x !== undefined && y !== undefined && other !== undefined);
      const measure = { id: 'rsm.rsa', parameters: {} };
      const expected = (await jobs.compare({ x, y, measure }, {})).cells;
      await tick();
      const content = readFileSync(other);
      let changed = false;
      const compared = jobs.compare(
        { x, y, measure },
        {
          cells: (some) => {
            if (!changed) changes[how]?.(x, content);
            changed = true;
            for (const { x: i, y: j, score } of some) {
              const before = expected.find((cell) => cell.x === i && cell.y === j);
              assert.equal(score.value, before?.score.value);
            }
          },
        },
      );
      await compared.catch((error: unknown) => assert.match(String(error), told(how).message));
      assert.ok(changed);
    });
  }
});
