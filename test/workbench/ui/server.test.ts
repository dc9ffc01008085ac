import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { openFile } from '../host/page';
import { closeAll, shot, view, world } from './world';

/** Process ids of the language server that this test's editor started, and no other on this machine. */
function serverProcesses(): number[] {
  const lines = execFileSync('ps', ['-ww', '-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
  const { extensions } = world().host;
  const ours = lines.filter((line) => line.includes(extensions) && /nnsim.*dist\/server\.js/.test(line));
  return ours.map((line) => parseInt(line, 10));
}

describe('When the language server is killed', function () {
  this.timeout(180_000);
  after(closeAll);

  it('is started again and a file opens as before', async () => {
    const { page } = world();
    await openFile(page, 'seed1/step-0500.safetensors');
    await (await view('model')).getByText('layer1', { exact: true }).first().waitFor();
    const [pid = 0] = serverProcesses();
    assert.ok(pid > 0, 'the server runs');
    process.kill(pid, 'SIGKILL');
    await closeAll();
    await openFile(page, 'seed1/step-1000.safetensors');
    await (await view('model')).getByText('layer1', { exact: true }).first().waitFor({ timeout: 90_000 });
    assert.ok(!serverProcesses().includes(pid) && serverProcesses().length > 0);
    await shot('after-kill');
  });
});

describe('The workbench', () => {
  it('asked nothing from outside', () => {
    const own =
      /vscode-resource\.vscode-cdn\.net|vscode-webview|vscode-cdn\.net\/insider|vscode-cdn\.net\/stable/;
    assert.deepEqual(
      world().outside.filter((url) => !own.test(url)),
      [],
    );
  });
});
