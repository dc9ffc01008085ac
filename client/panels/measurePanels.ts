import * as vscode from 'vscode';
import type { FromMeasurePage, ToMeasurePage } from '../../webviews/messages';
import { sentence } from '../failures';
import { usableIn, useMeasure } from '../measures/useMeasure';
import { pageHtml, pageRoot } from '../page';
import type { Parts } from '../parts';

const viewType = 'nnsim.measure';

/** The pages of measures: one panel for each measure that is open. */
export class MeasurePanels {
  private readonly open = new Map<string, vscode.WebviewPanel>();

  constructor(private readonly parts: Omit<Parts, 'measurePanels' | 'guidePanel'>) {}

  /** Shows the page of a measure of the catalogue. */
  show(measure: string): void {
    const there = this.open.get(measure);
    if (there) {
      there.reveal();
      return;
    }
    const options = { enableFindWidget: true };
    const panel = vscode.window.createWebviewPanel(viewType, measure, vscode.ViewColumn.Active, options);
    this.adopt(panel, measure);
  }

  /** Brings pages back after the window was closed. */
  registerSerializer(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: unknown) => {
        const known =
          typeof state === 'object' && state !== null && 'measure' in state ? state.measure : undefined;
        if (typeof known === 'string') this.adopt(panel, known);
        else panel.dispose();
        return Promise.resolve();
      },
    });
  }

  private adopt(panel: vscode.WebviewPanel, measure: string): void {
    const { extensionUri } = this.parts.context;
    this.open.set(measure, panel);
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
    panel.webview.onDidReceiveMessage((message: FromMeasurePage) => this.receive(panel, measure, message));
    panel.onDidDispose(() => {
      if (this.open.get(measure) === panel) this.open.delete(measure);
    });
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'measure', measure);
  }

  private async receive(
    panel: vscode.WebviewPanel,
    measure: string,
    message: FromMeasurePage,
  ): Promise<void> {
    const { panels } = this.parts;
    if (message.type === 'use') return useMeasure(panels, message.measure);
    if (message.type === 'guide') return void vscode.commands.executeCommand('nnsim.whichMeasure');
    const post = (news: ToMeasurePage): void => void panel.webview.postMessage(news);
    try {
      const page = await this.parts.server.request('nnsim/about', { measure });
      panel.title = page.measure.title;
      post({ type: 'measure', page, usable: usableIn(panels) });
    } catch (error) {
      post({ type: 'failed', message: sentence(error) });
    }
  }
}
