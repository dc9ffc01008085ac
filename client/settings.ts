import * as vscode from 'vscode';
import type { Settings } from '../server/protocol';

/** The settings `nnsim.*` as the server takes them: what the person set over the defaults of the manifest. */
export function readSettings(): Partial<Settings> {
  return vscode.workspace.getConfiguration().get<Partial<Settings>>('nnsim') ?? {};
}

/** The measure a comparison of activations starts with, in the notation of the catalogue. */
export function defaultMeasure(): string {
  return readSettings().defaultMeasure ?? 'cka';
}
