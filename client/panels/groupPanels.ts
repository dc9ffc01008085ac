import * as vscode from 'vscode';
import type { GroupChoice, MeasureCall } from '../../server/protocol';
import { keyOfGroup, readChoice } from '../groups/groupRecords';
import { GroupPanel, type GroupParts } from './groupPanel';
import { readMeasure } from './memory';

const viewType = 'nnsim.group';

/** The panels of sets of models: one for each set. */
export class GroupPanels {
  private readonly open = new Map<string, GroupPanel>();

  constructor(private readonly parts: GroupParts) {}

  /** The panel in front, if the one in front is of a set. */
  get front(): GroupPanel | undefined {
    return [...this.open.values()].find(({ panel }) => panel.active);
  }

  /** Shows the panel of a set, making it if there is none. The caller starts the run. */
  show(choice: GroupChoice, measure?: MeasureCall): GroupPanel {
    const there = this.open.get(keyOfGroup(choice));
    if (there) {
      there.panel.reveal();
      return there;
    }
    const title = this.parts.runs.setTitle(choice.models);
    const panel = vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active);
    return this.adopt(panel, choice, measure);
  }

  /** Brings panels back after the window was closed. */
  registerSerializer(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const choice = readChoice(propertyOf(state, 'choice'));
        if (!choice) {
          panel.dispose();
          return;
        }
        const restored = this.adopt(panel, choice, readMeasure(propertyOf(state, 'measure')));
        // In an untrusted workspace nothing starts by itself.
        if (vscode.workspace.isTrusted) restored.start();
        await Promise.resolve();
      },
    });
  }

  private adopt(panel: vscode.WebviewPanel, choice: GroupChoice, measure?: MeasureCall): GroupPanel {
    const made = new GroupPanel(this.parts, panel, choice, measure);
    const key = keyOfGroup(choice);
    this.open.set(key, made);
    panel.onDidDispose(() => {
      if (this.open.get(key) === made) this.open.delete(key);
    });
    return made;
  }
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}
