import assert from 'node:assert/strict';
import { entryOf, relativeError, valueOf } from '../unit/measures/inputs';
import { a, b } from './closedForms';

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describe('measures on inputs given by formulas', () => {
  it('have the inputs that the values belong to', () => {
    assert.ok(Math.abs(sum(a.data) - 1.725574916) < 1e-9);
    assert.ok(Math.abs(sum(b.data) - 44.5084572775) < 1e-8);
    assert.ok(Math.abs(entryOf(b, 0, 0) + 2.1042802009) < 1e-9);
  });

  const pairs: readonly (readonly [call: string, value: number])[] = [
    ['cca.mean', 0.5927912421],
    ['cca.mean(denominator: width)', 0.5927912421],
    ['cca.mean_sq', 0.4751198523],
    ['cca.svcca', 0.6152485127],
    ['cca.svcca(cut: resi)', 0.3104009768],
    ['cca.pwcca', 0.6613150502],
    ['align.procrustes', 13.091012524],
    ['align.procrustes(centre: yes)', 12.6462956317],
    ['align.procrustes(centre: yes, scale: frobenius)', 0.7586598458],
    ['align.angular', 0.7946770567],
    ['align.angular(centre: yes)', 0.7781439718],
    ['align.procrustes(over: permutations)', 14.6007536803],
    ['align.procrustes(over: permutations, centre: yes, scale: frobenius)', 0.9338247732],
    ['align.angular(over: permutations, centre: yes)', 0.9715919404],
    ['align.aligned_cosine', 0.6789380989],
    ['align.corr_match', 0.661132929],
    ['align.corr_match(matching: relaxed)', 0.661132929],
    ['align.corr_match(matching: symmetric)', 0.7286360733],
    ['align.soft_matching', 0.3816694574],
    ['align.soft_matching_correlation', 0.5928285836],
    ['align.max_match(epsilon: 0.5)', 0],
    ['align.partial_whitening(alpha: 0)', 1.0460424186],
    ['align.partial_whitening(alpha: 0.5)', 0.7876356884],
    ['align.partial_whitening', 0.7781439718],
    ['align.linreg', 0.583918552],
    ['align.linreg(predict: second)', 0.9376153327],
    ['rsm.norm', 214.1258463177],
    ['rsm.norm(inner: euclidean)', 70.3470546528],
    ['rsm.norm(inner: euclidean, norm: spectral)', 59.0370630698],
    ['rsm.rsa', 0.5849134573],
    ['rsm.rsa(outer: pearson)', 0.5882673357],
    ['rsm.cka', 0.6176471672],
    ['rsm.cka(estimator: debiased)', 0.6074974317],
    ['rsm.cka(kernel: rbf, bandwidth: 0.2)', 0.8988414082],
    ['rsm.cka(kernel: rbf, bandwidth: 0.4)', 0.740121387],
    ['rsm.cka(kernel: rbf, bandwidth: 0.5)', 0.7008540308],
    ['rsm.cka(kernel: rbf, bandwidth: 0.8)', 0.673201952],
    ['rsm.cka(kernel: rbf, median: offdiagonal)', 0.6726726154],
    ['rsm.rkd', 1502.4508215738],
    ['rsm.rkd(reduction: mean)', 0.1086842319],
    ['rsm.rkd(relation: distance)', 58.0359931615],
    ['rsm.rkd(relation: distance, reduction: mean)', 0.1007569326],
    ['rsm.dcor', 0.8485274533],
    ['rsm.dcor(squared: yes)', 0.719998839],
    ['rsm.nbs', 0.700515267],
    ['rsm.nbs(centre: yes)', 0.7122176192],
    ['rsm.eos', 0.3331584977],
    ['rsm.gulp', 2.6923598342],
    ['rsm.gulp(squared: yes)', 7.2488014769],
    ['rsm.gulp(lambda: 0.01)', 1.682715333],
    ['rsm.gulp(lambda: 0.1)', 0.9350912186],
    ['rsm.gulp(lambda: 0.1, squared: yes)', 0.8743955876],
    ['rsm.gulp(lambda: 1)', 0.3696962102],
    ['rsm.gulp(lambda: 0.01, scaling: rows)', 2.0593710259],
    ['rsm.gulp(lambda: 0.1, scaling: rows)', 1.1565718726],
    ['rsm.gulp(lambda: 1, scaling: rows)', 0.3474680848],
    ['nn.jaccard(k: 5)', 0.3745039683],
    ['nn.rank(k: 5)', 0.4647909251],
    ['nn.joint(k: 5)', 0.2217250328],
    ['nn.second_order_cos(k: 5)', 0.6076237513],
    ['nn.second_order_cos(k: 5, compat: resi)', 0.6500569201],
    ['topo.imd', 0.0021849261],
    ['topo.imd(scaling: msid)', 91.038588773],
  ];
  for (const [call, value] of pairs) {
    // The values are given to ten decimals.
    it(`${call} is ${value}`, () =>
      assert.ok(Math.abs(valueOf(call, a, b) - value) < 1e-9 * Math.max(1, value)));
  }

  it('pwcca weighted by the second input is 0.8744741487', () => {
    assert.ok(Math.abs(valueOf('pwcca', b, a) - 0.8744741487) < 1e-9);
  });

  it('pwcca as in the svcca package is 0.710, further digits hanging on the signs of singular vectors', () => {
    assert.ok(Math.abs(valueOf('pwcca(compat: google)', a, b) - 0.7101752222) < 5e-4);
  });

  it('the squared Procrustes distance is the square', () => {
    assert.ok(relativeError(valueOf('procrustes(squared: yes)', a, b), 13.091012524 ** 2) < 1e-9);
  });
});
