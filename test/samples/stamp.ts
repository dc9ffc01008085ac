import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const stampName = '.stamp';

/** These only say when and where samples are written, not what is in them. */
const withoutEffect = ['main.ts', 'ensure.ts', 'stamp.ts'];

/** What the samples follow from: the trainer's source and the version of the digits. */
function sources(): string {
  const hash = createHash('sha256');
  const files = readdirSync(__dirname).filter((file) => !withoutEffect.includes(file));
  for (const file of files.sort()) hash.update(readFileSync(join(__dirname, file)));
  hash.update(readFileSync(createRequire(__filename).resolve('mnist/package.json')));
  return hash.digest('hex');
}

/** Were the files in the folder made by this very trainer, and are all of them still there in full? */
export function isUpToDate(folder: string): boolean {
  const path = join(folder, stampName);
  if (!existsSync(path)) return false;
  const [made, ...files] = readFileSync(path, 'utf8').trimEnd().split('\n');
  return (
    made === sources() &&
    files.every((line) => {
      const [size, file] = line.split('\t');
      const at = join(folder, file ?? '');
      return existsSync(at) && String(statSync(at).size) === size;
    })
  );
}

export function removeStamp(folder: string): void {
  rmSync(join(folder, stampName), { force: true });
}

/** Written last: a stamp means that every file before it is complete. */
export function writeStamp(folder: string, files: readonly string[]): void {
  const lines = files.map((file) => `${String(statSync(join(folder, file)).size)}\t${file}`);
  writeFileSync(join(folder, stampName), [sources(), ...lines, ''].join('\n'));
}
