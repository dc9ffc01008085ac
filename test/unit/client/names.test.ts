import assert from 'node:assert/strict';
import { byLikeness, distinctNames, folderName, pairTitle, setNames, setTitle } from '../../../client/names';

describe('Names of files shown together', () => {
  it('are the file names when those differ', () => {
    assert.deepEqual(distinctNames(['/runs/a.npy', '/runs/b.npy']), ['a.npy', 'b.npy']);
  });

  it('take as many folders as it takes to tell them apart', () => {
    const paths = ['/w/seed0/end/m.npz', '/w/seed1/end/m.npz'];
    assert.deepEqual(distinctNames(paths), ['seed0/end/m.npz', 'seed1/end/m.npz']);
  });

  it('end for equal paths and for a path that is the tail of another', () => {
    assert.deepEqual(distinctNames(['/m.npy', '/m.npy']), ['m.npy', 'm.npy']);
    assert.deepEqual(distinctNames(['/m.npy', '/a/m.npy']), ['m.npy', 'a/m.npy']);
  });

  it('understand the separators of Windows', () => {
    assert.deepEqual(distinctNames(['C:\\w\\s0\\m.npy', 'C:\\w\\s1\\m.npy']), ['s0/m.npy', 's1/m.npy']);
  });
});

describe('The title of a pair', () => {
  it('shows the folders when the files have one name', () => {
    assert.equal(pairTitle('/w/seed0/m.safetensors', '/w/seed1/m.safetensors'), 'seed0 ↔ seed1 · m');
  });

  it('shows the names without their endings when these differ', () => {
    assert.equal(pairTitle('/w/step-1.safetensors', '/v/step-2.safetensors.index.json'), 'step-1 ↔ step-2');
  });

  it('shows one file with itself', () => {
    assert.equal(pairTitle('/w/a.npy', '/w/a.npy'), 'a ↔ a');
  });
});

describe('A list of partners', () => {
  it('begins with names like that of the file and counts numbers', () => {
    const paths = ['/w/labels.npy', '/w/a/step-10.npz', '/w/a/step-9.npz', '/w/b/run-1.npz'];
    assert.deepEqual(
      paths.toSorted((a, b) => byLikeness('/w/z/step-3.npz', a, b)),
      ['/w/a/step-9.npz', '/w/a/step-10.npz', '/w/b/run-1.npz', '/w/labels.npy'],
    );
    assert.deepEqual(
      paths.toSorted((a, b) => byLikeness('', a, b)),
      ['/w/a/step-9.npz', '/w/a/step-10.npz', '/w/b/run-1.npz', '/w/labels.npy'],
    );
  });
});

describe('The name of a tab', () => {
  it('is that of the folder where a file describes all of it', () => {
    assert.equal(folderName('/runs/net.zarr/.zgroup'), 'net.zarr');
    assert.equal(folderName('c:\\runs\\net\\zarr.json'), 'net');
    assert.equal(folderName('/runs/net.npz'), undefined);
    assert.equal(folderName('/zarr.json'), undefined);
  });
});

describe('The names of the models of a set', () => {
  const runs = ['/w/seed0/logits.npy', '/w/seed1/logits.npy', '/w/seed2/logits.npy'];

  it('leave out the end that all share', () => {
    assert.deepEqual(setNames(runs), ['seed0', 'seed1', 'seed2']);
    assert.deepEqual(setNames(['/w/a.npy', '/w/b.npy', '/v/c.npy']), ['a.npy', 'b.npy', 'c.npy']);
    assert.deepEqual(setNames(['/a/m.npy', '/m.npy', '/b/m.npy']), ['a/m.npy', 'm.npy', 'b/m.npy']);
  });

  it('make a title that stays short', () => {
    assert.equal(setTitle(runs), 'seed0, seed1, seed2 · logits');
    assert.equal(setTitle(['/a.npy', '/b.npy', '/c.npy']), 'a, b, c');
    const many = Array.from({ length: 6 }, (_, i) => `/w/seed${i}/a.npz`);
    assert.equal(setTitle(many), 'seed0, seed1 and 4 more · a');
  });
});
