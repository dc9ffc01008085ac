/** What a page needs to talk to the extension host. */
export interface Channel<In, Out> {
  readonly send: (message: Out) => void;
  /** Called for every message of the host, in order. */
  readonly listen: (receive: (message: In) => void) => void;
}

/** The part of a page's state that survives hiding the tab and restarting the editor. */
export interface Memory<State> {
  readonly recall: () => Partial<State>;
  readonly remember: (change: Partial<State>) => void;
}

/** Opens the page's only connection to its host; may be called once. */
export function openChannel<In, Out, State extends object>(): Channel<In, Out> & Memory<State> {
  const host = acquireVsCodeApi<Partial<State>>();
  const recall = (): Partial<State> => host.getState() ?? {};
  return {
    send: (message) => {
      host.postMessage(message);
    },
    listen: (receive) => {
      window.addEventListener('message', (event: MessageEvent<In>) => {
        receive(event.data);
      });
    },
    recall,
    remember: (change) => {
      host.setState({ ...recall(), ...change });
    },
  };
}
