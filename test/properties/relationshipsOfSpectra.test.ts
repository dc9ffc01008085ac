import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { thinSvd } from '../../server/linalg/thinSvd';
import { centre } from '../../server/linalg/centre';
import { a, b } from '../goldens/closedForms';
import { build, engine, entryOf, random, relativeError, scoreOf, valueOf } from '../unit/measures/inputs';
import { transformations } from './transformations';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** Canonical correlations by the SVD of the inputs. */
function correlations(x: Matrix, y: Matrix): readonly number[] {
  const [u, v] = [thinSvd(engine, centre(x)).u, thinSvd(engine, centre(y)).u];
  return [...engine.singularValues(engine.multiply(u, v, { transposeA: true }))];
}

describe('ridge CCA', () => {
  it('is near ridge 0 the CKA and the Bures similarity of orthonormal bases', () => {
    const rhos = correlations(a, b);
    close(valueOf('cca.mean_sq(ridge: 1e-12)', a, b), sum(rhos.map((rho) => rho ** 2)) / Math.sqrt(35), 1e-8);
    close(valueOf('cca.mean(ridge: 1e-12)', a, b), sum(rhos) / Math.sqrt(35), 1e-8);
  });

  it('continues the plain value where the ranks are equal', () => {
    const [x, y] = [random(60, 5, 1), random(60, 5, 2)];
    for (const call of ['cca.mean', 'cca.mean_sq']) {
      close(valueOf(`${call}(ridge: 1e-12)`, x, y), valueOf(call, x, y), 1e-8);
    }
  });

  it('becomes linear CKA, and the cosine of the angle between the inputs, as the ridge grows', () => {
    close(valueOf('cca.mean_sq(ridge: 1e12)', a, b), valueOf('cka', a, b));
    close(valueOf('cca.mean(ridge: 1e12)', a, b), Math.cos(valueOf('angular(centre: yes)', a, b)));
  });

  it('is 1 for identical inputs, blind to rotation, scaling and translation, and not to linear maps', () => {
    for (const call of ['cca.mean(ridge: 0.1)', 'cca.mean_sq(ridge: 0.1)']) {
      close(valueOf(call, a, { ...a, data: a.data.slice() }), 1);
      for (const group of ['orthogonal', 'isotropicScaling', 'translation'] as const) {
        close(valueOf(call, transformations[group](a, 3), b), valueOf(call, a, b));
      }
      const mapped = valueOf(call, transformations.invertibleLinear(a, 3), b);
      assert.ok(Math.abs(mapped - valueOf(call, a, b)) > 1e-3);
    }
  });

  it('is defined by Q = U diag(s (s^2 + kappa)^(-1/2))', () => {
    const basis = (x: Matrix): Matrix => {
      const { u, s } = thinSvd(engine, centre(x));
      const kappa = 0.3 * (s[0] ?? NaN) ** 2;
      return build(x.rows, s.length, (i, j) => {
        const value = s[j] ?? NaN;
        return (entryOf(u, i, j) * value) / Math.sqrt(value ** 2 + kappa);
      });
    };
    const [q, p] = [basis(a), basis(b)];
    const norm = ({ data }: Matrix): number => Math.sqrt(sum(data.map((value) => value ** 2)));
    const cross = engine.multiply(q, p, { transposeA: true });
    close(
      valueOf('cca.mean_sq(ridge: 0.3)', a, b),
      norm(cross) ** 2 / norm(engine.gram(q, 'columns')) / norm(engine.gram(p, 'columns')),
    );
    close(valueOf('cca.mean(ridge: 0.3)', a, b), sum(engine.singularValues(cross)) / norm(q) / norm(p));
  });
});

describe('the statistics of squared canonical correlations', () => {
  const squares = correlations(a, b).map((rho) => rho ** 2);

  it('are Pillai’s trace, 1 - Wilks’ Lambda and the Lawley-Hotelling trace', () => {
    close(valueOf('cca.mean_sq(aggregate: pillai)', a, b), sum(squares));
    close(
      valueOf('cca.mean_sq(aggregate: wilks)', a, b),
      1 - squares.reduce((product, square) => product * (1 - square), 1),
    );
    close(
      valueOf('cca.mean_sq(aggregate: lawley)', a, b),
      sum(squares.map((square) => square / (1 - square))),
    );
  });

  it('are told beside the mean', () => {
    const details = new Map(scoreOf('cca.mean_sq', a, b).details?.map(({ name, value }) => [name, value]));
    close(details.get('Pillai trace') ?? NaN, sum(squares));
    close(details.get('Lawley-Hotelling trace') ?? NaN, valueOf('cca.mean_sq(aggregate: lawley)', a, b));
    assert.deepEqual(
      ['rank of the first input', 'rank of the second input'].map((name) => details.get(name)),
      [5, 7],
    );
    assert.equal(details.get('rank tolerance of the second input'), 24 * 2 ** -52);
  });

  it('have no Lawley-Hotelling trace where a single correlation is 1', () => {
    const x = build(40, 3, (i, j) => (j === 0 ? Math.sin(i) : Math.cos(7 * i * (j + 1))));
    const y = build(40, 4, (i, j) => (j === 0 ? Math.sin(i) : Math.cos(3 * i * i * (j + 1))));
    const { value, status, reason } = scoreOf('cca.mean_sq(aggregate: lawley)', x, y);
    assert.deepEqual([value, status], [null, 'undefined']);
    assert.match(reason ?? '', /is 1 but for rounding/);
    close(valueOf('cca.mean_sq(aggregate: wilks)', x, y), 1);
  });
});

describe('SVCCA', () => {
  it('of a number of components is mean CCA of that many principal components', () => {
    const leading = (x: Matrix, k: number): Matrix => {
      const { u } = thinSvd(engine, centre(x));
      return build(x.rows, k, (i, j) => entryOf(u, i, j));
    };
    close(
      valueOf('svcca(cut: components, components: 3)', a, b),
      valueOf('cca.mean', leading(a, 3), leading(b, 3)),
    );
    close(valueOf('svcca(cut: components, components: 100)', a, b), valueOf('cca.mean', a, b));
  });

  it('as in ReSi’s code is the correlation of the first components, whatever the threshold', () => {
    const first = valueOf('svcca(cut: components, components: 1)', a, b);
    close(valueOf('svcca(cut: resi)', a, b), first);
    close(valueOf('svcca(cut: resi, variance: 0.5)', a, b), first);
  });

  it('tells how many components it kept', () => {
    const kept = (call: string): readonly (number | undefined)[] =>
      ['first', 'second'].map(
        (which) =>
          scoreOf(call, a, b).details?.find(({ name }) => name === `components of the ${which} input`)?.value,
      );
    assert.deepEqual(kept('svcca'), [4, 5]);
    assert.deepEqual(kept('svcca(variance: 1)'), [5, 7]);
    const { s } = thinSvd(engine, centre(b));
    const needed = [...s].findIndex((_, i) => sum(s.slice(0, i + 1)) >= 0.9 * sum(s)) + 1;
    assert.equal(kept('svcca(cut: singular_values, variance: 0.9)')[1], needed);
    assert.ok(needed > (kept('svcca(variance: 0.9)')[1] ?? NaN));
  });
});
