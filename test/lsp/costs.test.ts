import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeasureCall } from '../../server/protocol';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { noise, writeSafetensors } from './fixtures';
import { servedActivations } from './networks';

describe('nnsim/costs over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();

  it('estimates every measure of a comparison', async () => {
    const costs = await served.server.request('nnsim/costs', served.files);
    assert.deepEqual(
      [costs.kind, costs.pairs, costs.widest],
      ['activations', 9, { rows: 60, columns: [6, 6] }],
    );
    const cka = costs.measures.find(({ measure }) => measure === 'rsm.cka');
    assert.ok(cka !== undefined && cka.seconds !== null && cka.seconds > 0 && cka.seconds < 5);
    assert.equal(cka.pairs, 9);
    assert.ok(!costs.measures.some(({ measure }) => measure.startsWith('soft.')));
  });

  it('says of one pair which measures do not apply and why', async () => {
    const wide = join(served.folder, 'wide.safetensors');
    await writeSafetensors(wide, [noise('layer1', [1, 5], 1), noise('layer2', [1, 4], 2)]);
    const costs = await served.server.request('nnsim/costs', {
      x: wide,
      y: wide,
      kind: 'activations',
      pair: { tensorX: 'layer1', tensorY: 'layer2' },
    });
    const refused = costs.measures.find(({ measure }) => measure === 'rsm.cka');
    assert.deepEqual([refused?.seconds, refused?.pairs], [null, 0]);
    assert.equal(refused?.reason, 'needs at least 2 rows: 1 given');
  });

  it('says what a measure with other parameters would take, instead of its default ones', async () => {
    const pair = { tensorX: 'layer1', tensorY: 'layer1' };
    const riemann = async (calls: readonly MeasureCall[]) => {
      const { measures } = await served.server.request('nnsim/costs', { ...served.files, pair, calls });
      return measures.filter(({ measure }) => measure === 'rsm.riemann');
    };
    const regular = await riemann([{ id: 'rsm.cka', parameters: { estimator: 'debiased' } }]);
    const shrunk = await riemann([{ id: 'rsm.riemann', parameters: { shrinkage: 0.1 } }]);
    assert.deepEqual([regular.length, regular[0]?.pairs], [1, 0]);
    assert.deepEqual([shrunk.length, shrunk[0]?.pairs], [1, 1]);
  });

  it('says which measures lack labels, until there is a file with some', async () => {
    const tolerance = async () => {
      const { measures, labels } = await served.server.request('nnsim/costs', served.files);
      return { labels, ...measures.find(({ measure }) => measure === 'stat.tolerance') };
    };
    const without = await tolerance();
    assert.match(without.reason ?? '', /^needs labels: choose a file/);
    assert.equal(without.labels, false);
    const npy = Buffer.from(
      `\x93NUMPY\x01\0\x76\0${"{'descr': '|u1', 'fortran_order': False, 'shape': (60,), }".padEnd(117)}\n`,
      'latin1',
    );
    await writeFile(join(served.folder, 'labels.npy'), Buffer.concat([npy, Buffer.alloc(60, 1)]));
    const { pairs, labels } = await tolerance();
    assert.deepEqual([pairs, labels], [9, true]);
    const { questions, suggestions } = await served.server.request('nnsim/guide', {
      answers: {},
      comparison: served.files,
    });
    assert.ok(!questions.some(({ id }) => id === 'labels'), 'the guide knows them, too');
    assert.equal(suggestions.find(({ measure }) => measure.id === 'stat.tolerance')?.fit, 'suits');
  });

  it('says of labels that were named and do not fit what is wrong, where they are needed only', async () => {
    const labels = join(served.folder, 'odd.safetensors');
    await writeSafetensors(labels, [noise('labels', [59, 1], 1)]);
    const costs = await served.server.request('nnsim/costs', { ...served.files, labels });
    const tolerance = costs.measures.find(({ measure }) => measure === 'stat.tolerance');
    assert.match(tolerance?.reason ?? '', /^needs other labels: choose .*odd.*\[59, 1\].* each of 60 rows/);
    assert.deepEqual([tolerance?.lacks, tolerance?.pairs, costs.labels], ['labels', 0, false]);
    assert.equal(costs.measures.find(({ measure }) => measure === 'rsm.cka')?.pairs, 9);
  });

  it('is answered with a sentence when there is no such layer', async () => {
    const failure = await served.server
      .request('nnsim/costs', { ...served.files, pair: { tensorX: 'layer9', tensorY: 'layer1' } })
      .catch((error: unknown) => error);
    assert.ok(failure instanceof ResponseError);
    assert.equal(failure.code, LSPErrorCodes.RequestFailed);
    assert.match(failure.message, /layer9/);
  });

  it('is quick for a large grid', async () => {
    const large = join(served.folder, 'large.safetensors');
    const layers = Array.from({ length: 200 }, (_, i) => noise(`layer${i}`, [40, 2 + (i % 7)], i));
    await writeSafetensors(large, layers);
    await served.server.request('nnsim/open', { path: large });
    const start = performance.now();
    const costs = await served.server.request('nnsim/costs', { x: large, y: large });
    assert.equal(costs.pairs, 40_000);
    assert.ok(performance.now() - start < 2000, `${performance.now() - start} ms`);
  });
});
