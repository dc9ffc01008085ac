// Times the numeric kernels, the accelerators that are there, and what pure JavaScript would take, beside NumPy (if there
// is a Python with it), alternating, one thread each.
// Prints milliseconds (the fastest of several rounds) and their ratios to NumPy.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EigenvalueDecomposition, Matrix as PureMatrix, SingularValueDecomposition } from 'ml-matrix';
import type { Engine } from '../../server/linalg/engine';
import { createEngine } from '../../server/linalg/engines/catalogue';
import { createWasmEngine } from '../../server/linalg/engines/wasm';
import type { Matrix } from '../../server/linalg/matrix';
import { thinSvd } from '../../server/linalg/thinSvd';
import { gaussian, single } from '../unit/linalg/matrices';

const rounds = Number(process.argv[2] ?? 5);
const engine = createWasmEngine();

/** Engines with an accelerator that is used, by name. */
const accelerated = new Map(
  (['onnxruntime', 'blas'] as const).flatMap((choice): (readonly [string, Engine])[] => {
    const told: string[] = [];
    const settings = { choice, blasLibrary: '' };
    const made = createEngine(settings, { tell: (line) => told.push(line), from: 1e7 });
    const small = gaussian(200, 200, 9);
    for (const precision of ['float32', 'float64'] as const) made.multiply(small, small, { precision });
    console.log(told.join('\n'));
    return told.every((line) => line.includes(' is used for ')) ? [[choice, made]] : [];
  }),
);

/** Columns of falling size, as activations have: condition about 1e5. */
function graded(rows: number, cols: number, seed: number): Matrix {
  const m = gaussian(rows, cols, seed);
  return { ...m, data: m.data.map((x, at) => x * 10 ** ((-5 * (at % cols)) / cols)) };
}

const square = gaussian(1024, 1024, 1);
const tall = gaussian(5000, 768, 2);
const tallSingle = single(tall);
const upper = { rows: 2000, cols: 768, data: tall.data.subarray(0, 2000 * 768) };
const activations = graded(5000, 768, 3);
const grams = new Map([512, 1024].map((n) => [n, engine.gram(gaussian(2 * n, n, n), 'columns')]));
const crosses = new Map([512, 1024].map((n) => [n, gaussian(n, n, n + 1)]));
/** For the same in pure JavaScript. */
const inPureJavaScript = ({ rows, cols, data }: Matrix): PureMatrix =>
  PureMatrix.from1DArray(rows, cols, [...data]);
const pure = inPureJavaScript(crosses.get(512) ?? square);
const pureGram = inPureJavaScript(grams.get(512) ?? square);

const setUp = `
import sys, time, numpy as np
r = np.random.default_rng(1)
square = r.standard_normal((1024, 1024)); tall = r.standard_normal((5000, 768)); tallSingle = tall.astype(np.float32)
activations = tall * 10.0 ** (-5 * np.arange(768) / 768)
gram = {n: (lambda x: x.T @ x)(r.standard_normal((2 * n, n))) for n in (512, 1024)}
cross = {n: r.standard_normal((n, n)) for n in (512, 1024)}
other = tall[::-1].copy(); otherSingle = other.astype(np.float32)
print(np.__version__, flush=True)
for line in sys.stdin:
    t = time.process_time(); eval(line); print((time.process_time() - t) * 1e3, flush=True)
`;

/** Products, which accelerators compute too. */
const products: readonly (readonly [string, string, (engine: Engine) => unknown])[] = [
  [
    'product f32, (5000 x 768)^T (5000 x 768)',
    'tallSingle.T @ otherSingle',
    (e) => e.multiply(tallSingle, tallSingle, { transposeA: true, precision: 'float32' }),
  ],
  [
    'product mixed, the same (NumPy f64)',
    'tall.T @ other',
    (e) => e.multiply(tallSingle, tallSingle, { transposeA: true, precision: 'mixed' }),
  ],
  [
    'product f64, the same',
    'tall.T @ other',
    (e) => e.multiply(tall, tall, { transposeA: true, precision: 'float64' }),
  ],
  ['product f64, 1024 cubed', 'square @ cross[1024]', (e) => e.multiply(square, square)],
  ['Gram f32, 5000 x 768', 'tallSingle.T @ tallSingle', (e) => e.gram(tallSingle, 'columns', 'float32')],
  ['Gram f64, 5000 x 768', 'tall.T @ tall', (e) => e.gram(tall, 'columns')],
  ['Gram of rows f64, 2000 x 768', 'tall[:2000] @ tall[:2000].T', (e) => e.gram(upper, 'rows')],
];

