import assert from 'node:assert/strict';
import type { EngineChoice } from '../../../../server/linalg/engine';
import type { Products } from '../../../../server/linalg/engines/products';
import { type Accelerator, selectEngine, type Selection } from '../../../../server/linalg/engines/selection';
import { createWasmEngine } from '../../../../server/linalg/engines/wasm';
import { gaussian } from '../matrices';

const own = createWasmEngine();
const right: Products['multiply'] = (type, a, b, { transposeA, transposeB }, out) => {
  const { data } = own.multiply(matrix(a), matrix(b), { transposeA, transposeB, precision: type });
  out.set(data);
};

function matrix({ rows, cols, data }: Parameters<Products['multiply']>[1]) {
  return { rows, cols, data: Float64Array.from(data) };
}

interface Double extends Partial<Pick<Accelerator, 'automatic' | 'types'>> {
  readonly multiply?: Products['multiply'];
  readonly load?: () => Products;
}

/** A library whose parts can be replaced. */
function double(id: Products['id'], changed: Double = {}): Accelerator {
  const multiply = changed.multiply ?? right;
  return {
    id,
    types: ['float32', 'float64'],
    automatic: true,
    load: () => ({ id, title: `the double of ${id}`, multiply }),
    ...changed,
  };
}

function selected(
  choice: EngineChoice,
  accelerators: readonly Accelerator[],
  from = 0,
  { poll, native }: { readonly poll?: () => void; readonly native?: Selection['native'] } = {},
) {
  const told: string[] = [];
  const loaded: string[] = [];
  const engine = selectEngine(createWasmEngine(poll), {
    ...(native === undefined ? {} : { native }),
    settings: { choice, blasLibrary: '' },
    accelerators,
    tell: (line) => told.push(line),
    loading: (id) => loaded.push(id),
    from,
  });
  return { engine, told, loaded };
}

const [x, y] = [gaussian(20, 6, 1), gaussian(20, 7, 2)];
const expected = own.multiply(x, y, { transposeA: true });
/** Nearly right, as bfloat16 would be. */
const coarse: Products['multiply'] = (type, a, b, shape, out) => {
  right(type, a, b, shape, out);
  out.forEach((value, at) => (out[at] = value * (1 + 1e-3)));
};

