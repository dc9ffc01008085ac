import assert from 'node:assert/strict';
import type { GroupReport, Score } from '../../../server/protocol';
import { groupReports } from '../../../server/report/groupCatalogue';
import type { KnownOfGroup } from '../../../server/report/groupText';

const score: Score = { measure: 'soft.jsd', parameters: {}, value: 0.5, status: 'ok', n: 9, notes: [] };

function known(ran?: KnownOfGroup['ran']): KnownOfGroup {
  const member = { tensor: 'y', shape: [9, 3], why: '', accuracy: null };
  const report: GroupReport = {
    ...{ found: true, stamp: 'a', of: 'outputs', hasOutputs: true, layers: [], rows: 9, notes: [] },
    models: ['/a.npz', '/b.npz', '/c.npz'].map((path) => ({ path, ...member })),
    scores: [score],
  };
  const pairs = {
    measure: { id: 'soft.jsd', parameters: {} },
    pairs: [{ x: 0, y: 2, score }],
    mean: score,
  };
  return { report, pairs, ...(ran !== undefined && { ran }) };
}

describe('The export of a set of models', () => {
  const ran = [{ model: '/nets/a.onnx', instances: ['/data/images.npy'] }, null, null];

  it('names the files of each pair, and none of the set as a whole', () => {
    const lines = groupReports.csv.write(known()).split('\r\n');
    assert.match(lines[0] ?? '', /^xFile,yFile,x,y,.*,chance$/);
    assert.match(lines[1] ?? '', /^,,,,soft\.jsd,/);
    assert.match(lines[2] ?? '', /^\/a\.npz,\/c\.npz,y,y,soft\.jsd,/);
  });

  it('calls files of the cache by the models that were run, and tells on what', () => {
    const lines = groupReports.csv.write(known(ran)).split('\r\n');
    assert.match(lines[0] ?? '', /,chance,xInstances,yInstances$/);
    assert.match(lines[2] ?? '', /^\/nets\/a\.onnx,\/c\.npz,.*,\/data\/images\.npy,$/);
    const data = JSON.parse(groupReports.json.write(known(ran))) as {
      readonly models: readonly { readonly file: string; readonly instances: unknown }[];
      readonly pairs: readonly { readonly xFile: string }[];
    };
    assert.deepEqual(
      data.models.map(({ file, instances }) => [file, instances]),
      [
        ['/nets/a.onnx', ['/data/images.npy']],
        ['/b.npz', null],
        ['/c.npz', null],
      ],
    );
    assert.equal(data.pairs[0]?.xFile, '/nets/a.onnx');
  });
});
