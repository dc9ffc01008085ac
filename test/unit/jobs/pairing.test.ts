import assert from 'node:assert/strict';
import { diagonalFirst, pairLayers } from '../../../server/jobs/pairing';
import type { TensorEntry } from '../../../server/protocol';
import { runThrough } from '../../../server/tensors/slices';

const pairLayersNow = (...given: Parameters<typeof pairLayers>) => runThrough(pairLayers(...given));

function tensor(name: string, shape: readonly number[], more: Partial<TensorEntry> = {}): TensorEntry {
  return { name, dtype: 'float32', shape, bytes: 0, ...more };
}

describe('Pairing layers', () => {
  it('goes from the diagonal outwards and visits every pair once', () => {
    const pairs = runThrough(diagonalFirst(4, 4));
    assert.deepEqual(pairs.slice(0, 4), [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    assert.deepEqual(pairs.slice(-2), [
      [0, 3],
      [3, 0],
    ]);
    for (const [rows, cols] of [
      [3, 7],
      [1, 5],
      [5, 1],
      [1, 1],
    ] as const) {
      const all = runThrough(diagonalFirst(rows, cols));
      assert.equal(new Set(all.map(String)).size, rows * cols);
      assert.equal(all.length, rows * cols);
    }
  });

  it('keeps layers of activations in file order and says what it leaves out', () => {
    const x = [
      tensor('labels', [9], { dtype: 'int64' }),
      tensor('b', [9, 2]),
      tensor('odd', [8, 2]),
      tensor('a', [9, 3]),
      tensor('secret', [9, 3], { unreadable: 'its type is unknown' }),
    ];
    const {
      x: left,
      pairs,
      notes,
    } = pairLayersNow(
      'activations',
      { path: '/m/x.npz', tensors: x },
      { path: '/m/y.npz', tensors: [tensor('c', [9, 5])] },
    );
    assert.deepEqual(
      left.map(({ entry, index }) => [entry.name, index]),
      [
        ['b', 1],
        ['a', 3],
      ],
    );
    assert.equal(pairs.length, 2);
    assert.deepEqual(notes, [
      'Left out: 1 tensor of x.npz, cannot be read ("secret").',
      'Left out: 1 tensor of x.npz, with other row counts than 9 ("odd").',
      'Left out: 1 tensor of x.npz, of whole numbers in one column: labels or row numbers, no features ("labels").',
    ]);
  });

  it('puts layers in the order of the model when the file is sorted by name, and keeps their positions', () => {
    const tensors = ['l.0', 'l.1', 'l.10', 'l.2'].map((name) => tensor(name, [9, 2]));
    const side = { path: 'x', tensors };
    const order = ['l.0', 'l.1', 'l.2', 'l.10'];
    for (const kind of ['activations', 'weights'] as const) {
      const { x, y } = pairLayersNow(kind, side, side);
      for (const placed of [x, y]) {
        assert.deepEqual(
          placed.map(({ entry }) => entry.name),
          order,
        );
        for (const { entry, index } of placed) assert.equal(tensors[index], entry);
      }
    }
  });

  it('tells files of one name apart in its notes', () => {
    const common = tensor('w', [2, 2]);
    const { notes } = pairLayersNow(
      'weights',
      { path: '/m/seed0/last.npz', tensors: [common, tensor('a', [3])] },
      { path: '/m/seed1/last.npz', tensors: [common] },
    );
    assert.equal(notes[0], 'Left out: 1 tensor of seed0/last.npz, not in seed1/last.npz ("a").');
  });

  it('names three of many tensors that it leaves out', () => {
    const many = Array.from({ length: 5 }, (_, i) => tensor(`t${i}`, [4, 4]));
    const common = tensor('w', [2, 2]);
    const { notes } = pairLayersNow(
      'weights',
      { path: 'x', tensors: [...many, common] },
      { path: 'y', tensors: [common] },
    );
    assert.equal(notes[0], 'Left out: 5 tensors of x, not in y ("t0", "t1", "t2" and 2 more).');
    assert.match(notes[1] ?? '', /separately trained networks have no common axes/);
  });

  it('refuses files that have nothing in common, and grids nobody can look at', () => {
    const one = { path: 'x', tensors: [tensor('a', [3, 2])] };
    const other = { path: 'y', tensors: [tensor('b', [4, 2])] };
    assert.throws(() => pairLayersNow('activations', one, other), {
      name: 'BadInput',
      message: /^No tensor of x has as many rows as one of y \(3 and 4\)/,
    });
    assert.throws(() => pairLayersNow('weights', one, other), {
      name: 'BadInput',
      message: /nothing to compare/,
    });
    const many = Array.from({ length: 400 }, (_, i) => tensor(`t${i}`, [4, 4]));
    const wide = { path: 'z', tensors: many };
    assert.throws(() => pairLayersNow('activations', wide, wide), {
      name: 'BadInput',
      message: /160000 pairs/,
    });
  });

  it('does not mistake hostile names for properties', () => {
    const hostile = [tensor('__proto__', [2, 2]), tensor('constructor', [2, 2])];
    const side = { path: 'x', tensors: hostile };
    assert.equal(pairLayersNow('weights', side, side).pairs.length, 2);
    assert.throws(() => pairLayersNow('weights', side, { path: 'y', tensors: [tensor('toString', [2, 2])] }));
  });

  it('comes up for air every few hundred tensors', () => {
    const tensors = Array.from({ length: 20_000 }, (_, i) => tensor(`layer${i}.weight`, [2, 2]));
    let looks = 0;
    const watched = tensors.map((one) => ({
      ...one,
      get name() {
        looks++;
        return one.name;
      },
    }));
    const side = { path: 'x', tensors: watched };
    const steps = pairLayers('weights', side, side);
    let most = 0;
    for (let step = steps.next(); step.done !== true; step = steps.next()) {
      most = Math.max(most, looks);
      looks = 0;
    }
    // Sorting asks for names most often: 512 tensors at once, some ten times each.
    assert.ok(most > 0 && most < 20_000, `${most} looks at a name without a breath`);
  });
});