describe('What multiplies', () => {
  it('is the library that is chosen, which is told with its speed once for each type', () => {
    let calls = 0;
    const counting = double('blas', {
      multiply: (...parameters) => {
        calls++;
        right(...parameters);
      },
    });
    const { engine, told, loaded } = selected('blas', [counting]);
    assert.deepEqual(engine.multiply(x, y, { transposeA: true }), expected);
    const before = calls;
    engine.multiply(x, y, { transposeA: true });
    assert.equal(calls, before + 1);
    engine.gram(x, 'columns', 'float32');
    assert.deepEqual(loaded, ['blas']);
    assert.equal(told.length, 2);
    assert.match(
      told[0] ?? '',
      /^the double of blas is used for large float64 products: [\d.]+ GFLOP\/s, WebAssembly [\d.]+ GFLOP\/s$/,
    );
    assert.match(told[1] ?? '', /large float32 products/);
  });

  for (const [fault, multiply, sentence] of [
    ['is coarser than its type', coarse, /float64 products are wrong by/],
    [
      'leaves entries out',
      (_type, _a, _b, _shape, out) => void out.fill(NaN),
      /float64 products are wrong by NaN/,
    ],
    [
      'mixes up a transposition',
      (type, a, b, shape, out) => right(type, a, { ...b, data: b.data.slice().reverse() }, shape, out),
      /wrong by/,
    ],
    [
      'writes past its result',
      (type, a, b, shape, out) => {
        right(type, a, b, shape, out);
        if (out.byteLength < out.buffer.byteLength) new Float64Array(out.buffer)[shape.m * shape.n] = 1;
      },
      /it writes past its result/,
    ],
    [
      'throws',
      () => {
        throw new Error('no kernel\nstack');
      },
      /is not used: no kernel$/,
    ],
  ] as const satisfies readonly (readonly [string, Products['multiply'], RegExp])[]) {
    it(`is WebAssembly when the library ${fault}, and that is told`, () => {
      const { engine, told } = selected('onnxruntime', [double('onnxruntime', { multiply })]);
      assert.deepEqual(engine.multiply(x, y, { transposeA: true }), expected);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', sentence);
    });
  }

  it('is WebAssembly when the library does not load', () => {
    const load = (): Products => {
      throw new Error('libfoo.so: cannot open\nRequire stack:\n- /home/x');
    };
    const { engine, told, loaded } = selected('onnxruntime', [double('onnxruntime', { load })]);
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(engine.multiply(x, y, { transposeA: true }), expected);
      engine.gram(x, 'columns', 'float32');
    }
    assert.deepEqual(loaded, ['onnxruntime']);
    assert.deepEqual(told, ['onnxruntime is not used: libfoo.so: cannot open']);
  });

  it('is WebAssembly again when the library fails later, and the result is right all the same', () => {
    let works = true;
    const moody = double('onnxruntime', {
      multiply: (...parameters) => {
        if (!works) throw new Error('out of memory');
        right(...parameters);
      },
    });
    const { engine, told, loaded } = selected('onnxruntime', [moody]);
    engine.multiply(x, y, { transposeA: true });
    works = false;
    assert.deepEqual(engine.multiply(x, y, { transposeA: true }), expected);
    works = true;
    assert.deepEqual(engine.gram(x, 'rows'), own.gram(x, 'rows'));
    assert.deepEqual(loaded, ['onnxruntime']);
    assert.deepEqual(told.slice(1), ['the double of onnxruntime failed and is used no more: out of memory']);
  });

  it('is the faster of two by itself, and never one that has to be asked for', () => {
    const slow = double('tfjs', {
      multiply: (...parameters) => {
        for (const end = performance.now() + 15; performance.now() < end;);
        right(...parameters);
      },
    });
    const quick = double('onnxruntime', { multiply: instant });
    const asked = double('blas', { automatic: false, load: () => assert.fail('it was not asked for') });
    const { engine, told } = selected('auto', [slow, quick, asked]);
    engine.multiply(x, y, { transposeA: true });
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^the double of onnxruntime is used for/);
  });

  it('is WebAssembly by itself when the library is slower', () => {
    const slow = double('onnxruntime', {
      multiply: (...parameters) => {
        for (let round = 0; round < 3; round++) right(...parameters);
      },
    });
    const { engine, told } = selected('auto', [slow]);
    assert.deepEqual(engine.multiply(x, y, { transposeA: true }), expected);
    assert.match(told[0] ?? '', /is not used for large float64 products/);
  });

  it('is the library all the same when it was slow only for a while, on a busy machine', () => {
    let timed = 0;
    const unlucky = double('onnxruntime', {
      multiply: (...parameters) => {
        if (parameters[3].k === 256 && ++timed <= 4)
          for (const end = performance.now() + 40; performance.now() < end;);
        instant(...parameters);
      },
    });
    const { engine, told } = selected('auto', [unlucky]);
    engine.multiply(x, y, { transposeA: true });
    assert.match(told[0] ?? '', /is used for large float64 products/);
    assert.ok(timed > 4);
  });

  it('does not load a library for a type it does not have', () => {
    const load = (): Products => assert.fail('it was loaded');
    const { engine } = selected('tfjs', [double('tfjs', { types: ['float32'], load })]);
    assert.deepEqual(engine.multiply(x, y, { transposeA: true }), expected);
  });

  it('is WebAssembly for everything below the size that is worth it', () => {
    const load = (): Products => assert.fail('it was loaded');
    const { engine } = selected('onnxruntime', [double('onnxruntime', { load })], 2 * 20 * 6 * 7 + 1);
    assert.deepEqual(engine.multiply(x, y, { transposeA: true }), expected);
    assert.deepEqual(engine.gram(x, 'columns'), own.gram(x, 'columns'));
  });

  it('is loaded and called in native code, and nothing else is', () => {
    let inside = false;
    let calls = 0;
    const native = <T>(call: () => T): T => {
      assert.equal(inside, false);
      inside = true;
      calls++;
      try {
        return call();
      } finally {
        inside = false;
      }
    };
    const poll = (): void => assert.equal(inside, false);
    const multiply: Products['multiply'] = (...parameters) => {
      assert.equal(inside, true);
      instant(...parameters);
    };
    const load = (): Products => {
      assert.equal(inside, true);
      return { id: 'onnxruntime', title: 'the double', multiply };
    };
    const { engine, told } = selected('auto', [double('onnxruntime', { load })], 0, { poll, native });
    engine.multiply(x, y, { transposeA: true });
    assert.match(told.join(), /^the double is used/);
    const before = calls;
    engine.multiply(x, y, { transposeA: true });
    assert.equal(calls, before + 1);
  });

  it('can be cancelled while it is tested, and is not loaded again after that', () => {
    let cancelled = false;
    const poll = (): void => {
      if (cancelled) throw new Error('cancelled');
    };
    let tests = 0;
    const multiply: Products['multiply'] = (...parameters) => {
      if (tests++ === 0) cancelled = true;
      right(...parameters);
    };
    const { engine, told, loaded } = selected('onnxruntime', [double('onnxruntime', { multiply })], 0, {
      poll,
    });
    assert.throws(() => engine.multiply(x, y, { transposeA: true }), /^Error: cancelled$/);
    cancelled = false;
    assert.deepEqual(told, []);
    assert.deepEqual(engine.multiply(x, y, { transposeA: true }), expected);
    assert.equal(told.length, 1);
    assert.deepEqual(loaded, ['onnxruntime']);
  });

  it('is nothing but WebAssembly when that is chosen', () => {
    const { engine, told } = selected('wasm', [double('onnxruntime')]);
    engine.multiply(x, y, { transposeA: true });
    assert.equal(engine.id, 'wasm');
    assert.deepEqual(told, []);
  });
});

/** Right for the small products of the self-test; in no time for those that are timed. */
function instant(...parameters: Parameters<Products['multiply']>): void {
  if (parameters[3].m < 256) right(...parameters);
}
