import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { EngineChoice } from '../../server/linalg/engine';
import { createEngine } from '../../server/linalg/engines/catalogue';
import type { Matrix } from '../../server/linalg/matrix';
import { parseCall } from '../../server/measures/call';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import { gaussian } from '../unit/linalg/matrices';

/** NNSIM_ENGINE names it; WebAssembly where it does not. */
const choice = (process.env.NNSIM_ENGINE ?? 'wasm') as EngineChoice;
const engine = createEngine({ choice, blasLibrary: '' }, { tell: (line) => console.log(line) });

/** Calls of ours on one pair, and a Python expression, with x and y, that gives the list of their values. */
export interface Task {
  readonly title: string;
  readonly calls: readonly string[];
  readonly numpy: string;
  /** Whether the matrices are activations, or the logits of two models; absent: activations. */
  readonly meaning?: 'activations' | 'logits';
}

interface Timed {
  /** CPU milliseconds. */
  readonly time: number;
  readonly values: readonly number[];
}

/**
 * Times measures on one pair of n x d matrices, each from the bare matrices on, beside NumPy (if there is a Python with
 * it), alternating, one thread each. Prints CPU milliseconds, the fastest of several rounds, their ratio and how far
 * the values are apart.
 * @param definitions Python: the functions that the tasks call
 */
export async function besideNumPy(
  [n, d]: readonly [number, number],
  rounds: number,
  definitions: string,
  tasks: readonly Task[],
): Promise<void> {
  const [x, y] = pair(n, d);
  const numpy = await startNumPy(x, y, definitions);
  const against = numpy === null ? 'no NumPy found' : `NumPy ${numpy.version}`;
  console.log(
    `node ${process.versions.node}, ${against}; [${n} x ${d}] float64; CPU ms, fastest of ${rounds}`,
  );
  for (const { title, calls, numpy: expression, meaning = 'activations' } of tasks) {
    let [ours, theirs] = [Infinity, Infinity];
    let [values, expected]: [readonly number[], readonly number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const mine = run(calls, x, y, meaning);
      [ours, values] = [Math.min(ours, mine.time), mine.values];
      const other = await numpy?.run(expression);
      if (other !== undefined) [theirs, expected] = [Math.min(theirs, other.time), other.values];
    }
    const worst = Math.max(...values.map((value, i) => Math.abs(value / (expected[i] ?? NaN) - 1)));
    const ratio = `${theirs.toFixed(1).padStart(9)}${(ours / theirs).toFixed(2).padStart(7)} x   apart ${worst.toExponential(1)}`;
    console.log(`${title.padEnd(40)}${ours.toFixed(1).padStart(9)}${numpy === null ? '' : ratio}`);
  }
  numpy?.close();
}

/** A Gaussian matrix, and a mixture of it with as much noise. */
function pair(n: number, d: number): readonly [Matrix, Matrix] {
  const [x, noise] = [gaussian(n, d, 1), gaussian(n, d, 2)];
  const mixed = engine.multiply(x, gaussian(d, d, 3)).data;
  return [x, { ...noise, data: noise.data.map((value, at) => value + (mixed[at] ?? 0) / Math.sqrt(d)) }];
}

async function startNumPy(x: Matrix, y: Matrix, definitions: string) {
  // A preset OPENBLAS_CORETYPE would make NumPy slower than it is.
  const env: NodeJS.ProcessEnv = { ...process.env, OPENBLAS_NUM_THREADS: '1' };
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  const setUp = `
import sys, time, numpy as np
x, y = (np.frombuffer(sys.stdin.buffer.read(${8 * x.data.length})).reshape(${x.rows}, ${x.cols}) for _ in range(2))
${definitions}
print(np.__version__, flush=True)
for line in sys.stdin:
    t = time.process_time(); values = eval(line)
    print((time.process_time() - t) * 1e3, *[repr(float(v)) for v in values], flush=True)
`;
  const python = spawn('python3', ['-c', setUp], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  python.on('error', () => undefined);
  python.stdin.on('error', () => undefined);
  for (const { data } of [x, y]) python.stdin.write(new Uint8Array(data.buffer));
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string | null> => {
    const result = await lines.next();
    return result.done === true ? null : result.value;
  };
  const version = await line();
  if (version === null) return null;
  return {
    version,
    run: async (expression: string): Promise<Timed> => {
      python.stdin.write(`${expression}\n`);
      const [time = NaN, ...values] = ((await line()) ?? '').split(' ').map(Number);
      return { time, values };
    },
    close: () => python.stdin.end(),
  };
}

function run(calls: readonly string[], x: Matrix, y: Matrix, meaning: 'activations' | 'logits'): Timed {
  const before = process.cpuUsage();
  const [left, right] = [x, y].map((values) => new Prepared({ values, meaning }, engine));
  if (left === undefined || right === undefined) throw new Error('two inputs');
  const values = calls.map((call) => score(parseCall(call), left, right).value ?? NaN);
  const { user, system } = process.cpuUsage(before);
  return { time: (user + system) / 1e3, values };
}
