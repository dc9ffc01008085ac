import type { Command } from './command';
import type { CommandId } from './ids';
import { aboutMeasure } from './aboutMeasure';
import { cancelComparison } from './cancelComparison';
import { chooseLabels } from './chooseLabels';
import { chooseMeasure } from './chooseMeasure';
import { chooseOutputs } from './chooseOutputs';
import { chooseReading } from './chooseReading';
import { clearBaseline } from './clearBaseline';
import { clearCache } from './clearCache';
import { compareByRunning } from './compareByRunning';
import { compareHeaders } from './compareHeaders';
import { compareModels } from './compareModels';
import { comparePaths } from './comparePaths';
import { compareSeveral } from './compareSeveral';
import { compareWith } from './compareWith';
import { copyDiagnostics } from './copyDiagnostics';
import { describeNumbers } from './describeNumbers';
import { exportComparison } from './exportComparison';
import { openComparison } from './openComparison';
import { openHeaderAsText } from './openHeaderAsText';
import { openPath } from './openPath';
import { openWalkthrough } from './openWalkthrough';
import { removeComparison } from './removeComparison';
import { rerunComparison } from './rerunComparison';
import { restartServer } from './restartServer';
import { setBaseline } from './setBaseline';
import { setDefaultMeasure } from './setDefaultMeasure';
import { showLogs } from './showLogs';
import { whichMeasure } from './whichMeasure';

/** Every command of the editor. */
export const commands = {
  'nnsim.compareModels': compareModels,
  'nnsim.compareWith': compareWith,
  'nnsim.compareSeveral': compareSeveral,
  'nnsim.compareByRunning': compareByRunning,
  'nnsim.setBaseline': setBaseline,
  'nnsim.clearBaseline': clearBaseline,
  'nnsim.cancelComparison': cancelComparison,
  'nnsim.exportComparison': exportComparison,
  'nnsim.chooseMeasure': chooseMeasure,
  'nnsim.chooseLabels': chooseLabels,
  'nnsim.chooseReading': chooseReading,
  'nnsim.chooseOutputs': chooseOutputs,
  'nnsim.aboutMeasure': aboutMeasure,
  'nnsim.whichMeasure': whichMeasure,
  'nnsim.setDefaultMeasure': setDefaultMeasure,
  'nnsim.restartServer': restartServer,
  'nnsim.showLogs': showLogs,
  'nnsim.clearCache': clearCache,
  'nnsim.copyDiagnostics': copyDiagnostics,
  'nnsim.describeNumbers': describeNumbers,
  'nnsim.openHeaderAsText': openHeaderAsText,
  'nnsim.compareHeaders': compareHeaders,
  'nnsim.openWalkthrough': openWalkthrough,
  'nnsim.openComparison': openComparison,
  'nnsim.rerunComparison': rerunComparison,
  'nnsim.removeComparison': removeComparison,
  'nnsim.openPath': openPath,
  'nnsim.comparePaths': comparePaths,
} satisfies Record<CommandId, Command>;
