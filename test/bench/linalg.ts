// Times the numeric kernels, and what pure JavaScript would take, beside NumPy (if there is a Python with it),
// alternating, one thread each.
// Prints milliseconds (the fastest of several rounds) and the ratio of the two.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EigenvalueDecomposition, Matrix as PureMatrix, SingularValueDecomposition } from 'ml-matrix';
import { createWasmEngine } from '../../server/linalg/engines/wasm';
import type { Matrix } from '../../server/linalg/matrix';
import { thinSvd } from '../../server/linalg/thinSvd';
import { gaussian, single } from '../unit/linalg/matrices';

const rounds = Number(process.argv[2] ?? 5);
const engine = createWasmEngine();

/** Columns of falling size, as activations have: condition about 1e5. */
function graded(rows: number, cols: number, seed: number): Matrix {
  const m = gaussian(rows, cols, seed);
  return { ...m, data: m.data.map((x, at) => x * 10 ** ((-5 * (at % cols)) / cols)) };
}

const square = gaussian(1024, 1024, 1);
const tall = gaussian(5000, 768, 2);
const tallSingle = single(tall);
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

const tasks: readonly (readonly [string, string, () => unknown])[] = [
  [
    'product f32, (5000 x 768)^T (5000 x 768)',
    'tallSingle.T @ otherSingle',
    () => engine.multiply(tallSingle, tallSingle, { transposeA: true, precision: 'float32' }),
  ],
  [
    'product mixed, the same (NumPy f64)',
    'tall.T @ other',
    () => engine.multiply(tallSingle, tallSingle, { transposeA: true, precision: 'mixed' }),
  ],
  [
    'product f64, the same',
    'tall.T @ other',
    () => engine.multiply(tall, tall, { transposeA: true, precision: 'float64' }),
  ],
  ['product f64, 1024 cubed', 'square @ cross[1024]', () => engine.multiply(square, square)],
  ['Gram f32, 5000 x 768', 'tallSingle.T @ tallSingle', () => engine.gram(tallSingle, 'columns', 'float32')],
  ['Gram f64, 5000 x 768', 'tall.T @ tall', () => engine.gram(tall, 'columns')],
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
  for (const [title, expression, task] of tasks) {
    let ours = Infinity;
    let theirs = Infinity;
    for (let round = 0; round < rounds; round++) {
      ours = Math.min(ours, cpuTime(task));
      if (numpy !== null) theirs = Math.min(theirs, await numpy.time(expression));
    }
    const beside =
      numpy === null ? '' : `${theirs.toFixed(1).padStart(9)}${(ours / theirs).toFixed(2).padStart(8)} x`;
    console.log(`${title.padEnd(44)}${ours.toFixed(1).padStart(9)}${beside}`);
  }
  numpy?.close();
}

void main();
