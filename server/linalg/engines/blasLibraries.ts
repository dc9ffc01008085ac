import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Files that are, or come with, a BLAS with CBLAS's functions. */
const fileName =
  /^(libscipy_openblas|libopenblas|openblas|libmkl_rt|mkl_rt|libblis)[\w.-]*\.(so(\.\d+)*|dylib|dll)$/;

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const here: Surroundings = { platform: process.platform, env: process.env, home: homedir() };

/**
 * BLAS libraries in the places where they usually are, best first: the active Python environment, other environments
 * of this user, the system. Only names are looked at; nothing is loaded. Never looks into the workspace: what lies
 * there must not be run.
 */
export function findBlasLibraries(surroundings: Surroundings = here): readonly string[] {
  const found = folders(surroundings).flatMap((folder) =>
    listed(folder)
      .filter((name) => fileName.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
  // Accelerate is no file: macOS keeps it in a cache of its own.
  const accelerate = '/System/Library/Frameworks/Accelerate.framework/Accelerate';
  return [...new Set([...found, ...(surroundings.platform === 'darwin' ? [accelerate] : [])])];
}

function folders({ platform, env, home }: Surroundings): readonly string[] {
  const active = [env.VIRTUAL_ENV, env.CONDA_PREFIX].filter((path) => path !== undefined && path !== '');
  const managed = [env.PYENV_ROOT ?? join(home, '.pyenv')]
    .map((root) => join(root, 'versions'))
    .flatMap((root) => listed(root).map((name) => join(root, name)));
  const distributions = ['miniforge3', 'miniconda3', 'anaconda3'].map((name) => join(home, name));
  const system =
    platform === 'win32'
      ? []
      : [
          ...listed('/usr/lib').filter((name) => name.endsWith('-linux-gnu')),
          ...['', '../lib64', '../local/lib'],
        ].map((name) => join('/usr/lib', name));
  const brew = platform === 'darwin' ? ['/opt/homebrew/opt/openblas/lib', '/usr/local/opt/openblas/lib'] : [];
  return [...[...active, ...managed, ...distributions].flatMap(inEnvironment), ...brew, ...system];
}

/** Where the libraries of a Python environment are: beside the wheels' packages, or in conda's folder for them. */
function inEnvironment(prefix: string | undefined): readonly string[] {
  if (prefix === undefined) return [];
  const packages = [
    join(prefix, 'Lib', 'site-packages'),
    ...listed(join(prefix, 'lib'))
      .filter((name) => /^python3\.\d+$/.test(name))
      .map((name) => join(prefix, 'lib', name, 'site-packages')),
  ];
  return [
    ...packages.flatMap((folder) => [join(folder, 'numpy.libs'), join(folder, 'numpy', '.dylibs')]),
    ...[join(prefix, 'lib'), join(prefix, 'Library', 'bin')],
  ];
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
