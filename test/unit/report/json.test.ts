import assert from 'node:assert/strict';
import { reports } from '../../../server/report/catalogue';
import { comparison, score } from './comparisons';

describe('the JSON export', () => {
  it('has every key of a score, null where there is nothing to say', () => {
    const whole = comparison(['__proto__'], ['m'], () => score(0.5), { notes: ['one layer left out'] });
    assert.deepEqual(JSON.parse(reports.json.write(whole)), {
      kind: 'activations',
      x: 'a.npz',
      y: 'b.npz',
      rule: 'flatten',
      rows: 'all',
      matched: 'position',
      ids: null,
      joined: null,
      scores: [
        {
          measure: 'rsm.cka',
          parameters: { kernel: 'linear' },
          value: 0.5,
          status: 'ok',
          reason: null,
          n: 20,
          seed: null,
          x: '__proto__',
          y: 'm',
          chance: null,
          standardError: null,
          notes: [],
          details: [],
          curve: null,
        },
      ],
      notes: ['one layer left out'],
      seconds: 0.5,
    });
  });

  it('calls files of the cache by the models that were run, and tells on what', () => {
    const whole = comparison(['l'], ['m'], () => score(0.5));
    const ran = { x: { model: '/nets/a.onnx', instances: ['/data/images.npy'] } };
    const written = JSON.parse(reports.json.write(whole, ran)) as Record<string, unknown>;
    assert.deepEqual(
      [written.x, written.y, written.instances],
      ['/nets/a.onnx', 'b.npz', { x: ['/data/images.npy'], y: null }],
    );
  });

  it('reads back to the very same numbers', () => {
    const value = 1 / 3;
    const written = JSON.parse(reports.json.write(comparison(['l'], ['m'], () => score(value)))) as {
      scores: { value: number }[];
    };
    assert.equal(written.scores[0]?.value, value);
  });
});
