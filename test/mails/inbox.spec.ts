import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type INestApplication, ValidationPipe } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { passwordChanged, userInvitation } from '../../src/modules/accounts/accounts.mails.js';
import { contactChangeDone, contactChangeRequest } from '../../src/modules/contacts/contacts.mails.js';
import { readEnv } from '../../src/platform/config/env.js';
import { ErrorFilter } from '../../src/platform/http/error.filter.js';
import { InboxStore } from '../../src/platform/mail/inbox-store.js';
import { MailModule } from '../../src/platform/mail/mail.module.js';
import { Mailer, type Recipient } from '../../src/platform/mail/mailer.js';
import { freshTemplates, PUBLIC_URL, scratchFolder } from './mail-set.js';

const templates = await freshTemplates();
const JANE: Recipient = { account: 'xx11111-ovh', email: 'Jane@example.com', language: 'en' };
const MARC: Recipient = { account: 'yy22222-ovh', email: 'marc@example.com', language: 'fr' };
const apps: INestApplication[] = [];

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

interface Running {
  readonly mailer: Mailer;
  readonly get: (path: string) => request.Test;
}

async function start(variables: Record<string, string>): Promise<Running> {
  const module = await Test.createTestingModule({
    imports: [MailModule.register(readEnv({ PUBLIC_URL, ...variables }), templates)],
  }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }));
  app.useGlobalFilters(new ErrorFilter(app.get(HttpAdapterHost)));
  apps.push(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return { mailer: app.get(Mailer), get: (path) => request(app.getHttpServer()).get(path) };
}

const sendTwo = async ({ mailer }: Running): Promise<void> => {
  await mailer.send(contactChangeRequest, JANE, contactChangeRequest.sample, { messageId: 'first', queryId: 'q-1' });
  await mailer.send(contactChangeDone, MARC, contactChangeDone.sample, { messageId: 'second', queryId: 'q-2' });
};

const ids = (body: unknown): number[] => (body as { id: number }[]).map(({ id }) => id);

