import {
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { parseCall } from '../measures/call';
import { readSettings } from '../settings';
import { follow } from './answer';
import type { Feature, Host } from './feature';
import { anything, list, object, text } from './parameters';

const folderList = list(object({ uri: text }));

/** Settings, pulled from the client where it can be asked and taken from its notification where not; workspace folders. */
export const configuration: Feature = {
  capabilities: { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } },
  async initialized(host) {
    if (host.client.registersConfiguration) {
      await host.connection.client.register(DidChangeConfigurationNotification.type, { section: 'nnsim' });
    }
    await pull(host);
  },
  register(host) {
    const change = object<object, { settings: unknown }>({}, { settings: anything });
    follow(host, DidChangeConfigurationNotification.method, change, async ({ settings }) => {
      if (host.client.configuration) return pull(host);
      const { nnsim } = object<object, { nnsim: unknown }>({}, { nnsim: anything })(settings, 'settings');
      take(host, nnsim);
    });
    const folders = object({ event: object({ added: folderList, removed: folderList }) });
    follow(host, DidChangeWorkspaceFoldersNotification.method, folders, ({ event }) => {
      host.changeFolders(event.added.flatMap(folderPath), event.removed.flatMap(folderPath));
    });
  },
};

/** The file system path of a workspace folder; none for a folder that is not on disk. */
export function folderPath({ uri }: { readonly uri: string }): readonly string[] {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? [parsed.fsPath] : [];
}

async function pull(host: Host): Promise<void> {
  if (!host.client.configuration) return;
  try {
    const sent: unknown = await host.connection.workspace.getConfiguration('nnsim');
    take(host, sent);
  } catch (error) {
    // A client that cannot answer after all: what is known stays.
    host.log(error);
    host.changeSettings(host.settings);
  }
}

function take(host: Host, sent: unknown): void {
  host.changeSettings(readSettings(sent, host.settings, isMeasure));
}

function isMeasure(call: string): boolean {
  try {
    parseCall(call);
    return true;
  } catch {
    return false;
  }
}
