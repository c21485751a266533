import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { WireModel } from '../openapi/wire-types.js';
import { mailErrors } from './mail.errors.js';
import { type InboxEntry, type InboxMail, senderOf } from './inbox-store.js';

/** Which messages to list. */
export class InboxQuery {
  @ApiPropertyOptional({ description: 'Recipient: the exact address, in any case.', example: 'xx11111@example.com' })
  @IsOptional()
  @IsString()
  @MaxLength(320)
  readonly to?: string;

  @ApiPropertyOptional({
    description: 'Only what came after the message with this id, or at this time (ISO 8601) and later.',
    example: '2026-11-20T10:32:00Z',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  readonly since?: string;
}

/** @throws {DomainError} `mail.since-not-understood` */
export function inboxFilter({ to, since }: InboxQuery): (entry: InboxEntry) => boolean {
  const wanted = to?.trim().toLowerCase();
  const isRecent = sinceFilter(since?.trim());
  return (entry) => (wanted === undefined || wanted === '' || entry.to.toLowerCase() === wanted) && isRecent(entry);
}

function sinceFilter(since: string | undefined): (entry: InboxEntry) => boolean {
  if (since === undefined || since === '') return () => true;
  if (/^\d{1,15}$/.test(since)) return ({ id }) => id > Number(since);
  // A plus sign of an offset arrives as a space when the caller forgot to encode it.
  const time = /^\d{4}-\d{2}-\d{2}/.test(since) ? Date.parse(since.replace(' ', '+')) : NaN;
  if (Number.isNaN(time)) throw mailErrors.sinceNotUnderstood();
  return ({ date }) => date.getTime() >= time;
}

@WireModel('InboxEntry', 'A mail in the list of the developer inbox.')
export class InboxEntryView {
  @ApiProperty({ description: 'Rises from message to message, also across restarts.', example: 17 })
  readonly id: number;

  @ApiProperty({ example: 'xx11111@example.com' })
  readonly to: string;

  @ApiProperty({ example: '[xx11111-ovh] Contact change 42 for example.com: your answer is needed' })
  readonly subject: string;

  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-20T10:32:00.123Z' })
  readonly date: string;

  constructor({ id, to, subject, date }: InboxEntry) {
    this.id = id;
    this.to = to;
    this.subject = subject;
    this.date = date.toISOString();
  }
}

@WireModel('InboxMessage', 'A mail, taken apart.')
export class InboxMessageView extends InboxEntryView {
  @ApiProperty({ example: 'Mandate <mandate@localhost>' })
  readonly from: string;

  @ApiProperty({
    description: 'Every header by its name in lower case, as sent.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { 'message-id': '<0199f7a2-6d1e-7c3a-9f00-3a4b5c6d7e8f@127.0.0.1>', 'auto-submitted': 'auto-generated' },
  })
  readonly headers: Readonly<Record<string, string>>;

  @ApiProperty({ description: 'The plain text part.', example: 'Hello,\n\nA contact change is asked for …' })
  readonly text: string;

  @ApiProperty({ description: 'The HTML part.', example: '<!doctype html><html lang="en">…</html>' })
  readonly html: string;

  constructor({ entry, email }: InboxMail) {
    super(entry);
    this.from = senderOf(email);
    this.headers = Object.fromEntries(email.headers.map(({ key, value }) => [key, value]));
    this.text = email.text ?? '';
    this.html = email.html ?? '';
  }
}
