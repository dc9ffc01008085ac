import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { statusLine } from '../../../server/cli/statusLine';
import { writeAll } from '../../../server/cli/write';

/** A stream whose reader is slow, or gone. */
function stream(failure: (Error & { code: string }) | null): { stream: Writable; received: () => string } {
  let received = '';
  const writable = new Writable({
    write(chunk: Buffer, _, done) {
      received += chunk.toString();
      setImmediate(() => done(failure));
    },
  });
  return { stream: writable, received: () => received };
}

const failed = (code: string) => Object.assign(new Error(`write ${code}`), { code });

describe('writing the answer', () => {
  it('waits until everything has left', async () => {
    const { stream: slow, received } = stream(null);
    await writeAll(slow, 'x'.repeat(1e6));
    assert.equal(received().length, 1e6);
  });

  it('takes a reader that has gone for one that has read enough', async () => {
    await writeAll(stream(failed('EPIPE')).stream, 'x');
  });

  it('does not hide that the disk is full', async () => {
    await assert.rejects(writeAll(stream(failed('ENOSPC')).stream, 'x'), /ENOSPC/);
  });
});

describe('the status line', () => {
  const shownOn = (isTTY: boolean): string => {
    let shown = '';
    const line = statusLine({ isTTY, write: (text) => Boolean((shown += String(text))) });
    line.show('3 of 9');
    line.show('4 of 9');
    line.clear();
    line.clear();
    return shown;
  };

  it('replaces itself and is gone in the end', () => {
    assert.equal(shownOn(true), '\r\x1b[2K3 of 9\r\x1b[2K4 of 9\r\x1b[2K');
  });

  it('says nothing where nobody looks', () => {
    assert.equal(shownOn(false), '');
  });
});
