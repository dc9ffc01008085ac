import type * as vscode from 'vscode';
import type { Baseline } from './baseline';
import type { Comparisons } from './comparisons/comparisons';
import type { Descriptions } from './descriptions';
import type { Groups } from './groups/groups';
import type { Server } from './languageClient';
import type { Measures } from './measures/measures';
import type { Models } from './models';
import type { ComparisonPanels } from './panels/comparisonPanels';
import type { Runs } from './running/runs';
import type { GroupPanels } from './panels/groupPanels';
import type { GuidePanel } from './panels/guidePanel';
import type { MeasurePanels } from './panels/measurePanels';

/** What the parts of the client are to each other; made once, in extension.ts. */
export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly server: Server;
  readonly measures: Measures;
  readonly models: Models;
  readonly baseline: Baseline;
  readonly descriptions: Descriptions;
  readonly runs: Runs;
  readonly comparisons: Comparisons;
  readonly groups: Groups;
  readonly panels: ComparisonPanels;
  readonly groupPanels: GroupPanels;
  readonly measurePanels: MeasurePanels;
  readonly guidePanel: GuidePanel;
}
