/**
 * The receiving end of every mail, for both sides the same: takes it, and tells its parent when and by which query id.
 *
 *   smtp-receiver.ts PORT
 */
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import { nowMs } from '../monotonic.ts';

export type Accepted = readonly [queryId: string, atMs: number];

const QUERY_ID = /\r\nX-Mandate-Query-Id: (\S+)/i;
let batch: Accepted[] = [];

function report(accepted: Accepted): void {
  if (batch.length === 0) {
    setImmediate(() => {
      process.send?.({ accepted: batch });
      batch = [];
    });
  }
  batch.push(accepted);
}

async function take(stream: Readable): Promise<void> {
  let head = '';
  for await (const chunk of stream) if (head.length < 4096) head += (chunk as Buffer).toString('latin1');
  report([QUERY_ID.exec(head)?.[1] ?? '', nowMs()]);
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onData: (stream, _session, done) => {
    take(stream).then(() => {
      done();
    }, done);
  },
});
server.on('error', () => undefined);
server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  process.send?.('ready');
});
