import type * as vscode from 'vscode';
import type { RunChoice } from '../../server/protocol';
import type { Filling } from './fill';

const keys = {
  runs: 'nnsim.runs',
  probes: 'nnsim.probeFiles',
  partners: 'nnsim.runPartners',
  fillings: 'nnsim.inputFillings',
};
const most = { runs: 200, probes: 8, partners: 100, fillings: 200 };

/** What the workspace remembers of comparisons by running: what was run, on what, and what was answered. */
export class RunMemory {
  constructor(private readonly memory: Pick<vscode.Memento, 'get' | 'update'>) {}

  /** What a file of activations came of. */
  choice(path: string): RunChoice | undefined {
    const found = new Map(this.pairs(keys.runs)).get(path);
    return isChoice(found) ? found : undefined;
  }

  keepChoice(path: string, choice: RunChoice): void {
    this.put(keys.runs, path, choice, most.runs);
  }

  /** The files that models were run on, the last first. */
  get probeFiles(): readonly string[] {
    return this.pairs(keys.probes)
      .map(([path]) => path)
      .reverse();
  }

  keepProbeFile(path: string): void {
    this.put(keys.probes, path, true, most.probes);
  }

  /** The model that this one was compared with last. */
  partner(model: string): string | undefined {
    const found = new Map(this.pairs(keys.partners)).get(model);
    return typeof found === 'string' ? found : undefined;
  }

  keepPartner(model: string, partner: string): void {
    this.put(keys.partners, model, partner, most.partners);
  }

  /** How an input was filled that a file did not fill by itself. */
  filling(probes: string, input: string): Filling | undefined {
    const found = new Map(this.pairs(keys.fillings)).get(JSON.stringify([probes, input]));
    return isFilling(found) ? found : undefined;
  }

  keepFilling(probes: string, input: string, filling: Filling): void {
    this.put(keys.fillings, JSON.stringify([probes, input]), filling, most.fillings);
  }

  /** Newest last. Another version may have written something else. */
  private pairs(key: string): readonly (readonly [string, unknown])[] {
    const stored = this.memory.get<unknown>(key, []);
    if (!Array.isArray(stored)) return [];
    return (stored as unknown[]).flatMap((pair): (readonly [string, unknown])[] => {
      if (!Array.isArray(pair)) return [];
      const [name, value] = pair as unknown[];
      return typeof name === 'string' ? [[name, value]] : [];
    });
  }

  private put(key: string, name: string, value: unknown, limit: number): void {
    const others = this.pairs(key).filter(([other]) => other !== name);
    void this.memory.update(key, [...others, [name, value]].slice(-limit));
  }
}

function isChoice(value: unknown): value is RunChoice {
  if (typeof value !== 'object' || value === null) return false;
  const { model, probes, constants } = value as Partial<Record<keyof RunChoice, unknown>>;
  return typeof model === 'string' && Array.isArray(probes) && Array.isArray(constants);
}

function isFilling(value: unknown): value is Filling {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'number') return 'value' in value && typeof value.value === 'number';
  const { path, tensor } = value as { readonly path?: unknown; readonly tensor?: unknown };
  return value.kind === 'tensor' && typeof path === 'string' && typeof tensor === 'string';
}
