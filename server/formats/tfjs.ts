import { basename } from 'node:path';
import { endings } from '../protocol';
import type { Format } from './format';
import { openModelFile } from './modelFile';
import { parseTfjs } from './tfjs/contents';

/** Weights of TensorFlow.js: a list of tensors in JSON, and files with their bytes beside it. */
export const tfjs: Format = {
  id: 'tfjs',
  title: 'TensorFlow.js',
  endings: endings.tfjs,
  sniff(head, fileName) {
    const name = basename(fileName).toLowerCase();
    return (
      endings.tfjs.models.some((ending) => name.endsWith(ending)) &&
      /^\s*[[{]/.test(Buffer.from(head).toString('latin1'))
    );
  },
  open: (bytes) => openModelFile(bytes, tfjs.id, parseTfjs),
};
