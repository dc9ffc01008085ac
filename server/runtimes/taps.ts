import { BadInput, quoted } from '../tensors/badInput';
import type { Anatomy, Step } from './runtime';

/** What layers end with: their values are what people call the activations of a layer. */
const nonlinear =
  /^(Relu|LeakyRelu|PRelu|Elu|Selu|Celu|Gelu|FastGelu|QuickGelu|Mish|HardSwish|HardSigmoid|Sigmoid|Tanh|Softplus|Clip|Swish|Silu)$/;
const linear = /^(Conv|Gemm|MatMul|Add|LayerNormalization|SkipLayerNormalization|LSTM|GRU|RNN)$/;

/**
 * The values to take: those whose names fit one of the patterns (`*` stands for anything), and the outputs. Without
 * patterns, what the non-linear operators give; in a model without any, what the linear ones give. Throws BadInput for a
 * pattern that fits none.
 */
export function chosenTaps({ steps }: Anatomy, patterns: readonly string[] | undefined): readonly Step[] {
  const outputs = steps.filter(({ isOutput }) => isOutput);
  const inner = steps.filter(({ isOutput }) => !isOutput);
  if (patterns === undefined) {
    const layers = inner.filter((step) => kindOf(step) === 'nonlinear');
    const taken = layers.length > 0 ? layers : inner.filter((step) => kindOf(step) === 'linear');
    return [...taken, ...outputs];
  }
  const chosen = new Set<Step>();
  for (const pattern of patterns) {
    const shape = new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`, 's');
    const fitting = steps.filter(({ name }) => shape.test(name));
    if (fitting.length === 0)
      throw new BadInput(
        `No value of the model is called ${quoted(pattern)}: nnsim run MODEL --list names them.`,
      );
    for (const step of fitting) chosen.add(step);
  }
  return steps.filter((step) => chosen.has(step) || step.isOutput);
}

function kindOf({ kind, operator }: Step): NonNullable<Step['kind']> {
  return kind ?? (nonlinear.test(operator) ? 'nonlinear' : linear.test(operator) ? 'linear' : 'other');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
