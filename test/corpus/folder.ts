/** Files for one test file, in a folder of their own that is gone afterwards. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openModel } from '../../server/formats/catalogue';
import type { ModelFile } from '../../server/formats/format';
import { BadInput } from '../../server/tensors/badInput';

/** More than this must not be allocated to find out that a file is bad. */
const mostBytes = 16 * 2 ** 20;

export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'nnsim-corpus-'));
  readonly #opened: ModelFile[] = [];

  constructor() {
    after(() => rmSync(this.path, { recursive: true, force: true }));
    afterEach(() => this.close());
  }

  /** Closes what is open. */
  async close(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((file) => file.close()));
  }

  /** Writes a file and returns its path. */
  write(name: string, content: Uint8Array | string): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Opens a file, which is closed when the test is over. */
  async open(path: string): Promise<ModelFile> {
    const file = await openModel(path);
    this.#opened.push(file);
    return file;
  }

  async openBytes(name: string, content: Uint8Array | string): Promise<ModelFile> {
    return this.open(this.write(name, content));
  }

  /** The file must be refused with this message; `@` in it stands for the file's path. */
  async refuses(name: string, content: Uint8Array | string, message: string): Promise<void> {
    const path = this.write(name, content);
    await assertRefused(() => this.open(path), message.replaceAll('@', path));
  }
}

/** The action must fail with this sentence for a person, without taking much memory. */
export async function assertRefused(action: () => Promise<unknown>, message: string): Promise<void> {
  const before = process.memoryUsage().arrayBuffers;
  const error = await action().then(
    () => assert.fail(`opened, but should say: ${message}`),
    (reason: unknown) => reason,
  );
  const taken = process.memoryUsage().arrayBuffers - before;
  if (!(error instanceof BadInput)) throw error;
  assert.equal(error.message, message);
  assert.ok(taken < mostBytes, `${taken} bytes were allocated`);
}
