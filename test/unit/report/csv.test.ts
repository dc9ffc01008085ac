import assert from 'node:assert/strict';
import { csv } from '../../../server/report/csv';
import { comparison, score } from './comparisons';

const lines = (text: string): string[] => text.split('\r\n');

describe('the CSV export', () => {
  it('has a titled column for each part of a score and a line for each pair of layers', () => {
    const text = csv.write(
      comparison(['l1', 'l2'], ['m1'], (row) =>
        score(row / 4, { seed: 7, chance: 0.01, ...(row > 0 ? { standardError: 0.002 } : {}) }),
      ),
    );
    assert.deepEqual(lines(text), [
      'xFile,yFile,x,y,measure,parameters,value,status,reason,n,seed,chance,standardError,rule,rows,matched',
      'a.npz,b.npz,l1,m1,rsm.cka,kernel: linear,0,ok,,20,7,0.01,,flatten,all,position',
      'a.npz,b.npz,l2,m1,rsm.cka,kernel: linear,0.25,ok,,20,7,0.01,0.002,flatten,all,position',
      '',
    ]);
  });

  it('keeps every digit of a value', () => {
    const value = 0.1 + 0.2;
    const [, line = ''] = lines(csv.write(comparison(['l'], ['m'], () => score(value))));
    assert.equal(Number(line.split(',')[6]), value);
  });

  it('leaves the value empty where there is none and says why', () => {
    const [, line] = lines(
      csv.write(comparison(['l'], ['m'], () => score(null, { reason: 'Constant, both.' }))),
    );
    assert.equal(
      line,
      'a.npz,b.npz,l,m,rsm.cka,kernel: linear,,undefined,"Constant, both.",20,,,,flatten,all,position',
    );
  });

  it('says how the layers were read, but for weights, which are read as they are', () => {
    const read = comparison(['l'], ['m'], () => score(1), { rule: 'mean(features: 1)', rows: 'sample 5' });
    assert.ok(csv.write(read).endsWith(',mean(features: 1),sample 5,position\r\n'));
    const joined = { common: 980, left: [20, 0] };
    assert.ok(csv.write({ ...read, joined }).endsWith(',sample 5,id\r\n'));
    assert.ok(csv.write({ ...read, kind: 'weights' }).endsWith(',,,\r\n'));
  });

  it('writes negative values as numbers', () => {
    const [, line = ''] = lines(csv.write(comparison(['l'], ['m'], () => score(-0.5))));
    assert.equal(line.split(',')[6], '-0.5');
  });

  it('quotes commas, quotes and line breaks in names', () => {
    const [, line] = csv.write(comparison(['a,"b"\nc'], ['m'], () => score(1))).split(/(?<=status.*)\r\n/);
    assert.ok(line?.startsWith('a.npz,b.npz,"a,""b""\nc",m,rsm.cka,'));
  });

  for (const name of ['=cmd()', '+1', '-1', '@x', '\t=1', ' =1', '\r=1', '\n=1', '＝1']) {
    it(`keeps a spreadsheet from running the name ${JSON.stringify(name)}`, () => {
      const text = csv.write(comparison([name], ['m'], () => score(1)));
      const line = text.slice(text.indexOf('\r\n') + 2);
      assert.ok(line.startsWith('a.npz,b.npz,'));
      const cell = line.slice('a.npz,b.npz,'.length);
      assert.ok(cell.startsWith(`'${name}`) || cell.startsWith(`"'${name}`), cell);
    });
  }

  it('calls files of the cache by the models that were run, and tells on what', () => {
    const whole = comparison(['l'], ['m'], () => score(1));
    const images = ['/data/images.npy', '/data/sizes.npy'];
    const ran = { x: { model: '/nets/a, b.onnx', instances: images } };
    const [titles = '', line = ''] = lines(csv.write(whole, ran));
    assert.ok(titles.endsWith(',matched,xInstances,yInstances'));
    assert.ok(line.startsWith('"/nets/a, b.onnx",b.npz,l,m,'));
    assert.ok(line.endsWith(',position,/data/images.npy; /data/sizes.npy,'));
  });

  it('asks for scores layer by layer of x, whatever order they came in', () => {
    const whole = comparison(['a', 'b'], ['c', 'd'], () => score(1));
    const text = csv.write({ ...whole, cells: whole.cells.toReversed() });
    assert.equal(text, csv.write(whole));
  });
});
