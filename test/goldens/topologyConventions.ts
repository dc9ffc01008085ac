import type { Counterpart, Golden } from './conventions';

/** The counterparts of golden values of the topology measures. */
export function topologyCounterpart(row: Golden): Counterpart | string | null {
  switch (row.measure) {
    case 'imd_exact':
      return { call: imdCall(row) };
    case 'imd':
      // Theirs are estimates; ours is the value they scatter about.
      return { call: imdCall(row), ...scattered(row) };
    case 'geometry_score':
      return { call: geometryScoreCall(row), ...scattered(row) };
    case 'rtd':
      return { call: 'rtd', ...singlePrecision(row) };
    case 'rtd_onesided': {
      const [from, to] = row.params.direction === 'X->Y' ? ['first', 'second'] : ['second', 'first'];
      return { call: 'rtd', detail: `from the ${from} to the ${to}`, ...singlePrecision(row) };
    }
    default:
      return null;
  }
}

function geometryScoreCall({ params }: Golden): string {
  const gamma = params.gamma === '1/128*N/5000' ? 'code' : 'fixed';
  return `gs(gamma: ${gamma}, draw: replacement, trials: ${String(params.n)})`;
}

function singlePrecision({ peer }: Golden): Partial<Counterpart> {
  return peer === 'own' ? {} : { tolerance: 3e-6, because: 'their distances are float32' };
}

function imdCall({ params }: Golden): string {
  const over = params.mode === 'l2' ? 'norm' : 'maximum';
  return `imd(k: ${String(params.k)}, scaling: msid, over: ${over})`;
}

/** Four standard deviations of one of their runs: their value is the mean of ten. */
function scattered({ std }: Golden): Partial<Counterpart> {
  return { allowed: 4 * (std ?? 0), because: 'their estimates scatter' };
}
