import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Comparison } from '../../../server/protocol';
import { activations, asComparison, eventually, nnsim, sample, steps } from './editor';

const compare = async (x: vscode.Uri, y: vscode.Uri): Promise<unknown> =>
  vscode.commands.executeCommand('nnsim.compareModels', x, y);

const value = ({ x, y, cells }: Comparison, layerX: string, layerY: string): number => {
  const cell = cells.find((one) => x.layers[one.x]?.tensor === layerX && y.layers[one.y]?.tensor === layerY);
  return cell?.score.value ?? NaN;
};

const groupLine = (lines: readonly string[]): string | undefined =>
  lines.find((line) => /^seed0, seed1, seed2 · logits .*3 models · outputs/.test(line));

describe('Comparing two models', () => {
  before(nnsim);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens a panel and resolves with a value for each pair of layers', async () => {
    const comparison = asComparison(await compare(await activations('seed0'), await activations('seed1')));
    assert.equal(comparison.kind, 'activations');
    assert.equal(comparison.cells.length, 9);
    assert.ok(value(comparison, 'layer1', 'layer1') > value(comparison, 'layer1', 'logits'));
    const tab = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const input = await eventually('the tab', tab);
    assert.ok(input instanceof vscode.TabInputWebview && input.viewType.endsWith('nnsim.comparison'));
  });

  it('takes the two selected files as the Explorer gives them', async () => {
    const [x, y] = [await activations('seed0'), await activations('seed2')];
    const comparison = asComparison(await vscode.commands.executeCommand('nnsim.compareModels', y, [x, y]));
    assert.deepEqual([comparison.x.path, comparison.y.path], [x.fsPath, y.fsPath]);
  });

  it('compares three files at once as a set, by their outputs and in a panel of its own', async () => {
    const three = ['seed0', 'seed1', 'seed2'].map((run) => sample(`${run}/logits.npy`));
    const result: unknown = await vscode.commands.executeCommand('nnsim.compareModels', three[0], three);
    assert.ok(typeof result === 'object' && result !== null && 'scores' in result, JSON.stringify(result));
    const api = await nnsim();
    assert.deepEqual(
      api.groups[0]?.choice.models,
      three.map(({ fsPath }) => fsPath),
    );
    const listed = (): boolean => groupLine(api.tree()) !== undefined;
    await eventually('the line in the view', () => listed() || undefined);
    const tab = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const input = await eventually('the tab', tab);
    assert.ok(input instanceof vscode.TabInputWebview && input.viewType.endsWith('nnsim.group'));
  });

  it('compares two checkpoints tensor by tensor, by a measure for weights', async () => {
    const [x, y] = await steps('seed0', 'step');
    assert.ok(x && y);
    const comparison = asComparison(await compare(x, y));
    assert.equal(comparison.kind, 'weights');
    assert.match(comparison.measure.id, /^weights\./);
    assert.ok(comparison.pairs.every(([i, j]) => i === j));
  });

  it('is listed in the view with its best pairs', async () => {
    const api = await nnsim();
    const [x, y] = [await activations('seed1'), await activations('seed2')];
    await compare(x, y);
    const done = await eventually('the record', () =>
      api.comparisons.find((record) => record.x === x.fsPath && record.state === 'done'),
    );
    assert.equal(done.highlights.length, 3);
    const tree = api.tree();
    assert.match(tree[0] ?? '', /^seed1 ↔ seed2 mean 0\.\d{3} · rsm\.cka\(estimator: debiased\) · \S+$/);
    assert.match(tree[1] ?? '', /^ {2}layer1.* 0\.\d{3}$/);
  });

  it('can be cancelled', async () => {
    const api = await nnsim();
    await vscode.commands.executeCommand('nnsim.clearCache');
    const [x, y] = [await activations('seed2'), sample('images.npy')];
    const pending = compare(x, y);
    await eventually('the run', () => api.comparisons.find(({ state }) => state === 'running'));
    assert.equal(await vscode.commands.executeCommand('nnsim.cancelComparison'), true);
    assert.equal(await pending, undefined);
    const record = await eventually('the record', () =>
      api.comparisons.find(({ y: path, state }) => path === y.fsPath && state !== 'running'),
    );
    assert.equal(record.state, 'cancelled');
  });

  it('is exported to a file as CSV and JSON at full precision', async () => {
    const comparison = asComparison(await compare(await activations('seed0'), await activations('seed1')));
    const expected = value(comparison, 'layer1', 'layer1');
    for (const name of ['out.csv', 'out.json']) {
      const file = sample(name);
      await vscode.commands.executeCommand('nnsim.exportComparison', file);
      const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
      assert.ok(text.includes(String(expected)), `${name} has ${expected}:\n${text.slice(0, 500)}`);
      await vscode.workspace.fs.delete(file);
    }
  });

  it('by running is exported with the models and the instances, not with what was kept of them', async () => {
    const [x, y] = [...(await steps('seed0', 'step')).slice(-1), ...(await steps('seed1', 'step')).slice(-1)];
    assert.ok(x && y);
    const { fsPath: images } = sample('images.npy');
    asComparison(await vscode.commands.executeCommand('nnsim.compareByRunning', x, y, images));
    const file = sample('ran.json');
    await vscode.commands.executeCommand('nnsim.exportComparison', file);
    const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
    await vscode.workspace.fs.delete(file);
    const told = JSON.parse(text) as Record<string, unknown>;
    assert.deepEqual([told.x, told.y], [x.fsPath, y.fsPath]);
    assert.deepEqual(told.instances, { x: [images], y: [images] });
  });

  it('is exported to a file as SVG and PNG, drawn by the panel', async () => {
    await compare(await activations('seed0'), await activations('seed1'));
    const svg = sample('out.svg');
    assert.equal(await vscode.commands.executeCommand('nnsim.exportComparison', svg), svg);
    assert.match(
      Buffer.from(await vscode.workspace.fs.readFile(svg)).toString('utf8'),
      /<svg[^]*layer1[^]*<\/svg>/,
    );
    const png = sample('out.png');
    assert.equal(await vscode.commands.executeCommand('nnsim.exportComparison', png), png);
    const head = (await vscode.workspace.fs.readFile(png)).slice(0, 4);
    assert.deepEqual([...head], [0x89, 0x50, 0x4e, 0x47]);
    for (const file of [svg, png]) await vscode.workspace.fs.delete(file);
  });

  it('is made anew by another measure', async () => {
    const api = await nnsim();
    await compare(await activations('seed0'), await activations('seed1'));
    assert.equal(await vscode.commands.executeCommand('nnsim.chooseMeasure', 'jaccard'), 'jaccard');
    await eventually('the record', () => api.tree().find((line) => line.includes('nn.jaccard')));
  });

  it('has a page for each measure and a guide to them', async () => {
    const titles = (): string[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.equal(
      await vscode.commands.executeCommand('nnsim.aboutMeasure', 'procrustes'),
      'align.procrustes',
    );
    await eventually('the page', () => titles().includes('Orthogonal Procrustes') || undefined);
    await vscode.commands.executeCommand('nnsim.whichMeasure');
    await eventually('the guide', () => titles().includes('Which Measure?') || undefined);
  });

  it('can make its measure the default', async () => {
    const section = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('nnsim');
    const text: unknown = await vscode.commands.executeCommand('nnsim.setDefaultMeasure', 'procrustes');
    assert.equal(text, 'align.procrustes');
    assert.equal(section().get('defaultMeasure'), text);
    const comparison = asComparison(await compare(await activations('seed0'), await activations('seed1')));
    assert.equal(comparison.measure.id, 'align.procrustes');
    await section().update('defaultMeasure', undefined, vscode.ConfigurationTarget.Global);
  });
});
