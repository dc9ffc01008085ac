import { GgufWriter } from '../ggufWriter';
import { float32s } from '../writers';

const little = new GgufWriter();
const big = new GgufWriter(true);

/** With every kind of value, a plain and a quantised tensor. */
function model(writer: GgufWriter): Buffer {
  return writer.file({
    keys: [
      writer.key('general.architecture', 8, writer.text('llama')),
      writer.key('general.alignment', 4, writer.u32(32)),
      writer.key('a', 7, Buffer.from([1])),
      writer.key('scores', 9, writer.list(6, 2, float32s(1, 2))),
      writer.key('tokens', 9, writer.list(8, 3, writer.text('a'), writer.text('b'), writer.text('cc'))),
      writer.key('nested', 9, writer.list(9, 1, writer.list(0, 1, Buffer.from([1])))),
    ],
    tensors: [writer.tensor('blk.0.w', [2, 3], 0, 0), writer.tensor('blk.0.q', [32, 2], 8, 32)],
    data: Buffer.concat([float32s(1, 2, 3, 4, 5, 6), Buffer.alloc(8), Buffer.alloc(68, 1)]),
  });
}

export const ggufOriginals = new Map<string, Buffer>([
  ['m.gguf', model(little)],
  ['big.gguf', model(big)],
]);
