import type { Float } from './products';

/** Numbers of the types in ONNX's TensorProto.DataType. */
const elementTypes: Readonly<Record<Float, number>> = { float32: 1, float64: 11 };
/** IR version 9 and operator set 18: what ONNX Runtime has read since 1.14. */
const irVersion = 9;
const operatorSet = 18;
/** AttributeProto.AttributeType INT. */
const integerAttribute = 2;

/**
 * An ONNX model of one Gemm: C = op(A) op(B) for matrices of any size. Written by hand in the wire format of Protocol
 * Buffers, field numbers after onnx.proto3 (https://github.com/onnx/onnx, Apache-2.0): some 100 bytes.
 */
export function gemmModel(type: Float, transposeA: boolean, transposeB: boolean): Uint8Array {
  const flag = (name: string, value: boolean): Buffer =>
    join(bytes(1, name), integer(3, Number(value)), integer(20, integerAttribute));
  const node = join(
    bytes(1, 'A'),
    bytes(1, 'B'),
    bytes(2, 'C'),
    bytes(4, 'Gemm'),
    bytes(5, flag('transA', transposeA)),
    bytes(5, flag('transB', transposeB)),
  );
  const graph = join(
    bytes(1, node),
    bytes(2, 'product'),
    bytes(11, matrix('A', type)),
    bytes(11, matrix('B', type)),
    bytes(12, matrix('C', type)),
  );
  const operators = join(bytes(1, ''), integer(2, operatorSet));
  return join(integer(1, irVersion), bytes(7, graph), bytes(8, operators));
}

/** ValueInfoProto of a matrix whose sides have names, not lengths. */
function matrix(name: string, type: Float): Buffer {
  const side = (which: string): Buffer => bytes(1, bytes(2, `${name}_${which}`));
  const shape = join(side('rows'), side('columns'));
  const tensor = join(integer(1, elementTypes[type]), bytes(2, shape));
  return join(bytes(1, name), bytes(2, bytes(1, tensor)));
}

/** A field of wire type 0. */
function integer(field: number, value: number): Buffer {
  return join(varint(field << 3), varint(value));
}

/** A field of wire type 2: text, or a message. */
function bytes(field: number, content: string | Buffer): Buffer {
  const body = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return join(varint((field << 3) | 2), varint(body.length), body);
}

/** Seven bits a byte, the least first; the high bit says that more follow. */
function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) digits.push((rest & 127) | 128);
  return Buffer.from([...digits, rest]);
}

function join(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts);
}
