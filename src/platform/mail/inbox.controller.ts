import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Fails } from '../http/fails.decorator.js';
import { httpErrors } from '../http/http.errors.js';
import { Public } from '../http/public.decorator.js';
import { InboxEntryView, inboxFilter, InboxMessageView, InboxQuery } from './inbox.dto.js';
import { FRAME_POLICY, INBOX_VIEWS, InboxPage, type InboxView, PAGE_POLICY } from './inbox-page.js';
import { type InboxMail, InboxStore } from './inbox-store.js';
import { mailErrors } from './mail.errors.js';

const HTML = 'text/html; charset=utf-8';

/** Shows what would have been mailed. Exists only while no SMTP server is configured. */
@ApiTags('Developer inbox')
@Public()
@Controller('dev/inbox')
export class InboxController {
  constructor(
    private readonly inbox: InboxStore,
    private readonly page: InboxPage,
  ) {}

  @Get()
  @Header('content-type', HTML)
  @Header('content-security-policy', PAGE_POLICY)
  @ApiExcludeEndpoint()
  async show(
    @Query('to') to?: unknown,
    @Query('message') message?: unknown,
    @Query('view') view?: unknown,
  ): Promise<string> {
    const wanted = typeof to === 'string' ? to.slice(0, 320) : '';
    const entries = (await this.inbox.list()).filter(inboxFilter({ to: wanted }));
    const selected = typeof message === 'string' ? await this.find(message) : undefined;
    return this.page.render(entries, { to: wanted, view: viewOf(view), selected });
  }

  @Get('inbox.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @ApiExcludeEndpoint()
  stylesheet(): string {
    return this.page.stylesheet;
  }

  @Get('messages')
  @ApiOperation({
    summary: 'List the mails of the developer inbox',
    description:
      'Newest first, at most 2,000. The inbox takes the place of an SMTP server in development: every mail of the product lands here, whoever it is for, and none leaves the machine.',
  })
  @ApiOkResponse({ type: InboxEntryView, isArray: true })
  @Fails(httpErrors.invalidFields, mailErrors.sinceNotUnderstood)
  async list(@Query() query: InboxQuery): Promise<InboxEntryView[]> {
    const matches = inboxFilter(query);
    return (await this.inbox.list()).filter(matches).map((entry) => new InboxEntryView(entry));
  }

  @Get('messages/:id')
  @ApiOperation({
    summary: 'Read one mail of the developer inbox',
    description: 'The message as it would have been sent, taken apart: headers, plain text and HTML.',
  })
  @ApiParam({ name: 'id', type: Number, description: 'Id of the message, from the list.', example: 17 })
  @ApiOkResponse({ type: InboxMessageView })
  @Fails(mailErrors.messageNotFound)
  async read(@Param('id') id: string): Promise<InboxMessageView> {
    return new InboxMessageView(await this.get(id));
  }

  @Get('messages/:id/html')
  @Header('content-type', HTML)
  @Header('content-security-policy', FRAME_POLICY)
  @Header('x-frame-options', 'SAMEORIGIN')
  @ApiExcludeEndpoint()
  async frame(@Param('id') id: string): Promise<string> {
    return InboxPage.frame(await this.get(id));
  }

  private async get(id: string): Promise<InboxMail> {
    const mail = await this.find(id);
    if (!mail) throw mailErrors.messageNotFound(id);
    return mail;
  }

  private async find(id: string): Promise<InboxMail | undefined> {
    return /^\d{1,15}$/.test(id) ? this.inbox.read(Number(id)) : undefined;
  }
}

const viewOf = (view: unknown): InboxView => INBOX_VIEWS.find((known) => known === view) ?? 'html';
