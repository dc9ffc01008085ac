import { type EngineSettings, engineTitles } from '../linalg/engines/catalogue';
import type { Journal } from './journal';

/** What the threads multiply with, and what they have found out about it. */
export class Engines {
  #settings: EngineSettings;
  /** The accelerator in use when the last server died; it is left alone until the settings change. */
  #blamed: string | undefined;
  readonly #lines = new Set<string>();

  constructor(
    settings: EngineSettings,
    private readonly journal: Pick<Journal, 'suspectAccelerator' | 'loads'>,
    private readonly inform: (line: string) => void,
  ) {
    this.#settings = settings;
    const suspect = journal.suspectAccelerator();
    if (suspect === undefined || settings.choice === 'wasm') return;
    this.#blamed = suspect;
    this.found(
      `nnsim ended while ${suspect} was in use: this time all products come from WebAssembly. ` +
        'Set nnsim.engine to "wasm" to keep it so.',
    );
  }

  /** For threads that start now. */
  get settings(): EngineSettings {
    return this.#blamed === undefined ? this.#settings : { ...this.#settings, choice: 'wasm' };
  }

  /** Takes new settings; says whether threads that are there have become outdated. */
  configure(next: EngineSettings): boolean {
    const { choice, blasLibrary } = this.#settings;
    if (next.choice === choice && next.blasLibrary === blasLibrary) return false;
    this.#settings = next;
    this.#blamed = undefined;
    this.#lines.clear();
    return true;
  }

  /** A thread is going to load native code. */
  loads(accelerator: string): void {
    this.journal.loads(accelerator);
  }

  /** A thread has found something out. Every thread finds out the same: the rates aside, it is told once. */
  found(line: string): void {
    const key = line.replace(/\d+\.\d GFLOP/g, '');
    if ([...this.#lines].some((known) => known.replace(/\d+\.\d GFLOP/g, '') === key)) return;
    this.#lines.add(line);
    this.inform(line);
  }

  /** For the diagnostics report. */
  describe(): readonly (readonly [string, string])[] {
    const { choice } = this.settings;
    const chosen = choice === 'auto' ? 'ONNX Runtime where it is clearly faster' : engineTitles[choice];
    const lines =
      this.#lines.size > 0 || choice === 'wasm'
        ? [...this.#lines]
        : ['nothing is loaded before the first large product'];
    return [
      ['large products', `${chosen} (nnsim.engine: ${this.#settings.choice})`],
      ...lines.map((line) => ['accelerator', line] as const),
    ];
  }
}
