import { endings } from '../protocol';
import type { Format } from './format';
import { safetensors } from './safetensors';
import { isIndex } from './shardIndex';
import { openShards } from './shards';

/** Safetensors in several files, and an index that says which tensor is where, as the Hugging Face libraries write. */
export const safetensorsIndex: Format = {
  id: 'safetensorsIndex',
  title: 'sharded safetensors',
  endings: endings.safetensorsIndex,
  sniff: (head, fileName) => isIndex(head, fileName, endings.safetensorsIndex),
  open: (bytes) => openShards(bytes, safetensorsIndex.id, safetensors),
};
