/**
 * TensorFlow.js in plain JavaScript, as far as it is used: a file of its own beside the program, because nothing else
 * needs it. The names are those of the package for node, which has more of them.
 */
import '@tensorflow/tfjs-backend-cpu';
import { onlyWhenRead } from './onlyWhenRead';

export { loadGraphModel } from '@tensorflow/tfjs-converter';
export {
  env,
  grad,
  memory,
  serialization,
  setBackend,
  tensor,
  tidy,
  version_core,
} from '@tensorflow/tfjs-core';
export { loadLayersModel, model } from '@tensorflow/tfjs-layers';

for (const name of ['Conv2DBackpropFilter', 'DepthwiseConv2dNativeBackpropFilter']) onlyWhenRead(name);
