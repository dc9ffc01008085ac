import { endings } from '../protocol';
import type { Format } from './format';
import { isIndex } from './shardIndex';
import { openShards } from './shards';
import { torch } from './torch';

/** PyTorch files with an index that says which tensor is where, as the Hugging Face libraries wrote before safetensors. */
export const torchIndex: Format = {
  id: 'torchIndex',
  title: 'sharded PyTorch file',
  endings: endings.torchIndex,
  sniff: (head, fileName) => isIndex(head, fileName, endings.torchIndex),
  open: (bytes) => openShards(bytes, torchIndex.id, torch),
};
