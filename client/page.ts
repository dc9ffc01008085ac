import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Where pages may load from: our own build and nothing else. */
export const pageRoot = (extension: vscode.Uri): vscode.Uri =>
  vscode.Uri.joinPath(extension, 'dist', 'webviews');

/**
 * The document of a webview: one of our scripts, its styles and the icon font; no inline script, no eval, no network.
 * Charts set styles from script, which the policy does not forbid, and copy themselves into pictures (blob:, data:).
 */
export function pageHtml(
  webview: vscode.Webview,
  extension: vscode.Uri,
  view: 'model' | 'comparison' | 'group' | 'measure' | 'guide',
  title: string,
): string {
  const nonce = randomBytes(18).toString('base64url');
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageRoot(extension), name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} blob: data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${file('codicon.css')}">
<link rel="stylesheet" href="${file(`${view}.css`)}">
</head>
<body data-view="${view}">
<script type="module" nonce="${nonce}" src="${file(`${view}.js`)}"></script>
</body>
</html>
`;
}
