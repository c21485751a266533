import { createHash } from 'node:crypto';
import { legacySchemaOf } from './legacy-schema.js';
import type { OpenApiDocument } from './openapi-3.1.js';

/** A document, ready to be sent. */
export interface SentDocument {
  readonly body: string;
  readonly etag: string;
}

/** The documents that describe the API, each made once, when it is first needed. */
export class ApiDocuments {
  private openapi: OpenApiDocument | undefined;
  private readonly made = new Map<string, SentDocument>();

  constructor(private readonly describe: () => OpenApiDocument) {}

  /** The OpenAPI document. */
  whole(): SentDocument {
    return this.once('', () => this.document());
  }

  /** The schema document of a resource such as `/me`. */
  legacy(resource: string): SentDocument {
    return this.once(resource, () => legacySchemaOf(this.document(), resource));
  }

  private document(): OpenApiDocument {
    return (this.openapi ??= this.describe());
  }

  private once(key: string, make: () => object): SentDocument {
    const known = this.made.get(key);
    if (known) return known;
    const body = JSON.stringify(make());
    const sent = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
    this.made.set(key, sent);
    return sent;
  }
}
