import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The path of a Chromium, or undefined. Environment variable CHROMIUM goes first. */
export function findChromium(): string | undefined {
  return places.find((path) => path !== undefined && existsSync(path));
}

/** Installs Debian's Chromium when there is none and we are root; returns its path or why there is none. */
export function ensureChromium(): { readonly path: string } | { readonly missing: string } {
  const found = findChromium();
  if (found !== undefined) return { path: found };
  if (process.getuid?.() !== 0) {
    return { missing: 'no Chromium found (set CHROMIUM, or install it: sudo apt-get install chromium)' };
  }
  console.log('Installing Chromium from Debian ...');
  const apt = (args: string[]): unknown =>
    execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=600', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  try {
    apt(['update']);
    apt(['install', '-y', '--no-install-recommends', 'chromium']);
  } catch (error) {
    return { missing: `apt-get could not install Chromium: ${error instanceof Error ? error.message : ''}` };
  }
  const path = findChromium();
  return path === undefined ? { missing: 'apt-get installed no Chromium at a known place' } : { path };
}
