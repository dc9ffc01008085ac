import { labelsOf, truth } from '../hardPrediction/correctness';
import { none, numberOf, ok, type Measure } from '../measure';
import { magnitude } from '../preparations/magnitude';
import { answer, type Block, layout, ofAttacks, whyNoBlocks, widthOf } from './answers';

/** How often an attack against one model also fools the other. Hwang et al. 2023. */
export const transferability: Measure = {
  ...ofAttacks,
  id: 'adv.transfer',
  version: 1,
  title: 'Adversarial transferability (SAT)',
  range: (parameters) => [Math.log(numberOf(parameters, 'epsilon')), Math.log(100)],
  // log 100 where every attack succeeds.
  identity: () => NaN,
  symmetric: true,
  needs: { rows: 1, equalWidths: true, matchedRows: true, labels: true },
  parameters: [
    {
      name: 'epsilon',
      kind: 'number',
      default: 0.01,
      min: 1e-12,
      max: 99,
      summary: 'Per cent that count where fewer attacks transfer, so that there is a logarithm.',
    },
  ],
  formula: 'log max{ε, (100 / 2|X|) Σ_X ([f(x̃′) ≠ y] + [f′(x̃) ≠ y])},  X: those both get right',
  tex: String.raw`\log \max \left\{ \varepsilon, \frac{100}{2 |X|} \sum_{x \in X} \left( [f(\tilde{x}') \neq y] + [f'(\tilde{x}) \neq y] \right) \right\}, \quad X = \{ x : f(x) = f'(x) = y \}`,
  summary:
    'Whether two models are fooled by the same changes of their inputs: of the instances that both classify rightly, the ' +
    'per cent on which an attack made against one model fools the other, as a natural logarithm. Models that are fooled alike reach log 100, 4.61.',
  caveats: [
    layout,
    'Blocks are class scores, or one column of class numbers each; labels are class numbers in the order of the columns, from 0.',
    'The value hangs on the attack, its norm and its size: compare values of the same attack only.',
    'A weak attack looks like models that differ: the details tell how often each attack fools the model it was made against.',
    'The paper leaves ε open; the survey does too: 0.01 here.',
  ],
  reference: {
    text: 'Hwang, Lee, Kim, Yun, Oh: Similarity of Neural Architectures using Adversarial Attack Transferability, 2022.',
    url: 'https://arxiv.org/abs/2210.11407',
  },
  obstacle: (_, d) => whyNoBlocks(d),
  preparations: () => [magnitude],
  cost: (n, d) => ({ operations: 60 * n * d, bytes: 8 * n }),
  compare(x, y, parameters) {
    const labels = truth(labelsOf(x));
    const classes = widthOf(x);
    const odd = labels.find((label) => label < 0 || label >= classes);
    if (classes > 1 && odd !== undefined) {
      return none(
        'undefined',
        `A label is ${odd} but the answers score classes 0 to ${classes - 1}: number the labels in the order of the columns, from 0.`,
      );
    }
    const wrong = (of: typeof x, i: number, block: Block): number =>
      predicted(answer(of, i, block)) === labels[i] ? 0 : 1;
    let right = 0;
    const fooled = { first: 0, second: 0, firstByOwn: 0, secondByOwn: 0 };
    for (let i = 0; i < x.n; i++) {
      if (i % 1024 === 0) x.engine.poll();
      if (wrong(x, i, 'clean') + wrong(y, i, 'clean') > 0) continue;
      right++;
      fooled.first += wrong(x, i, 'other');
      fooled.second += wrong(y, i, 'other');
      fooled.firstByOwn += wrong(x, i, 'own');
      fooled.secondByOwn += wrong(y, i, 'own');
    }
    if (right === 0) return none('undefined', 'There is no instance that both models classify rightly.');
    const { first, second, firstByOwn, secondByOwn } = fooled;
    if (first + second + firstByOwn + secondByOwn === 0) {
      return none(
        'degenerate',
        'No attack fools any model, not even the one it was made against: there is nothing to transfer; allow larger changes.',
      );
    }
    const share = (100 * (first + second)) / (2 * right);
    const details = [
      { name: 'instances both get right', value: right },
      { name: 'attacks on the second that fool the first', value: first / right },
      { name: 'attacks on the first that fool the second', value: second / right },
      { name: 'attacks on the first that fool it', value: firstByOwn / right },
      { name: 'attacks on the second that fool it', value: secondByOwn / right },
    ];
    return ok(Math.log(Math.max(numberOf(parameters, 'epsilon'), share)), { details });
  },
};

/** The class that is answered: the number given, or the column of the largest score, the first of equal ones. */
function predicted(block: Float32Array | Float64Array): number {
  if (block.length === 1) return block[0] ?? 0;
  let best = 0;
  for (let c = 1; c < block.length; c++) if ((block[c] ?? 0) > (block[best] ?? 0)) best = c;
  return best;
}
