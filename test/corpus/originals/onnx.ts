import {
  attribute,
  externalData,
  field,
  graphProto,
  nodeProto,
  onnxFile,
  tensorProto,
  varints,
} from '../onnxWriter';
import { float32s } from '../writers';

const constant = nodeProto(
  '',
  'Constant',
  'c',
  attribute('value', 5, tensorProto('', 7, [3], field(7, varints(1, -1, 300)))),
);
const inner = graphProto([constant], [tensorProto('w', 1, [2], field(4, float32s(3, 4)))]);

export const onnxOriginals = new Map<string, Buffer>([
  [
    'm.onnx',
    onnxFile(
      graphProto(
        [constant, nodeProto('pick', 'If', 'o', attribute('then_branch', 6, inner))],
        [
          tensorProto('a.weight', 1, [2, 2], field(9, float32s(1, 2, 3, 4))),
          tensorProto('half', 10, [2], field(5, varints(0x3c00, 0xbc00))),
          tensorProto('out', 1, [1], externalData({ location: 'm.data', offset: '0', length: '4' })),
        ],
      ),
      field(14, Buffer.concat([field(1, 'key'), field(2, 'value')])),
    ),
  ],
]);

export const onnxCompanions = new Map<string, Buffer>([['m.data', float32s(5, 6)]]);
