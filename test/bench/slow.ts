// Times the measures of a pair that take longest, without a counterpart in NumPy: where their time goes is loops over
// triples and simplices. `npm run bench:slow [quick]`; quick: fewer anchors and draws, one round.
import { createWasmEngine } from '../../server/linalg/engines/wasm';
import { parseCall } from '../../server/measures/call';
import { Prepared } from '../../server/measures/prepared';
import { score } from '../../server/measures/score';
import { gaussian } from '../unit/linalg/matrices';

const quick = process.argv[2] === 'quick';
const [n, d, rounds] = [5000, 768, quick ? 1 : 3] as const;
const calls = quick
  ? ['rkd(anchors: 50)', 'gs(trials: 20)', 'rtd(trials: 1)']
  : ['rkd', 'gs', 'rtd', 'rtd(method: mst)'];

const engine = createWasmEngine();
const inputs = [gaussian(n, d, 1), gaussian(n, d, 2)] as const;

console.log(`node ${process.versions.node}; [${n} x ${d}] float64; CPU ms, fastest of ${rounds}`);
for (const call of calls) {
  let fastest = Infinity;
  let value: number | null = null;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    const [x, y] = inputs.map((values) => new Prepared({ values, meaning: 'activations' }, engine));
    if (x === undefined || y === undefined) throw new Error('two inputs');
    value = score(parseCall(call), x, y).value;
    const { user, system } = process.cpuUsage(before);
    fastest = Math.min(fastest, (user + system) / 1e3);
  }
  console.log(`${call.padEnd(24)}${fastest.toFixed(0).padStart(9)}   ${value}`);
}
