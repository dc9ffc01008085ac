import * as vscode from 'vscode';
import type { MeasureCall } from '../../server/protocol';
import { pairTitle } from '../names';
import type { ComparisonPanels } from '../panels/comparisonPanels';
import { formatMeasureCall } from './measureCall';

/** The comparison that would use a chosen measure, in words; null when there is none. */
export function usableIn(panels: ComparisonPanels): string | null {
  const { active } = panels;
  return active === undefined ? null : pairTitle(active.x, active.y);
}

/** Compares anew by a measure in the comparison that was in front last; without one it becomes the default. */
export async function useMeasure(panels: ComparisonPanels, measure: MeasureCall): Promise<void> {
  const { active } = panels;
  if (active !== undefined) {
    active.choose(measure);
    active.panel.reveal();
    return;
  }
  const text = formatMeasureCall(measure);
  await vscode.commands.executeCommand('nnsim.setDefaultMeasure', text);
  void vscode.window.showInformationMessage(`Comparisons of activations now start with ${text}.`);
}
