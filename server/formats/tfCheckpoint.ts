import { endings } from '../protocol';
import type { Format } from './format';
import { openModelFile } from './modelFile';
import { parseCheckpoint } from './tfCheckpoint/contents';

/** The first entry of an index: no key, and a header that says how many files there are, and ends with its version. */
const firstBytes = /^\0\0[\x04-\x20]\x08[^]{1,6}\x1a\x02\x08\x01/;

/** Variables of TensorFlow: an index, which is a table of names, and the files of their values beside it. */
export const tfCheckpoint: Format = {
  id: 'tfCheckpoint',
  title: 'TensorFlow checkpoint',
  endings: endings.tfCheckpoint,
  sniff: (head) => firstBytes.test(Buffer.from(head).toString('latin1')),
  open: (bytes) => openModelFile(bytes, tfCheckpoint.id, parseCheckpoint),
};
