import {
  type Connection,
  createConnection,
  ErrorCodes,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/**
 * The connection to the client: over node IPC, a pipe or a socket as the arguments say, or over standard input and
 * output (`--stdio`). On the latter anything may arrive: what is no JSON is answered with a parse error.
 */
export function connect(argv: readonly string[]): Connection {
  if (!argv.includes('--stdio')) {
    // Over node IPC: the parent is gone.
    process.on('disconnect', leave);
    return createConnection(ProposedFeatures.all);
  }
  const reader = new StreamMessageReader(process.stdin);
  const writer = new StreamMessageWriter(process.stdout);
  reader.onError((error) => {
    const answer = {
      jsonrpc: '2.0',
      id: null,
      error: { code: ErrorCodes.ParseError, message: `This is no JSON-RPC message: ${error.message}` },
    };
    // A client that is gone cannot be answered; the end of its input ends the server.
    writer.write(answer).catch(() => undefined);
  });
  process.stdin.on('end', leave).on('close', leave);
  // Standard output belongs to the protocol; a library that prints would break it.
  for (const method of ['log', 'info', 'debug', 'warn'] as const) console[method] = console.error;
  return createConnection(ProposedFeatures.all, reader, writer);
}

function leave(): void {
  process.exit();
}
