import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Folder } from './folder';
import { dict, pickleOf, tensor, torchZip } from './pickles';
import { float32s, safetensorsFile } from './writers';

const own = 'model.safetensors.index.json';

/** A shard with one float32 per name. */
function shard(...names: string[]): Buffer {
  const entries = names.map((name, i) => [
    name,
    { dtype: 'F32', shape: [1], data_offsets: [4 * i, 4 * i + 4] },
  ]);
  return safetensorsFile(Object.fromEntries(entries), float32s(...names.map((_, i) => i + 1)));
}

const mapped = (value: unknown): string => JSON.stringify({ weight_map: { a: value } });
const notPlain = (name: string): string =>
  `@ names the shard ${name}, which is not a plain name of a file beside the index.`;

const refused: readonly (readonly [string, string, string])[] = [
  ['idx-escape', mapped('../x.safetensors'), notPlain('"../x.safetensors"')],
  ['idx-abs', mapped('/etc/x.safetensors'), notPlain('"/etc/x.safetensors"')],
  ['idx-backslash', mapped('..\\x'), notPlain('"..\\\\x"')],
  ['idx-drive', mapped('c:x.safetensors'), notPlain('"c:x.safetensors"')],
  ['idx-dots', mapped('..'), notPlain('".."')],
  ['idx-nothing', mapped(''), notPlain('""')],
  ['idx-nul', mapped('a\0'), notPlain('"a\\u0000"')],
  ['idx-lines', mapped('a\nb'), notPlain('"a\\nb"')],
  ['idx-long', mapped('a'.repeat(256)), notPlain(`"${'a'.repeat(40)}…${'a'.repeat(40)}"`)],
  ['idx-self', mapped(own), '@ names itself as a shard.'],
  ['idx-nontext', mapped(5), '@: the shard of tensor "a" is not text.'],
  ['idx-no-map', '{"metadata":{}}', '@ is no index of shards: it has no weight_map.'],
  ['idx-map-list', '{"weight_map":[]}', '@ is no index of shards: it has no weight_map.'],
  ['idx-dup', '{"weight_map":{"a":"x","a":"y"}}', '@ has the name "a" twice.'],
  ['idx-no-json', '{"weight_map":', '@ is no JSON: the text has something that is no value at byte 14.'],
];

describe('corpus: sharded models', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, text, message] of refused) {
    it(`refuses ${name}`, () => folder.refuses(`${name}/${own}`, text, message));
  }

  it('refuses an index whose shards are all missing', async () => {
    await folder.refuses(
      `idx-missing/${own}`,
      mapped('x.safetensors'),
      `None of the 1 shards of @ can be opened: ${join(folder.path, 'idx-missing', 'x.safetensors')} does not exist.`,
    );
  });

  it('opens the other shards when one is missing and says which', async () => {
    folder.write('some/1.safetensors', shard('a'));
    const index = JSON.stringify({
      metadata: { total_size: 8 },
      weight_map: { a: '1.safetensors', b: '2.safetensors' },
    });
    const file = await folder.openBytes(`some/${own}`, index);
    const missing = join(folder.path, 'some', '2.safetensors');
    assert.deepEqual(file.warnings, [
      `Left out: 1 tensor of shard "2.safetensors". ${missing} does not exist.`,
    ]);
    assert.deepEqual(
      file.tensors.map((tensor) => tensor.name),
      ['a'],
    );
  });

  it('reads tensors out of their shards and counts the bytes of all files', async () => {
    folder.write('two/1.safetensors', shard('b'));
    folder.write('two/2.safetensors', shard('a', '__proto__'));
    const map = '{"a":"2.safetensors","__proto__":"2.safetensors","b":"1.safetensors"}';
    const text = `{"metadata":{"total_size":12,"format":"pt"},"weight_map":${map}}`;
    const file = await folder.openBytes(`two/${own}`, text);
    assert.deepEqual(file.warnings, []);
    assert.deepEqual(file.metadata, [
      ['total_size', '12'],
      ['format', 'pt'],
    ]);
    assert.equal(file.bytes, text.length + shard('b').length + shard('a', '__proto__').length);
    const values = await Promise.all(file.tensors.map(async (t) => [t.name, ...(await file.read(t, 0, 1))]));
    assert.deepEqual(values, [
      ['b', 1],
      ['a', 1],
      ['__proto__', 2],
    ]);
    assert.equal(await file.changed(), false);
    folder.write('two/2.safetensors', shard('a', '__proto__', 'c'));
    assert.equal(await file.changed(), true);
  });

  it('names both sides when index and shards disagree', async () => {
    folder.write('differ/1.safetensors', shard('a', 'stray'));
    const index = JSON.stringify({
      metadata: { total_size: 99 },
      weight_map: { a: '1.safetensors', b: '1.safetensors' },
    });
    const file = await folder.openBytes(`differ/${own}`, index);
    assert.deepEqual(file.warnings, [
      'By the index, shard "1.safetensors" holds tensor "b"; it does not.',
      'Shard "1.safetensors" holds tensor "stray", which the index does not put there: left out.',
      'The index counts 99 bytes of tensors, the shards hold 4.',
    ]);
  });

  it('follows symbolic links, of which the caches of the Hugging Face libraries are made', async () => {
    const blob = folder.write('hub/blobs/0123', shard('a'));
    const index = folder.write('hub/blobs/4567', mapped('1.safetensors'));
    folder.write('hub/snapshots/main/README.md', '');
    const snapshot = join(folder.path, 'hub/snapshots/main');
    symlinkSync(blob, join(snapshot, '1.safetensors'));
    symlinkSync(index, join(snapshot, own));
    const file = await folder.open(join(snapshot, own));
    assert.deepEqual(file.warnings, []);
    assert.equal(file.tensors.length, 1);
  });

  it('reads PyTorch shards by their index', async () => {
    const bytes = torchZip(pickleOf(dict(['a', tensor()], ['b', tensor()])), { 0: float32s(1, 2, 3, 4) });
    folder.write('torch/pytorch_model-00001-of-00001.bin', bytes);
    const map = { a: 'pytorch_model-00001-of-00001.bin', b: 'pytorch_model-00001-of-00001.bin' };
    const file = await folder.openBytes(
      'torch/pytorch_model.bin.index.json',
      JSON.stringify({ metadata: { total_size: 32 }, weight_map: map }),
    );
    assert.deepEqual([file.format, ...file.warnings], ['torchIndex']);
    const [, b] = file.tensors;
    assert.ok(b);
    assert.deepEqual([b.name, ...(await file.read(b, 2, 2))], ['b', 3, 4]);
    assert.equal((await folder.open(join(folder.path, 'torch'))).format, 'torchIndex');
  });

  it('leaves out a shard that is a link to no regular file', async () => {
    folder.write('fake/1.safetensors', shard('a'));
    symlinkSync('/dev/zero', join(folder.path, 'fake/2.safetensors'));
    const index = JSON.stringify({ weight_map: { a: '1.safetensors', b: '2.safetensors' } });
    const file = await folder.openBytes(`fake/${own}`, index);
    assert.match(file.warnings.join(), /2\.safetensors is a device or socket, not a file/);
  });
});
