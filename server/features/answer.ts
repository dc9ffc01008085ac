import {
  type CancellationToken,
  ErrorCodes,
  LSPErrorCodes,
  NotificationType,
  ParameterStructures,
  RequestType,
  ResponseError,
} from 'vscode-languageserver/node';
import { Cancelled } from '../jobs/jobs';
import type { ClientNotifications, Requests, ServerNotifications } from '../protocol';
import { BadInput } from '../tensors/badInput';
import type { Host } from './feature';
import type { Reader } from './parameters';

/**
 * Answers the requests of one method. `read` checks the parameters; `handler` gets them with a signal that is aborted by
 * `$/cancelRequest`. Bad input becomes RequestFailed with its sentence, a cancelled job RequestCancelled, and a defect of
 * ours InternalError with a line in the log.
 */
export function answer<P>(
  host: Pick<Host, 'connection' | 'log'>,
  method: string,
  read: Reader<P>,
  handler: (params: P, signal: AbortSignal) => Promise<unknown>,
): void {
  const type = new RequestType<unknown, unknown, void>(method, ParameterStructures.byName);
  host.connection.onRequest(type, async (params, token) => {
    try {
      return await handler(read(params, 'params'), signalOf(token));
    } catch (error) {
      throw asResponseError(error, method, host);
    }
  });
}

/** `answer` for the requests of our own protocol. */
export function answerOwn<M extends keyof Requests>(
  host: Pick<Host, 'connection' | 'log'>,
  method: M,
  read: Reader<Requests[M]['params']>,
  handler: (params: Requests[M]['params'], signal: AbortSignal) => Promise<Requests[M]['result']>,
): void {
  answer(host, method, read, handler);
}

/** Follows a notification of the client; what is wrong with one is logged, for there is nobody to answer. */
export function follow<P>(
  host: Pick<Host, 'connection' | 'log'>,
  method: string,
  read: Reader<P>,
  handler: (params: P) => Promise<void> | void,
): void {
  host.connection.onNotification(
    new NotificationType<unknown>(method, ParameterStructures.byName),
    (params) => {
      Promise.resolve()
        .then(() => handler(read(params, 'params')))
        .catch((error: unknown) => host.log(error));
    },
  );
}

/** `follow` for the notifications of our own protocol. */
export function followOwn<M extends keyof ClientNotifications>(
  host: Pick<Host, 'connection' | 'log'>,
  method: M,
  read: Reader<ClientNotifications[M]>,
  handler: (params: ClientNotifications[M]) => Promise<void> | void,
): void {
  follow(host, method, read, handler);
}

/** Sends one of our own notifications; a client that is gone is no problem of the sender. */
export function notify<M extends keyof ServerNotifications>(
  host: Pick<Host, 'connection' | 'log'>,
  method: M,
  params: ServerNotifications[M],
): void {
  host.connection.sendNotification(method, params).catch((error: unknown) => host.log(error));
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

function asResponseError(error: unknown, method: string, host: Pick<Host, 'log'>): Error {
  if (error instanceof ResponseError) return error;
  if (error instanceof BadInput) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
  if (error instanceof Cancelled) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  host.log(error);
  const message = error instanceof Error ? error.message : String(error);
  return new ResponseError(
    ErrorCodes.InternalError,
    `nnsim has a defect at ${method} (${message}); its log has the details.`,
  );
}
