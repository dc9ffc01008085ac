import { engineChoices, type Settings } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import type { Arguments } from './command';

/** What multiplies, as the person says it. */
export type EngineWish = Pick<Settings, 'engine' | 'blasLibrary'>;

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
} as const;

/** The options, else the environment. Throws BadInput for an engine there is not. */
export function engineWish(
  args: Arguments,
  environment: Readonly<Record<string, string | undefined>>,
): EngineWish {
  const named = args.text('engine') ?? environment.NNSIM_ENGINE ?? 'auto';
  const engine = engineChoices.find((choice) => choice === named);
  if (engine === undefined) {
    throw new BadInput(`There is no engine ${quoted(named)}: it is one of ${engineChoices.join(', ')}.`);
  }
  return { engine, blasLibrary: args.text('blas-library') ?? environment.NNSIM_BLAS_LIBRARY ?? '' };
}