describe('the list', () => {
  it('is empty before the first mail', async () => {
    const { get } = await start({ DATA_DIR: scratchFolder() });
    const answer = await get('/dev/inbox/messages').expect(200);
    expect(answer.body).toEqual([]);
  });

  it('shows the newest first, of one recipient in any case, since an id or a time', async () => {
    const app = await start({ DATA_DIR: scratchFolder() });
    const before = new Date(Date.now() - 1).toISOString();
    await sendTwo(app);

    const body: unknown = (await app.get('/dev/inbox/messages').expect(200)).body;
    expect(body).toEqual([
      {
        id: 2,
        to: 'marc@example.com',
        subject: expect.stringContaining('[yy22222-ovh]') as string,
        date: expect.any(String) as string,
      },
      {
        id: 1,
        to: 'Jane@example.com',
        subject: expect.stringContaining('[xx11111-ovh]') as string,
        date: expect.any(String) as string,
      },
    ]);
    const [newest] = body as { date: string }[];
    expect(new Date(newest?.date ?? '').toISOString()).toBe(newest?.date);

    const listed = async (query: string): Promise<number[]> =>
      ids((await app.get(`/dev/inbox/messages?${query}`).expect(200)).body);
    expect(await listed('to=jane@EXAMPLE.com')).toEqual([1]);
    expect(await listed('to=jane')).toEqual([]);
    expect(await listed('since=1')).toEqual([2]);
    expect(await listed(`since=${before}`)).toEqual([2, 1]);
    expect(await listed(`since=${before.replace('Z', '+00:00')}`)).toEqual([2, 1]);
    expect(await listed('since=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await listed('to=&since=')).toEqual([2, 1]);
  });

  it.each(['since=yesterday', 'since=-1', 'since=2026-99-99', 'to=a&to=b', 'since=1&since=2', 'since[x]=1'])(
    'answers %s with a client error or ignores it, never with a fault of ours',
    async (query) => {
      const { get } = await start({ DATA_DIR: scratchFolder() });
      const { status } = await get(`/dev/inbox/messages?${query}`);
      expect(status).toBeLessThan(500);
    },
  );
});

describe('a message', () => {
  it('is the one that would have been sent', async () => {
    const app = await start({ DATA_DIR: scratchFolder() });
    await sendTwo(app);
    const body: unknown = (await app.get('/dev/inbox/messages/1').expect(200)).body;
    const { token } = contactChangeRequest.sample;
    expect(body).toMatchObject({
      id: 1,
      from: 'Mandate <mandate@localhost>',
      to: 'Jane@example.com',
      subject: '[xx11111-ovh] Contact change 42 for example.com: your answer is needed',
      headers: {
        'message-id': '<first@mandate.example>',
        'x-mandate-query-id': 'q-1',
        'auto-submitted': 'auto-generated',
      },
      text: expect.stringContaining(`${PUBLIC_URL}/contacts/requests?taskId=42#token=${token}`) as string,
      html: expect.stringContaining('<html lang="en"') as string,
    });
  });

  it.each(['3', '0', '-1', 'abc', '1.0', '99999999999999999999', '..%2f..%2fetc%2fpasswd'])(
    'with the id %s does not exist',
    async (id) => {
      const app = await start({ DATA_DIR: scratchFolder() });
      await sendTwo(app);
      for (const path of [`/dev/inbox/messages/${id}`, `/dev/inbox/messages/${id}/html`]) {
        const answer = await app.get(path).expect(404);
        expect(answer.body).toMatchObject({ httpCode: '404 Not Found' });
      }
    },
  );
});

describe('the page', () => {
  it('shows mails without any script, and the chosen one in a frame that may do nothing', async () => {
    const app = await start({ DATA_DIR: scratchFolder() });
    await sendTwo(app);
    const list = await app
      .get('/dev/inbox')
      .expect(200)
      .expect('content-type', /^text\/html/);
    expect(list.text).toContain('/dev/inbox?message&#x3D;2&amp;view&#x3D;html');
    expect(list.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'/);

    const html = await app.get('/dev/inbox?message=1').expect(200);
    expect(html.text).toMatch(/<iframe [^>]*src="\/dev\/inbox\/messages\/1\/html" sandbox="allow-popups/);
    for (const { text } of [list, html]) expect(text).not.toMatch(/<script|\son\w+=|style="|https?:\/\/(?!mandate)/);

    const frame = await app.get('/dev/inbox/messages/1/html').expect(200);
    expect(frame.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox allow-popups/);
    expect(frame.text).toContain('<head><base target="_blank">');

    const source = await app.get('/dev/inbox?message=1&view=source').expect(200);
    expect(source.text).toContain('Message-ID: &lt;first@mandate.example&gt;');
    const text = await app.get('/dev/inbox?message=1&view=text&to=jane@example.com').expect(200);
    expect(text.text).toContain('Your personal code');
    await app
      .get('/dev/inbox/inbox.css')
      .expect(200)
      .expect('content-type', /^text\/css/);
  });

  it('escapes what a mail says', async () => {
    const app = await start({ DATA_DIR: scratchFolder() });
    const view = { ...passwordChanged.sample, login: '<script>alert(1)</script>' };
    await app.mailer.send(passwordChanged, JANE, view, { messageId: 'm', queryId: 'q' });
    for (const query of ['', '?message=1&view=text', '?message=1&view=source', '?to="><script>alert(1)</script>']) {
      expect((await app.get(`/dev/inbox${query}`).expect(200)).text).not.toContain('<script');
    }
  });
});

describe('the store', () => {
  it('goes on counting after a restart', async () => {
    const DATA_DIR = scratchFolder();
    await sendTwo(await start({ DATA_DIR }));
    const again = await start({ DATA_DIR });
    await again.mailer.send(userInvitation, JANE, userInvitation.sample, { messageId: 'third', queryId: 'q' });
    expect(ids((await again.get('/dev/inbox/messages')).body)).toEqual([3, 2, 1]);
  });

  it('keeps tokens readable to their owner only', async () => {
    const DATA_DIR = scratchFolder();
    await sendTwo(await start({ DATA_DIR }));
    expect(statSync(join(DATA_DIR, 'inbox')).mode & 0o777).toBe(0o700);
    expect(statSync(join(DATA_DIR, 'inbox/1.eml')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(DATA_DIR, 'inbox/1.eml'), 'utf8')).toContain('Message-ID: <first@mandate.example>');
  });

  it('keeps the newest and forgets the rest', async () => {
    const folder = join(scratchFolder(), 'inbox');
    mkdirSync(folder);
    for (let id = 1; id <= 7; id += 1) writeFileSync(join(folder, `${String(id)}.eml`), 'Subject: old\r\n\r\nx');
    const store = new InboxStore(folder, 3);
    await store.add(Buffer.from('Subject: new\r\n\r\nx'));
    expect(readdirSync(folder).sort()).toEqual(['6.eml', '7.eml', '8.eml']);
    await store.add(Buffer.from('Subject: newer\r\n\r\nx'));
    expect((await store.list()).map(({ id, subject }) => [id, subject])).toEqual([
      [9, 'newer'],
      [8, 'new'],
      [7, 'old'],
    ]);
  });

  it('gives every mail its own id, also when two processes share the folder', async () => {
    const folder = join(scratchFolder(), 'inbox');
    const stores = [new InboxStore(folder), new InboxStore(folder)] as const;
    const added = await Promise.all(
      Array.from({ length: 80 }, (_, index) =>
        stores[index % 2 === 0 ? 0 : 1].add(Buffer.from(`Subject: ${String(index)}\r\n\r\nx`)),
      ),
    );
    expect(new Set(added).size).toBe(80);
    const [first] = stores;
    expect(new Set((await first.list()).map(({ subject }) => subject)).size).toBe(80);
  });
});

it('does not exist where mail goes out over SMTP', async () => {
  const { get } = await start({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'no-reply@mandate.example' });
  for (const path of ['/dev/inbox', '/dev/inbox/messages', '/dev/inbox/messages/1', '/dev/inbox/inbox.css']) {
    await get(path).expect(404);
  }
});
