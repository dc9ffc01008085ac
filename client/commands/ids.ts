/** Every command. The catalogue must have each, the manifest too; these are the ones the palette offers. */
export const paletteCommands = [
  'nnsim.compareModels',
  'nnsim.compareWith',
  'nnsim.compareSeveral',
  'nnsim.compareByRunning',
  'nnsim.setBaseline',
  'nnsim.clearBaseline',
  'nnsim.cancelComparison',
  'nnsim.exportComparison',
  'nnsim.chooseMeasure',
  'nnsim.chooseLabels',
  'nnsim.chooseReading',
  'nnsim.chooseOutputs',
  'nnsim.aboutMeasure',
  'nnsim.whichMeasure',
  'nnsim.setDefaultMeasure',
  'nnsim.restartServer',
  'nnsim.showLogs',
  'nnsim.clearCache',
  'nnsim.copyDiagnostics',
  'nnsim.describeNumbers',
  'nnsim.openHeaderAsText',
  'nnsim.compareHeaders',
  'nnsim.openWalkthrough',
] as const;

/** For the tree of comparisons and the lenses of the server: not in the palette. */
export const hiddenCommands = [
  'nnsim.openComparison',
  'nnsim.rerunComparison',
  'nnsim.removeComparison',
  'nnsim.openPath',
  'nnsim.comparePaths',
] as const;

export type CommandId = (typeof paletteCommands)[number] | (typeof hiddenCommands)[number];
