import * as vscode from 'vscode';
import { otherViewType, ownViewType } from '../modelFiles';
import { folderName } from '../names';
import { pageHtml, pageRoot } from '../page';
import type { Parts } from '../parts';
import { ModelTab } from './modelTab';

/** The read-only editor of model files, by itself for some and by "Open With" for others. The tab opens at once: nothing is read before its page asks. */
export function registerModelEditor(parts: Parts): vscode.Disposable {
  const { extensionUri } = parts.context;
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: ({ uri }, panel) => {
      panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
      const title = folderName(uri.path);
      if (title !== undefined) panel.title = title;
      const tab = new ModelTab(parts, uri, panel);
      panel.onDidDispose(() => tab.dispose());
      panel.webview.html = pageHtml(panel.webview, extensionUri, 'model', uri.path);
    },
  };
  const registered = [ownViewType, otherViewType].map((viewType) =>
    vscode.window.registerCustomEditorProvider(viewType, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
  );
  return vscode.Disposable.from(...registered);
}
