import assert from 'node:assert/strict';
import { DoublingTable } from '../../../../server/formats/hdf5/doublingTable';

describe('The table of blocks of a fractal heap', () => {
  // As the library makes it for links: blocks of 512, 512, 1024, ..., 65,536 bytes with objects, 4 in a row.
  const table = new DoublingTable(4, 512, 65_536);

  it('has blocks that double from the third row on, and blocks of blocks when they are largest', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 8].map((row) => table.blockBytes(row)),
      [512, 512, 1024, 2048, 65_536],
    );
    assert.equal(table.directRows, 9);
    // 131,072 bytes: 4 x (512 + 512 + 1024 + ... + 16,384).
    assert.equal(table.rowsWithin(9), 7);
  });

  it('finds every block by where it begins and ends', () => {
    let start = 0;
    for (let row = 0; row < 12; row++) {
      for (let column = 0; column < 4; column++) {
        const block = { row, entry: 4 * row + column, start };
        assert.deepEqual(table.locate(start), block);
        start += table.blockBytes(row);
        assert.deepEqual(table.locate(start - 1), block);
      }
    }
  });
});
