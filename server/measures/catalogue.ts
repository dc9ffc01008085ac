import { BadInput, quoted } from '../tensors/badInput';
import { modelDiff } from './adversarial/modelDiff';
import { transferability } from './adversarial/transfer';
import { alignedCosine } from './alignment/alignedCosine';
import { angular } from './alignment/angular';
import { contrasim } from './alignment/contrasim';
import { corrMatch } from './alignment/corrMatch';
import { maxMatch } from './alignment/maxMatch';
import { linearRegression } from './alignment/linearRegression';
import { partialWhitening } from './alignment/partialWhitening';
import { procrustes } from './alignment/procrustes';
import { softMatching } from './alignment/softMatching';
import { softMatchingCorrelation } from './alignment/softMatchingCorrelation';
import { meanCca } from './cca/meanCca';
import { meanSquaredCca } from './cca/meanSquaredCca';
import { pwcca } from './cca/pwcca';
import { svcca } from './cca/svcca';
import { saliency } from './gradient/saliency';
import { ambiguity } from './hardPrediction/ambiguity';
import { disagreement } from './hardPrediction/disagreement';
import { discrepancy } from './hardPrediction/discrepancy';
import { errorCorrected } from './hardPrediction/errorCorrected';
import { kappa } from './hardPrediction/kappa';
import { labelEntropy } from './hardPrediction/labelEntropy';
import { minMax } from './hardPrediction/minMax';
import type { Measure } from './measure';
import { nearest } from './nearest';
import { jaccard } from './neighbours/jaccard';
import { joint } from './neighbours/joint';
import { rank } from './neighbours/rank';
import { secondOrderCosine } from './neighbours/secondOrderCosine';
import { performanceDifference } from './performance/difference';
import { cka } from './similarityMatrix/cka';
import { dcor } from './similarityMatrix/dcor';
import { eos } from './similarityMatrix/eos';
import { gulp } from './similarityMatrix/gulp';
import { nbs } from './similarityMatrix/nbs';
import { riemann } from './similarityMatrix/riemann';
import { rkd } from './similarityMatrix/rkd';
import { rsa } from './similarityMatrix/rsa';
import { rsmNorm } from './similarityMatrix/rsmNorm';
import { jsd } from './softPrediction/jsd';
import { kl } from './softPrediction/kl';
import { normDiff } from './softPrediction/normDiff';
import { predictionDifference } from './softPrediction/predictionDifference';
import { rashomon } from './softPrediction/rashomon';
import { surrogateChurn } from './softPrediction/surrogateChurn';
import { geometryScore } from './topology/gs';
import { imd } from './topology/imd';
import { concentricity } from './statistics/concentricity';
import { instanceModularity } from './statistics/instanceModularity';
import { intrinsicDimension } from './statistics/intrinsicDimension';
import { magnitude } from './statistics/magnitude';
import { neuronModularity } from './statistics/neuronModularity';
import { tolerance } from './statistics/tolerance';
import { uniformity } from './statistics/uniformity';
import { stitchingPerformance } from './stitching/performance';
import { rtd } from './topology/rtd';
import { weightCosine } from './weights/cosine';
import { relativeChange } from './weights/relativeChange';

/** Every measure there is, in the order lists show them. */
export const measures = {
  'rsm.cka': cka,
  'cca.mean': meanCca,
  'cca.mean_sq': meanSquaredCca,
  'cca.svcca': svcca,
  'cca.pwcca': pwcca,
  'align.procrustes': procrustes,
  'align.angular': angular,
  'align.partial_whitening': partialWhitening,
  'align.soft_matching': softMatching,
  'align.soft_matching_correlation': softMatchingCorrelation,
  'align.linreg': linearRegression,
  'align.aligned_cosine': alignedCosine,
  'align.corr_match': corrMatch,
  'align.max_match': maxMatch,
  'align.contrasim': contrasim,
  'rsm.norm': rsmNorm,
  'rsm.rsa': rsa,
  'rsm.dcor': dcor,
  'rsm.nbs': nbs,
  'rsm.eos': eos,
  'rsm.gulp': gulp,
  'rsm.riemann': riemann,
  'rsm.rkd': rkd,
  'nn.jaccard': jaccard,
  'nn.second_order_cos': secondOrderCosine,
  'nn.rank': rank,
  'nn.joint': joint,
  'topo.gs': geometryScore,
  'topo.imd': imd,
  'topo.rtd': rtd,
  'stat.intrinsic_dim': intrinsicDimension,
  'stat.magnitude': magnitude,
  'stat.concentricity': concentricity,
  'stat.uniformity': uniformity,
  'stat.tolerance': tolerance,
  'stat.instance_modularity': instanceModularity,
  'stat.neuron_modularity': neuronModularity,
  'perf.difference': performanceDifference,
  'hard.disagreement': disagreement,
  'hard.err_corrected': errorCorrected,
  'hard.minmax': minMax,
  'hard.kappa': kappa,
  'hard.ambiguity': ambiguity,
  'hard.discrepancy': discrepancy,
  'hard.label_entropy': labelEntropy,
  'soft.norm_diff': normDiff,
  'soft.surrogate_churn': surrogateChurn,
  'soft.jsd': jsd,
  'soft.kl': kl,
  'soft.pred_diff': predictionDifference,
  'soft.rashomon': rashomon,
  'adv.modeldiff': modelDiff,
  'adv.transfer': transferability,
  'grad.saliency': saliency,
  'stitch.perf': stitchingPerformance,
  'weights.relative_change': relativeChange,
  'weights.cosine': weightCosine,
} satisfies Record<string, Measure>;

/** All measures, in catalogue order. */
export const allMeasures: readonly Measure[] = Object.values(measures);

const byName = new Map<string, Measure[]>();
for (const measure of allMeasures) {
  for (const name of [measure.id, afterTheDot(measure.id)]) {
    byName.set(name, [...(byName.get(name) ?? []), measure]);
  }
}

/** The measure of an id, or of the part of an id after its dot where only one measure has it. Throws BadInput. */
export function findMeasure(name: string): Measure {
  const found = byName.get(name.trim().toLowerCase()) ?? [];
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (found.length > 1) {
    throw new BadInput(
      `${quoted(name)} names more than one measure: write ${found.map((m) => m.id).join(' or ')}.`,
    );
  }
  const guesses = nearest(name.toLowerCase(), [...byName.keys()]);
  const advice =
    guesses.length > 0 ? `did you mean ${guesses.join(' or ')}?` : 'nnsim measures lists them all.';
  throw new BadInput(`There is no measure ${quoted(name)}; ${advice}`);
}

/** The shortest name `findMeasure` takes for a measure: `cka` for `rsm.cka`, the whole id where that is not unique. */
export function shortName(measure: Measure): string {
  const short = afterTheDot(measure.id);
  return byName.get(short)?.length === 1 ? short : measure.id;
}

function afterTheDot(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}
