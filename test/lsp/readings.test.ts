import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { noise, writeSafetensors } from './fixtures';
import { cka, servedActivations } from './networks';

const failsWith = (words: RegExp) => (error: unknown) =>
  error instanceof ResponseError && error.code === ErrorCodes.InvalidParams && words.test(error.message);

describe('nnsim/readings over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();
  let files: { readonly x: string; readonly y: string };

  before(async () => {
    const path = join(served.folder, 'maps.safetensors');
    await writeSafetensors(path, [noise('fc', [12, 8], 1), noise('conv', [12, 4, 3, 2], 2)]);
    files = { x: path, y: path };
  });

  it('tells what each rule makes of the layer with most axes', async () => {
    const choices = await served.server.request('nnsim/readings', files);
    assert.deepEqual(
      choices.map(({ rule, example }) => [rule, example?.matrix]),
      [
        ['flatten', [12, 24]],
        ['mean', [12, 4]],
        ['max', [12, 4]],
        ['rows', [72, 4]],
        ['first', [12, 4]],
        ['last', [12, 4]],
        ['resi', [12, 24]],
        ['resi(tokens: last)', [12, 24]],
        ['resi(maps: rows)', [72, 4]],
      ],
    );
    assert.deepEqual([choices[1]?.example?.tensor, choices[1]?.example?.shape], ['conv', [12, 4, 3, 2]]);
  });

  it('shows what a choice of tokens does by a layer that has tokens', async () => {
    const path = join(served.folder, 'tokens.safetensors');
    await writeSafetensors(path, [noise('conv', [12, 4, 3, 2], 1), noise('block', [12, 5, 6], 2)]);
    const choices = await served.server.request('nnsim/readings', { x: path, y: path });
    const of = (wanted: string) => choices.find(({ rule }) => rule === wanted)?.example;
    assert.deepEqual(of('resi(tokens: last)'), { tensor: 'block', shape: [12, 5, 6], matrix: [12, 6] });
    assert.equal(of('resi')?.tensor, 'conv');
  });

  it('takes the axes and rows that are given, and says where they do not fit', async () => {
    const wanted = { ...files, rule: 'mean(features: 3)', rows: '::2' };
    const choices = await served.server.request('nnsim/readings', wanted);
    assert.deepEqual([choices[1]?.rule, choices[1]?.example?.matrix], ['mean(features: 3)', [6, 2]]);
    const none = await served.server.request('nnsim/readings', { ...files, rule: 'mean(features: 9)' });
    assert.match(none[1]?.problem ?? '', /conv cannot be read so: it has no axis 9/);
    assert.match(none[0]?.problem ?? '', /conv cannot be read so: it has no axis 9/);
    await assert.rejects(
      served.server.request('nnsim/readings', { ...files, rows: '20:30' }),
      /The rows 20:30 hold none of the 12 instances/,
    );
  });

  it('refuses what is no rule and no selection of rows, in a sentence', async () => {
    const { server } = served;
    await assert.rejects(
      server.request('nnsim/readings', { ...files, rule: 'median' }),
      failsWith(/is no rule for dimensions/),
    );
    await assert.rejects(
      server.request('nnsim/readings', { ...files, rows: 'some' }),
      failsWith(/selects no rows/),
    );
  });

  it('is what a comparison by that reading says in its plan and its exports', async () => {
    const { server } = served;
    const request = { ...files, measure: cka, rule: 'max', rows: '0:10', id: 'reading' };
    const comparison = await server.request('nnsim/compare', request);
    assert.deepEqual([comparison.rule, comparison.rows], ['max', ':10']);
    const json = await server.request('nnsim/export', { comparison, format: 'json' });
    assert.ok(json.includes('"rule": "max"') && json.includes('"rows": ":10"'));
    assert.match(
      await server.request('nnsim/export', { comparison, format: 'csv' }),
      /,max,:10,position\r\n/,
    );
    const plain = await server.request('nnsim/plan', { ...files, measure: cka });
    assert.deepEqual([plain.rule, plain.rows], [undefined, undefined]);
  });
});
