import { about } from './about';
import { activity } from './activity';
import { anatomy } from './anatomy';
import { axisStatistics } from './axisStatistics';
import { codeLens } from './codeLens';
import { compare } from './compare';
import { configuration } from './configuration';
import { costs } from './costs';
import { documentLinks } from './documentLinks';
import { executeCommand } from './executeCommand';
import { exportComparison } from './export';
import { exportGroup } from './exportGroup';
import { exportOutputs } from './exportOutputs';
import type { Feature } from './feature';
import { group } from './group';
import { groupInstances } from './groupInstances';
import { groupPairs } from './groupPairs';
import { guide } from './guide';
import { hover } from './hover';
import { measures } from './measures';
import { open } from './open';
import { outputInstances } from './outputInstances';
import { outputs } from './outputs';
import { pair } from './pair';
import { pictures } from './pictures';
import { plan } from './plan';
import { readings } from './readings';
import { run } from './run';
import { shown } from './shown';
import { slice } from './slice';
import { statistics } from './statistics';
import { tensors } from './tensors';
import { watchedFiles } from './watchedFiles';
import type { Requests } from '../protocol';

type Standard = 'configuration' | 'watchedFiles' | 'documentLinks' | 'hover' | 'codeLens' | 'executeCommand';

/** Everything the language server can do. */
const features = {
  configuration,
  watchedFiles,
  documentLinks,
  hover,
  codeLens,
  executeCommand,
  shown,
  activity,
  'nnsim/open': open,
  'nnsim/tensors': tensors,
  'nnsim/slice': slice,
  'nnsim/axisStatistics': axisStatistics,
  'nnsim/computeStatistics': statistics,
  'nnsim/measures': measures,
  'nnsim/about': about,
  'nnsim/guide': guide,
  'nnsim/costs': costs,
  'nnsim/readings': readings,
  'nnsim/plan': plan,
  'nnsim/compare': compare,
  'nnsim/pair': pair,
  'nnsim/outputs': outputs,
  'nnsim/outputInstances': outputInstances,
  'nnsim/group': group,
  'nnsim/groupInstances': groupInstances,
  'nnsim/groupPairs': groupPairs,
  'nnsim/pictures': pictures,
  'nnsim/anatomy': anatomy,
  'nnsim/run': run,
  'nnsim/export': exportComparison,
  'nnsim/exportGroup': exportGroup,
  'nnsim/exportOutputs': exportOutputs,
} satisfies Record<Standard | 'shown' | 'activity' | keyof Requests, Feature>;

/** All features, in catalogue order. */
export const allFeatures: readonly Feature[] = Object.values(features);
