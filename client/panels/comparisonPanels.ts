import * as vscode from 'vscode';
import type { MeasureCall } from '../../server/protocol';
import { type ComparisonRecord, keyOf } from '../comparisons/records';
import type { Parts } from '../parts';
import { ComparisonPanel } from './comparisonPanel';
import { readMemory } from './memory';

const comparisonViewType = 'nnsim.comparison';

/** The comparison panels of the window: one for each pair of files. */
export class ComparisonPanels {
  private readonly shown = new Map<string, ComparisonPanel>();
  private last: ComparisonPanel | undefined;

  constructor(
    private readonly parts: Omit<Parts, 'panels' | 'groupPanels' | 'measurePanels' | 'guidePanel'>,
  ) {}

  /** The panel in front, else the one that was there last. */
  get active(): ComparisonPanel | undefined {
    return [...this.shown.values()].find(({ panel }) => panel.active) ?? this.last;
  }

  /** Shows the panel of two files, making it if there is none. The caller starts the run. */
  show(x: string, y: string): ComparisonPanel {
    const there = this.shown.get(keyOf({ x, y }));
    if (there) {
      there.panel.reveal();
      return there;
    }
    const panel = vscode.window.createWebviewPanel(
      comparisonViewType,
      this.parts.runs.title({ x, y }),
      vscode.ViewColumn.Active,
    );
    return this.adopt(panel, x, y);
  }

  /** Brings panels back after the window was closed; finished results come from the server's cache. */
  registerSerializer(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(comparisonViewType, {
      deserializeWebviewPanel: async (panel, state) => {
        const memory = readMemory(state) ?? this.recordOf(panel.title);
        if (!memory) {
          const { title } = panel;
          panel.dispose();
          void vscode.window.showInformationMessage(
            `"${title}" could not be brought back: open it from "Model Comparisons" in the Explorer, or compare again.`,
          );
          return;
        }
        const restored = this.adopt(panel, memory.x, memory.y);
        // In an untrusted workspace nothing starts by itself.
        if (vscode.workspace.isTrusted) restored.start(memory.measure);
        await Promise.resolve();
      },
    });
  }

  /** Compares two files in their panel. */
  compare(x: string, y: string, measure?: MeasureCall): ComparisonPanel {
    const panel = this.show(x, y);
    panel.start(measure);
    return panel;
  }

  /** Shows the panel of two files; one that was just made is started by the measure given. */
  open(x: string, y: string, measure?: MeasureCall): ComparisonPanel {
    const panel = this.show(x, y);
    if (panel.shown === undefined) panel.start(measure);
    return panel;
  }

  /** A window that was closed in a hurry has kept the panel, and not what its page remembered. */
  private recordOf(title: string): ComparisonRecord | undefined {
    const { comparisons, runs } = this.parts;
    const [only, ...others] = comparisons.records.filter((record) => runs.title(record) === title);
    return others.length === 0 ? only : undefined;
  }

  private adopt(panel: vscode.WebviewPanel, x: string, y: string): ComparisonPanel {
    const made = new ComparisonPanel(this.parts, panel, x, y);
    const key = keyOf({ x, y });
    this.shown.set(key, made);
    this.last = made;
    panel.onDidChangeViewState(() => {
      if (panel.active) this.last = made;
    });
    panel.onDidDispose(() => {
      if (this.shown.get(key) === made) this.shown.delete(key);
      if (this.last === made) this.last = [...this.shown.values()].at(-1);
    });
    return made;
  }
}