const tasks: readonly (readonly [string, string, () => unknown])[] = [
  ...[512, 1024].flatMap((n): (readonly [string, string, () => unknown])[] => {
    const gram = grams.get(n) ?? square;
    const cross = crosses.get(n) ?? square;
    return [
      [`eigenvalues ${n}`, `np.linalg.eigvalsh(gram[${n}])`, () => engine.eigenvaluesSymmetric(gram)],
      [`eigenvectors ${n}`, `np.linalg.eigh(gram[${n}])`, () => engine.eigenSymmetric(gram)],
      [
        `singular values ${n}`,
        `np.linalg.svd(cross[${n}], compute_uv=False)`,
        () => engine.singularValues(cross),
      ],
      [
        `thin SVD ${n} x ${n}`,
        `np.linalg.svd(cross[${n}], full_matrices=False)`,
        () => thinSvd(engine, cross),
      ],
    ];
  }),
  ['thin SVD 5000 x 768', 'np.linalg.svd(tall, full_matrices=False)', () => thinSvd(engine, tall)],
  [
    'thin SVD 5000 x 768, condition 1e5',
    'np.linalg.svd(activations, full_matrices=False)',
    () => thinSvd(engine, activations),
  ],
  ['ml-matrix: product, 512 cubed', 'cross[512] @ cross[512]', () => pure.mmul(pure)],
  [
    'ml-matrix: eigenvectors 512',
    'np.linalg.eigh(gram[512])',
    () => new EigenvalueDecomposition(pureGram, { assumeSymmetric: true }),
  ],
  [
    'ml-matrix: thin SVD 512 x 512',
    'np.linalg.svd(cross[512], full_matrices=False)',
    () => new SingularValueDecomposition(pure),
  ],
];

interface NumPy {
  readonly version: string;
  /** CPU time of an expression in ms. */
  time(expression: string): Promise<number>;
  close(): void;
}

async function startNumPy(): Promise<NumPy | null> {
  // A preset OPENBLAS_CORETYPE would make NumPy slower than it is.
  const env: NodeJS.ProcessEnv = { ...process.env, OPENBLAS_NUM_THREADS: '1' };
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  const python = spawn('python3', ['-c', setUp], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  python.on('error', () => undefined);
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string | null> => {
    const result = await lines.next();
    return result.done === true ? null : result.value;
  };
  const version = await line();
  if (version === null) return null;
  return {
    version,
    time: async (expression) => {
      python.stdin.write(`${expression}\n`);
      return Number(await line());
    },
    close: () => python.stdin.end(),
  };
}

function cpuTime(task: () => unknown): number {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3;
}

async function main(): Promise<void> {
  const numpy = await startNumPy();
  const against = numpy === null ? 'no NumPy found' : `NumPy ${numpy.version}`;
  console.log(`node ${process.versions.node}, ${against}; CPU milliseconds, fastest of ${rounds}`);
  const engines = new Map([['WebAssembly', engine], ...accelerated]);
  console.log(`${''.padEnd(44)}${[...engines.keys(), 'NumPy'].map((name) => name.padStart(12)).join('')}`);
  const lines = [
    ...products.map(
      ([title, expression, task]) =>
        [title, expression, [...engines.values()].map((each) => () => task(each))] as const,
    ),
    ...tasks.map(([title, expression, task]) => [title, expression, [task]] as const),
  ];
  for (const [title, expression, ours] of lines) {
    const best = ours.map(() => Infinity);
    let theirs = Infinity;
    for (let round = 0; round < rounds; round++) {
      ours.forEach((task, i) => (best[i] = Math.min(best[i] ?? Infinity, cpuTime(task))));
      if (numpy !== null) theirs = Math.min(theirs, await numpy.time(expression));
    }
    const times = [...best, ...(numpy === null ? [] : [theirs])].map((ms) => ms.toFixed(1).padStart(12));
    const ratios = numpy === null ? [] : best.map((ms) => `${(ms / theirs).toFixed(2)} x`.padStart(9));
    console.log([title.padEnd(44), ...times, ...ratios].join(''));
  }
  numpy?.close();
}

void main();
