const values = (count: number): Buffer =>
  Buffer.from(Float32Array.from({ length: count }, (_, i) => i).buffer);
const metadata = { layers: [3, 11], patches_per_ex: 1, cls_token: true, d_model: 2, dtype: 'float32' };
const shards = [
  { name: 'acts000000.bin', n_ex: 2 },
  { name: 'acts000001.bin', n_ex: 1 },
];

export const rawOriginals = new Map<string, Buffer>([
  ['shards.json', Buffer.from(JSON.stringify(shards))],
  ['described.bin', values(24)],
]);

export const rawCompanions = new Map<string, Buffer>([
  ['metadata.json', Buffer.from(JSON.stringify(metadata))],
  ['acts000000.bin', values(16)],
  ['acts000001.bin', values(8)],
  ['described.bin.json', Buffer.from('{"dtype": "float32", "shape": [-1, 4]}')],
]);
