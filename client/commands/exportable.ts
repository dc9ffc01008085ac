import * as vscode from 'vscode';
import type { Parts } from '../parts';

export type Format = 'csv' | 'json' | 'svg' | 'png';

/** What the panel in front can be written to a file as. */
export interface Exportable {
  readonly title: string;
  /** A file of it, beside which the new one is offered to lie. */
  readonly beside: string;
  readonly formats: readonly {
    readonly id: Format;
    readonly label: string;
    readonly description: string;
  }[];
  content(format: Format): Promise<Uint8Array>;
}

/** The comparison, its layers or its outputs, or the set of models in front. Throws an Error with one sentence where there is none. */
export function exportableOf({ panels, groupPanels, server, runs }: Parts): Exportable {
  const group = groupPanels.front;
  if (group !== undefined) {
    const { choice, panel, shown } = group;
    const { measure, state } = shown ?? {};
    if (measure === undefined || state !== 'done')
      throw new Error('The comparison of these models is not finished; export when it is.');
    return {
      title: panel.title,
      beside: choice.models[0] ?? '',
      formats: [
        { id: 'csv', label: 'CSV', description: 'all scores at full precision, one a line' },
        { id: 'json', label: 'JSON', description: 'the set with parameters, notes and scores' },
        { id: 'svg', label: 'SVG', description: 'every pair as a drawing' },
        { id: 'png', label: 'PNG', description: 'every pair as a picture' },
      ],
      async content(format) {
        if (format === 'svg' || format === 'png') return group.draw(format);
        const ran = runs.setOrigins(choice.models);
        const request = { ...choice, measure, format, ...(ran !== undefined && { ran }) };
        return Buffer.from(await server.request('nnsim/exportGroup', request), 'utf8');
      },
    };
  }
  const panel = panels.active;
  if (!panel?.canExport)
    throw new Error('There is no finished comparison to export; compare two models first.');
  return {
    title: panel.panel.title,
    beside: panel.x,
    formats: [
      { id: 'csv', label: 'CSV', description: 'all values at full precision, as tables' },
      { id: 'json', label: 'JSON', description: 'the comparison with parameters, notes and values' },
      { id: 'svg', label: 'SVG', description: 'the chart in front as a drawing' },
      { id: 'png', label: 'PNG', description: 'the chart in front as a picture' },
    ],
    async content(format) {
      if (format === 'svg' || format === 'png') return panel.draw(format);
      const ofOutputs = await panel.outputsText(format);
      if (ofOutputs !== undefined) return Buffer.from(ofOutputs, 'utf8');
      const now = panel.shown?.comparison;
      if (!now) throw new Error('The comparison was started again; export when it is finished.');
      const ran = runs.origins(panel);
      const request = { comparison: now, format, ...(ran !== undefined && { ran }) };
      return Buffer.from(await server.request('nnsim/export', request), 'utf8');
    },
  };
}

/** Lets the person choose a format. Undefined: none was chosen. */
export async function pickFormat({ formats }: Exportable): Promise<Format | undefined> {
  return (await vscode.window.showQuickPick(formats, { title: 'Export Comparison' }))?.id;
}

/** Lets the person choose a file to write. Undefined: none was chosen. */
export async function pickFile(
  { title, beside }: Exportable,
  format: Format,
): Promise<vscode.Uri | undefined> {
  const name = title.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '');
  const folder =
    vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.joinPath(vscode.Uri.file(beside), '..');
  const options = {
    defaultUri: vscode.Uri.joinPath(folder, `${name}.${format}`),
    filters: { [format.toUpperCase()]: [format] },
    title: 'Export Comparison',
  };
  return vscode.window.showSaveDialog(options);
}
