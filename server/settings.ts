import { engineChoices, type InitializationOptions, type Settings } from './protocol';

/** What the server does when nobody has said otherwise; the client's manifest shows the same values. */
export const defaultSettings: Settings = {
  workers: 0,
  memoryLimit: 2048,
  background: { enabled: true, budgetSeconds: 20 },
  codeLens: false,
  defaultMeasure: 'cka(estimator: debiased)',
  engine: 'auto',
  blasLibrary: '',
};

/** A value as a record; anything that is none is an empty one. */
function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function numberIn(value: unknown, least: number, most: number, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(most, Math.max(least, value))
    : otherwise;
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

/**
 * Reads the settings a client sent. What is missing or of another type keeps its value in `current`; numbers are
 * brought into their range. `validMeasure` says whether a text names a measure.
 */
export function readSettings(
  sent: unknown,
  current: Settings,
  validMeasure: (text: string) => boolean = () => true,
): Settings {
  const { workers, memoryLimit, background, codeLens, defaultMeasure, engine, blasLibrary } = fields(sent);
  const { enabled, budgetSeconds } = fields(background);
  return {
    workers: Math.round(numberIn(workers, 0, 256, current.workers)),
    memoryLimit: Math.round(numberIn(memoryLimit, 64, 2 ** 20, current.memoryLimit)),
    background: {
      enabled: flag(enabled, current.background.enabled),
      budgetSeconds: numberIn(budgetSeconds, 0, 86_400, current.background.budgetSeconds),
    },
    codeLens: flag(codeLens, current.codeLens),
    defaultMeasure:
      typeof defaultMeasure === 'string' && validMeasure(defaultMeasure)
        ? defaultMeasure
        : current.defaultMeasure,
    engine: engineChoices.find((choice) => choice === engine) ?? current.engine,
    blasLibrary: typeof blasLibrary === 'string' ? blasLibrary : current.blasLibrary,
  };
}

/** What a client passed with `initialize`, checked: parts of another type than they should have are left out. */
export function readInitializationOptions(
  sent: unknown,
): Required<Pick<InitializationOptions, 'trusted'>> & { storage?: string; settings: unknown } {
  const { storage, settings, trusted } = fields(sent);
  return {
    ...(typeof storage === 'string' && storage !== '' && { storage }),
    settings,
    // A client that says nothing about trust is one without the notion: everything in it is the person's own.
    trusted: flag(trusted, true),
  };
}
