import type { Palette } from './palette';

/** Reads the variables VS Code sets on the document. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const first = (fallback: string, ...names: readonly string[]) =>
    names.map((name) => style.getPropertyValue(name).trim()).find((value) => value !== '') ?? fallback;
  const classes = document.body.classList;
  const light = classes.contains('vscode-light') || classes.contains('vscode-high-contrast-light');
  const highContrast =
    classes.contains('vscode-high-contrast') || classes.contains('vscode-high-contrast-light');
  const foreground = first(
    light ? '#000000' : '#ffffff',
    '--vscode-editor-foreground',
    '--vscode-foreground',
  );
  return {
    dark: !light,
    highContrast,
    background: first(light ? '#ffffff' : '#000000', '--vscode-editor-background'),
    foreground,
    muted: first(foreground, '--vscode-descriptionForeground'),
    border: first(
      foreground,
      '--vscode-contrastBorder',
      '--vscode-panel-border',
      '--vscode-editorWidget-border',
    ),
    focus: first(foreground, '--vscode-contrastActiveBorder', '--vscode-focusBorder'),
    fontFamily: first('sans-serif', '--vscode-font-family'),
    fontSize: Number.parseFloat(first('13', '--vscode-font-size')) || 13,
  };
}

/** Calls back after every change of colour theme or font. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
