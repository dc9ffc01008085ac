import {
  type Connection,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver/node';
import type { Progress } from '../background/background';

type Token = string | number;

/** Work-done progress of the Language Server Protocol, with tokens of the client or of our own. */
export class WorkDone {
  readonly #controllers = new Map<Token, AbortController>();
  #created = 0;

  constructor(
    private readonly connection: Connection,
    private readonly clientShowsOurs: boolean,
  ) {
    connection.onNotification(WorkDoneProgressCancelNotification.type, ({ token }) => {
      this.#controllers.get(token)?.abort();
    });
  }

  /** Progress of a request the client gave a token for; without a token nothing is sent. */
  attach(token: Token | undefined, title: string): Progress {
    return this.#start(token, title, Promise.resolve());
  }

  /** Progress of work the server started by itself, where the client shows such. */
  create(title: string): Progress {
    if (!this.clientShowsOurs) return this.#start(undefined, title, Promise.resolve());
    const token = `nnsim-${++this.#created}`;
    return this.#start(
      token,
      title,
      this.connection.sendRequest(WorkDoneProgressCreateRequest.type, { token }),
    );
  }

  /** Nothing is sent before `ready`, and nothing at all when it fails; the work itself does not wait. */
  #start(token: Token | undefined, title: string, ready: Promise<void>): Progress {
    const controller = new AbortController();
    if (token === undefined) return { signal: controller.signal, report: nothing, done: nothing };
    this.#controllers.set(token, controller);
    const send = (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void => {
      ready.then(() => this.connection.sendProgress(WorkDoneProgress.type, token, value)).catch(nothing);
    };
    send({ kind: 'begin', title, percentage: 0, cancellable: true });
    return {
      signal: controller.signal,
      report: (fraction, message) =>
        send({ kind: 'report', percentage: Math.floor(fraction * 100), message }),
      done: () => {
        this.#controllers.delete(token);
        send({ kind: 'end' });
      },
    };
  }
}

function nothing(): void {
  // A client without a token, or one that has gone, is told nothing.
}
