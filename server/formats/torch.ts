import { endings } from '../protocol';
import { BadInput } from '../tensors/badInput';
import type { Bytes } from './bytes';
import type { Format } from './format';
import { type Contents, openModelFile } from './modelFile';
import { isLegacy, readTorchLegacy } from './torch/legacy';
import { readTorchZip } from './torch/zip';
import { isZip } from './zip';

/** Files of torch.save and torch.jit.save: a zip archive since version 1.6 of PyTorch, pickles in a row before. */
export const torch: Format = {
  id: 'torch',
  title: 'PyTorch file',
  endings: endings.torch,
  sniff: (head, fileName) =>
    isLegacy(head) ||
    (isZip(head) && (/\.(pt|pth|ckpt|bin|pkl|pickle)$/i.test(fileName) || startsWithPickle(head))),
  open: (bytes) => openModelFile(bytes, torch.id, parseTorch),
};

/** Whether the first member's name, as far as it is seen, is that of the pickle. */
function startsWithPickle(head: Uint8Array): boolean {
  return /^.{30}[^/]+\/data\.pkl/s.test(Buffer.from(head).toString('latin1'));
}

async function parseTorch(bytes: Bytes): Promise<Contents> {
  const head = await bytes.read(0, Math.min(bytes.size, 512));
  if (isZip(head)) return readTorchZip(bytes);
  if (isLegacy(head)) return readTorchLegacy(bytes);
  if (Buffer.from(head).toString('latin1', 257, 262) === 'ustar') {
    throw new BadInput(
      `${bytes.path} is a tar archive as PyTorch wrote it before version 0.1.10, which is not read: load it with PyTorch and save it again.`,
    );
  }
  throw new BadInput(
    `${bytes.path} is no PyTorch file: it is neither a zip archive nor begins with PyTorch's number.`,
  );
}
