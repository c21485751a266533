/**
 * The receiving end of all mail in a kill test, in a process of its own that nobody kills: tells its parent of every
 * message that it has taken, before it tells the sender.
 */
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SinkMessage, SunkMail } from './mail-log.ts';

const report = (message: SinkMessage): void => {
  process.send?.(message);
};

async function mailFrom(run: string, source: Buffer): Promise<SunkMail> {
  const { to, subject = '', messageId = '', text } = await PostalMime.parse(source);
  const code = /#token=([\w-]{43})/.exec(String(text))?.[1];
  const mail = { run, to: String(to?.[0]?.address), subject, messageId };
  return code === undefined ? mail : { ...mail, code };
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onData: (stream, { hostNameAppearsAs }, done) => {
    void (async () => {
      report({ kind: 'mail', mail: await mailFrom(hostNameAppearsAs, Buffer.concat(await stream.toArray())) });
      done();
    })().catch((error: unknown) => {
      // The sender was killed in the middle of its message.
      done(error as Error);
    });
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => {
  report({ kind: 'listening', port: (server.server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit(0));
