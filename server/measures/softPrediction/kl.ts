import { ofEachInstance } from '../eachInstance';
import { mean } from '../mean';
import { none, numberOf, ok, type Measure } from '../measure';
import { logProbabilities } from '../preparations/logProbabilities';
import { probabilities } from '../preparations/probabilities';
import { unitOf, unitParameter } from '../unit';
import { ofProbabilities, whyNoDistributions } from './distributions';

/** Mean Kullback-Leibler divergence of the second model's class probabilities from the first's. */
export const kl: Measure = {
  ...ofProbabilities,
  id: 'soft.kl',
  version: 1,
  title: 'Kullback-Leibler divergence',
  range: () => [0, Infinity],
  symmetric: false,
  metric: () => false,
  parameters: [
    unitParameter,
    {
      name: 'smoothing',
      kind: 'number',
      default: 0,
      min: 0,
      max: 0.5,
      summary:
        'Share of the uniform distribution mixed into both, which keeps the value finite where a model rules a class out.',
    },
  ],
  formula: 'KL = (1/n) Σᵢ Σ_c O_ic log(O_ic / O′_ic),  0 log 0 = 0',
  tex: String.raw`\frac{1}{n} \sum_{i=1}^{n} \sum_{c} O_{ic} \log \frac{O_{ic}}{O'_{ic}}`,
  summary:
    'How badly the second model’s probabilities stand in for the first’s: what a code made for the second costs in excess when ' +
    'the first is right. It weighs classes by the first model and punishes a second that rules out what the first thinks possible.',
  caveats: [
    'Not a measure of the survey’s list of its own: the survey names it beside the Jensen-Shannon divergence, which is symmetric and always finite.',
    'Where the second model gives probability 0 to a class that the first does not, it is infinite: there is no value without smoothing.',
    'Logits go through a softmax at temperature 1 first, without losing probabilities too small for a number.',
  ],
  reference: {
    text: 'Kullback, Leibler: On Information and Sufficiency, Annals of Mathematical Statistics 22(1), 1951.',
    url: 'https://doi.org/10.1214/aoms/1177729694',
  },
  cost: (n, d) => ({ operations: 300 * n * d, bytes: 8 * n }),
  compare(x, y, parameters) {
    const unfit = whyNoDistributions([x, y]);
    if (unfit !== null) return none('undefined', unfit);
    const [unit, smoothing] = [unitOf(parameters), numberOf(parameters, 'smoothing')];
    const p = x.get(probabilities).values;
    const [logsOfP, logsOfQ] = [logProbabilities(x), logProbabilities(y)];
    const q = y.get(probabilities).values;
    const perInstance = ofEachInstance(x, (i) => {
      let sum = 0;
      if (smoothing === 0) {
        const [logP, logQ] = [logsOfP(i), logsOfQ(i)];
        for (let c = 0; c < x.d; c++) {
          const a = p[i * x.d + c] ?? 0;
          if (a > 0) sum += a * ((logP[c] ?? 0) - (logQ[c] ?? 0));
        }
      } else {
        for (let at = i * x.d; at < (i + 1) * x.d; at++) {
          const a = (1 - smoothing) * (p[at] ?? 0) + smoothing / x.d;
          const b = (1 - smoothing) * (q[at] ?? 0) + smoothing / x.d;
          sum += a * (Math.log(a) - Math.log(b));
        }
      }
      return unit * Math.max(0, sum);
    });
    const infinite = perInstance.indexOf(Infinity);
    if (infinite >= 0) {
      const advice = 'give a smoothing such as 1e-6, or use the Jensen-Shannon divergence';
      return none(
        'undefined',
        `In row ${infinite} the second model rules out what the first does not: ${advice}.`,
      );
    }
    return ok(mean(perInstance), { perInstance });
  },
};
