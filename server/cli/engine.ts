import { engineChoices, type Settings } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import type { Arguments } from './command';

/** What multiplies and how much memory there may be, as the person says it. */
export type EngineWish = Pick<Settings, 'engine' | 'blasLibrary'> & Partial<Pick<Settings, 'memoryLimit'>>;

/** What the person raises where the memory does not suffice. */
export const memoryOption = '--memory';
/** The range of the editor's setting, in MiB. */
const [leastMemory, mostMemory] = [64, 2 ** 20];

/** Options of every command that computes. */
export const engineOptions = {
  engine: {
    type: 'string',
    value: engineChoices.join('|'),
    summary: 'what multiplies large matrices (or NNSIM_ENGINE); absent: ONNX Runtime where it is faster',
  },
  'blas-library': {
    type: 'string',
    value: 'FILE',
    summary: 'the BLAS of --engine blas (or NNSIM_BLAS_LIBRARY); absent: one that is found',
  },
  memory: {
    type: 'string',
    value: 'MIB',
    summary: 'most memory that the work may hold at once, in MiB (or NNSIM_MEMORY); absent: 2048',
  },
} as const;

/** The options, else the environment. Throws BadInput for an engine there is not, and for no number of MiB. */
export function engineWish(
  args: Arguments,
  environment: Readonly<Record<string, string | undefined>>,
): EngineWish {
  const named = args.text('engine') ?? environment.NNSIM_ENGINE ?? 'auto';
  const engine = engineChoices.find((choice) => choice === named);
  if (engine === undefined) {
    throw new BadInput(`There is no engine ${quoted(named)}: it is one of ${engineChoices.join(', ')}.`);
  }
  const blasLibrary = args.text('blas-library') ?? environment.NNSIM_BLAS_LIBRARY ?? '';
  const memory = args.text('memory') ?? environment.NNSIM_MEMORY;
  return { engine, blasLibrary, ...(memory !== undefined && { memoryLimit: memoryOf(memory) }) };
}

function memoryOf(written: string): number {
  const mebibytes = /^\d{1,9}$/.test(written) ? Number(written) : NaN;
  if (mebibytes >= leastMemory && mebibytes <= mostMemory) return mebibytes;
  throw new BadInput(
    `${memoryOption} is a whole number of MiB from ${leastMemory} to ${mostMemory}, not ${quoted(written)}.`,
  );
}
