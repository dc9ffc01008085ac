import * as vscode from 'vscode';
import type { GuideAnswers } from '../../server/protocol';
import type { FromGuidePage, ToGuidePage } from '../../webviews/messages';
import { sentence } from '../failures';
import { usableIn, useMeasure } from '../measures/useMeasure';
import { pageHtml, pageRoot } from '../page';
import type { Parts } from '../parts';

const viewType = 'nnsim.guide';
const title = 'Which Measure?';

/** The guide to a measure: one panel, about the comparison that was in front last, if there is one. */
export class GuidePanel {
  private panel: vscode.WebviewPanel | undefined;
  /** Answers may overtake each other. */
  private asked = 0;

  constructor(private readonly parts: Omit<Parts, 'measurePanels' | 'guidePanel'>) {}

  show(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const { extensionUri } = this.parts.context;
    const options = {
      enableScripts: true,
      localResourceRoots: [pageRoot(extensionUri)],
      enableFindWidget: true,
    };
    const panel = vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, options);
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    panel.webview.onDidReceiveMessage((message: FromGuidePage) => this.receive(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'guide', title);
  }

  private async receive(message: FromGuidePage): Promise<void> {
    switch (message.type) {
      case 'use':
        return useMeasure(this.parts.panels, message.measure);
      case 'about':
        return void vscode.commands.executeCommand('nnsim.aboutMeasure', message.measure);
      case 'ready':
      case 'answers':
        return this.answer(message.answers);
    }
  }

  private async answer(answers: GuideAnswers): Promise<void> {
    const { server, panels, comparisons } = this.parts;
    const { active } = panels;
    const asked = ++this.asked;
    const post = (news: ToGuidePage): void => void this.panel?.webview.postMessage(news);
    try {
      const known = active && { x: active.x, y: active.y, ...comparisons.readings.of(active) };
      const files = known === undefined ? {} : { comparison: known };
      const guidance = await server.request('nnsim/guide', { answers, ...files });
      if (asked === this.asked) post({ type: 'guidance', guidance, usable: usableIn(panels) });
    } catch (error) {
      if (asked === this.asked) post({ type: 'failed', message: sentence(error) });
    }
  }
}
