import * as vscode from 'vscode';
import { formatMeasureCall } from '../measures/measureCall';
import type { Command } from './command';

/** The measure of the comparison in front, or the given one, is what comparisons start with from now on. */
export const setDefaultMeasure: Command = {
  run: async ({ panels, measures }, ...args) => {
    const [given] = args;
    const measure =
      typeof given === 'string' ? await measures.parse(given) : panels.active?.shown?.plan?.measure;
    if (!measure)
      throw new Error('There is no comparison to take the measure from; compare two models first.');
    const text = formatMeasureCall(measure);
    const section = vscode.workspace.getConfiguration('nnsim');
    await section.update('defaultMeasure', text, vscode.ConfigurationTarget.Global);
    return text;
  },
};
