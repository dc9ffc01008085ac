import * as vscode from 'vscode';
import type { Settings } from '../server/protocol';

/** The settings `nnsim.*` as the server takes them; the manifest holds the defaults. */
export function readSettings(): Partial<Settings> {
  const section = vscode.workspace.getConfiguration('nnsim');
  const read = <T>(key: string, fallback: T): T => section.get<T>(key) ?? fallback;
  return {
    workers: read('workers', 0),
    memoryLimit: read('memoryLimit', 2048),
    background: {
      enabled: read('background.enabled', true),
      budgetSeconds: read('background.budgetSeconds', 5),
    },
    codeLens: read('codeLens', false),
    defaultMeasure: defaultMeasure(),
  };
}

/** The measure a comparison starts with, in the notation of the catalogue. */
export function defaultMeasure(): string {
  return vscode.workspace.getConfiguration('nnsim').get<string>('defaultMeasure') ?? 'rsm.cka';
}
