import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of nnsim, from the manifest that lies one folder above the bundles (and above the sources). */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known && typeof manifest.version === 'string' ? manifest.version : 'unknown';
}
