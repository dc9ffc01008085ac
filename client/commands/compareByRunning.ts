import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ModelInput, RunChoice } from '../../server/protocol';
import { sentence } from '../failures';
import { mayRun, runnableGlob } from '../modelFiles';
import { distinctNames, pairTitle } from '../names';
import type { Parts } from '../parts';
import { choiceOf, type Filling, fitting, matched, type Offer, unfitWords } from '../running/fill';
import { activeModel, files } from './arguments';
import { askInput } from './askInput';
import type { Command } from './command';
import { pickModel } from './pickModel';
import { type ChosenProbes, pickProbes } from './pickProbes';

/**
 * Runs two models on the same instances and compares what they compute. Arguments, all optional: one or two models, and
 * the path of the file with the instances. Resolves with the finished comparison.
 */
export const compareByRunning: Command = {
  run: async (parts, ...args) => {
    if (!vscode.workspace.isTrusted) return askForTrust();
    const models = await pickModels(parts, files(args));
    if (models === undefined) return undefined;
    const given = args.find((arg) => typeof arg === 'string');
    const choices = await askChoices(parts, models, given);
    if (choices === undefined) return undefined;
    const paths = await runAll(parts, choices);
    const [x = '', y = ''] = paths;
    return parts.panels.show(x, y).start().result;
  },
};

type Two = readonly [vscode.Uri, vscode.Uri];

async function askForTrust(): Promise<undefined> {
  const manage = 'Manage Workspace Trust';
  const message = 'Models are run in trusted workspaces only: the library that runs them is native code.';
  if ((await vscode.window.showWarningMessage(message, manage)) === manage)
    await vscode.commands.executeCommand('workbench.trust.manage');
}

/** The models that were given, or those of the comparison in front, or chosen ones. */
async function pickModels(parts: Parts, given: readonly vscode.Uri[]): Promise<Two | undefined> {
  const { runs, panels } = parts;
  const onDisk = given.filter(({ scheme }) => scheme === 'file');
  if (onDisk.length > 2) throw new Error('Select one or two models to compare by running.');
  const shown = panels.active;
  const compared = shown?.panel.active === true ? [shown.x, shown.y].map((path) => runs.modelOf(path)) : [];
  const [first, second] =
    onDisk.length === 0 && compared.every(mayRun) ? compared.map((path) => vscode.Uri.file(path)) : onDisk;
  const open = activeModel();
  const isOpen = open !== undefined && mayRun(open.path);
  const x =
    first ??
    (isOpen ? open : await pickModel('Compare by Running: first model', undefined, { glob: runnableGlob }));
  if (x === undefined) return undefined;
  const last = runs.memory.partner(x.fsPath);
  const wish = { glob: runnableGlob, ...(last !== undefined && { last: vscode.Uri.file(last) }) };
  const y = second ?? (await pickModel('Compare by Running: second model', x, wish));
  return y && [x, y];
}

/** What each model is run on: the file, and what is asked of inputs that it does not fill by itself. */
async function askChoices(
  { server, runs }: Parts,
  models: Two,
  given: string | undefined,
): Promise<readonly RunChoice[] | undefined> {
  // A model that cannot be run says so before anything else is asked.
  const anatomies = await Promise.all(
    models.map(({ fsPath }) => server.request('nnsim/anatomy', { model: fsPath })),
  );
  const pair = pairTitle(models[0].fsPath, models[1].fsPath);
  const offersOf = async (uri: vscode.Uri): Promise<readonly Offer[]> => {
    const tensors = await server.request('nnsim/tensors', { path: uri.fsPath, first: 0, count: 1000 });
    return tensors.map(({ name, shape }) => ({ path: uri.fsPath, tensor: name, shape }));
  };
  const whyUnfit = async (uri: vscode.Uri): Promise<string | undefined> => {
    const offers = await offersOf(uri).catch((error: unknown) => sentence(error));
    // What cannot be read is listed with the reason, as what does not fit is.
    if (typeof offers === 'string') return offers;
    return anatomies.map(({ inputs }) => unfitWords(inputs, offers)).find((why) => why !== undefined);
  };
  const probes: ChosenProbes | undefined =
    given === undefined
      ? await pickProbes(`Instances to run on: ${pair}`, models, runs.memory.probeFiles, whyUnfit)
      : { uri: vscode.Uri.file(given), anew: false };
  if (probes === undefined) return undefined;
  const { fsPath: path } = probes.uri;
  const offers = await offersOf(probes.uri);
  const answers = new Map<string, Filling>();
  const choices: RunChoice[] = [];
  for (const [i, { inputs }] of anatomies.entries()) {
    const why = unfitWords(inputs, offers);
    if (why !== undefined) throw new Error(`${basename(path)} holds nothing to run the model on: ${why}.`);
    const { filled, open } = matched(inputs, offers);
    for (const input of open) {
      if (answers.has(input.name)) continue;
      const before = runs.memory.filling(path, input.name);
      const known =
        !probes.anew && before !== undefined && isGood(before, input, offers) ? before : undefined;
      const filling = known ?? (await askInput(input, offers, before, offersOf, probes.uri));
      if (filling === undefined) return undefined;
      answers.set(input.name, filling);
      runs.memory.keepFilling(path, input.name, filling);
    }
    choices.push(choiceOf(models[i === 0 ? 0 : 1].fsPath, inputs, new Map([...answers, ...filled])));
  }
  runs.memory.keepProbeFile(path);
  runs.memory.keepPartner(models[0].fsPath, models[1].fsPath);
  return choices;
}

/** A tensor that was taken last time may be gone, or of another shape. */
function isGood(filling: Filling, input: ModelInput, offers: readonly Offer[]): boolean {
  if (filling.kind === 'number') return true;
  const { path, tensor } = filling;
  if (!offers.some((offer) => offer.path === path)) return true;
  return fitting(input, offers).some((offer) => offer.tensor === tensor);
}

/** Runs them one after the other; resolves with the files of activations. */
async function runAll({ runs }: Parts, choices: readonly RunChoice[]): Promise<readonly string[]> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: 'nnsim', cancellable: true },
    async (progress, token) => {
      const names = distinctNames(choices.map(({ model }) => model));
      const paths: string[] = [];
      for (const [i, choice] of choices.entries()) {
        const title = `running ${names[i] ?? ''}`;
        progress.report({ message: title });
        let told = 0;
        const run = await runs.run(choice, token, (message, percentage = told) => {
          const increment = Math.max(0, percentage - told) / choices.length;
          told = Math.max(told, percentage);
          progress.report({ message: `${title}: ${message}`, increment });
        });
        if (run.notes.length > 0) void vscode.window.showInformationMessage(run.notes.join(' '));
        paths.push(run.path);
      }
      return paths;
    },
  );
}
