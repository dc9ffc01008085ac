import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineChoices } from '../../server/protocol';
import { defaultSettings, readInitializationOptions, readSettings } from '../../server/settings';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly default: unknown; readonly enum?: readonly string[] }>
      >;
    };
  };
}

describe('Settings of the server', () => {
  it('have the defaults that the manifest shows', () => {
    const manifest = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as Manifest;
    const shown = Object.entries(manifest.contributes.configuration.properties).map(([name, property]) => [
      name,
      property.default,
    ]);
    const { workers, memoryLimit, background, codeLens, defaultMeasure, engine, blasLibrary } =
      defaultSettings;
    assert.deepEqual(Object.fromEntries(shown), {
      'nnsim.workers': workers,
      'nnsim.memoryLimit': memoryLimit,
      'nnsim.background.enabled': background.enabled,
      'nnsim.background.budgetSeconds': background.budgetSeconds,
      'nnsim.codeLens': codeLens,
      'nnsim.defaultMeasure': defaultMeasure,
      'nnsim.engine': engine,
      'nnsim.blasLibrary': blasLibrary,
    });
    assert.deepEqual(manifest.contributes.configuration.properties['nnsim.engine']?.enum, engineChoices);
  });

  it('take what fits and keep the rest', () => {
    const sent = {
      workers: 3,
      codeLens: true,
      background: { budgetSeconds: 5 },
      defaultMeasure: 'procrustes',
      engine: 'blas',
      blasLibrary: '/usr/lib/libopenblas.so.0',
    };
    assert.deepEqual(readSettings(sent, defaultSettings), {
      ...defaultSettings,
      workers: 3,
      codeLens: true,
      background: { enabled: true, budgetSeconds: 5 },
      defaultMeasure: 'procrustes',
      engine: 'blas',
      blasLibrary: '/usr/lib/libopenblas.so.0',
    });
  });

  it('keep what they were for values of other types, and bring numbers into their range', () => {
    for (const sent of [
      null,
      5,
      [],
      'x',
      { workers: '3', background: null, codeLens: 1, memoryLimit: NaN },
      { engine: 'gpu', blasLibrary: null },
    ]) {
      assert.deepEqual(readSettings(sent, defaultSettings), defaultSettings);
    }
    const { workers, memoryLimit } = readSettings({ workers: -4, memoryLimit: 1 }, defaultSettings);
    assert.deepEqual([workers, memoryLimit], [0, 64]);
  });

  it('refuse a default measure there is not', () => {
    const { defaultMeasure } = readSettings({ defaultMeasure: 'x' }, defaultSettings, () => false);
    assert.equal(defaultMeasure, defaultSettings.defaultMeasure);
  });
});

describe('Options of initialize', () => {
  it('are trusted and without storage unless said otherwise', () => {
    assert.deepEqual(readInitializationOptions(undefined), { settings: undefined, trusted: true });
    assert.deepEqual(readInitializationOptions({ storage: 5, trusted: false }), {
      settings: undefined,
      trusted: false,
    });
    assert.equal(readInitializationOptions({ storage: '/x' }).storage, '/x');
  });
});
