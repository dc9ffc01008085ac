import { createRequire } from 'node:module';

export interface TfjsDescription {
  readonly installed: boolean;
  readonly version?: string;
  /** One sentence for the diagnostics report. */
  readonly note: string;
}

const packageName = '@tensorflow/tfjs-node';

/**
 * Whether the optional package is installed beside the program. Only its package.json is read: no native code is
 * loaded and nothing is computed with it yet; all numbers come from the WebAssembly engine. This is the one file that
 * names the package.
 * @param from file from which the package is looked for @param node version of Node.js that would load it
 */
export function describeTfjs(from = __filename, node = process.versions.node): TfjsDescription {
  let manifest: unknown;
  try {
    manifest = createRequire(from)(`${packageName}/package.json`);
  } catch {
    return { installed: false, note: `${packageName} is not installed; it is optional and not used yet` };
  }
  const version = versionOf(manifest);
  const found = version === undefined ? { installed: true } : { installed: true, version };
  if (Number.parseInt(node) >= 23) {
    return {
      ...found,
      note: `${packageName} calls util.isNullOrUndefined, which Node.js ${node} no longer has; it is not used yet`,
    };
  }
  return { ...found, note: `${packageName} is installed; it is optional and not used yet` };
}

function versionOf(manifest: unknown): string | undefined {
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return undefined;
  return typeof manifest.version === 'string' ? manifest.version : undefined;
}
