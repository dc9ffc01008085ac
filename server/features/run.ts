import { basename } from 'node:path';
import type { ProbeChoice, Requests, RunChoice } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { list, number, object, path, type Reader, text } from './parameters';
import { workDoneToken } from './shapes';

type Params = Requests['nnsim/run']['params'];

const probe: Reader<ProbeChoice> = object<
  Pick<ProbeChoice, 'path'>,
  Required<Pick<ProbeChoice, 'input' | 'tensor'>>
>({ path }, { input: text, tensor: text });

const read: Reader<Params> = object<
  Pick<RunChoice, 'model' | 'probes' | 'constants'>,
  Required<Pick<Params, 'taps'>> & { workDoneToken: string | number }
>(
  {
    model: path,
    probes: list(probe),
    constants: list(object<RunChoice['constants'][number]>({ input: text, value: number })),
  },
  { taps: list(text), workDoneToken },
);

/** `nnsim/run`: runs a model on instances and answers where its activations are. */
export const run: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/run', read, async ({ workDoneToken: token, ...choice }, signal) => {
      // To open a file is safe: our readers are. What runs models is a library in native code that trusts them more.
      if (!host.trusted)
        throw new BadInput(
          'Models are run in trusted workspaces only: the library that runs them is native code, and a model is its input.',
        );
      const progress = host.workDone.attach(token, `Running ${basename(choice.model)}`);
      try {
        return await host.jobs.keepRun(choice, {
          signal: AbortSignal.any([signal, progress.signal]),
          onProgress: (fraction, words) => progress.report(fraction, words),
        });
      } finally {
        progress.done();
      }
    });
  },
};
