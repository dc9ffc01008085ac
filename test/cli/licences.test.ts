import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('The licences beside the built program', () => {
  const text = readFileSync(join(__dirname, '../../dist/licences.txt'), 'utf8');

  it('cover what is bundled, what that brings along, and the icons', () => {
    for (const name of [
      'd3-scale',
      'd3-color',
      '@vscode/codicons',
      'h5wasm',
      '@tensorflow/tfjs-layers',
      'seedrandom',
    ]) {
      assert.match(text, new RegExp(`^${name} [0-9.]+ \\(`, 'm'), name);
    }
  });

  it('have a text even where a package only names its licence', () => {
    for (const [name, words] of [
      ['@tensorflow/tfjs-core', 'Apache License'],
      ['@tensorflow/tfjs-layers', 'Permission is hereby granted'],
      ['seedrandom', 'Copyright (c) David Bau'],
    ] as const) {
      const [, part = ''] = text.split(`\n${name} `);
      assert.ok(part.split('-'.repeat(80))[0]?.includes(words), name);
    }
  });

  it('leave out what is only for tests, and what comes with the packages for single platforms', () => {
    const elsewhere = [
      'onnxruntime-node',
      'onnxruntime-common',
      'koffi',
      '@tensorflow/tfjs-node',
      'node-fetch',
    ];
    for (const name of ['mocha', 'fast-check', 'ml-matrix', ...elsewhere]) {
      assert.doesNotMatch(text, new RegExp(`^${name} [0-9.]+ \\(`, 'm'), name);
    }
  });
});
