/** Files that other libraries write, as far as they are installed. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Lets the first Python that has its libraries run a script of the folder `python`, which writes files into `folder` and
 * prints in JSON what is in them; undefined when none has them. Throws where it fails for another reason.
 */
export function writtenByPython(script: string, folder: string): unknown {
  const path = join(import.meta.dirname, 'python', script);
  for (const python of ['python3', '/usr/bin/python3']) {
    const run = spawnSync(python, [path, folder], { encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (run.status === 0) return JSON.parse(run.stdout);
    if (run.error === undefined && !run.stderr.includes('No module named')) throw new Error(run.stderr);
  }
  return undefined;
}
