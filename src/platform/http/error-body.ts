import { STATUS_CODES } from 'node:http';
import { ApiProperty } from '@nestjs/swagger';
import { WireModel } from '../openapi/wire-types.js';
import { DomainError, type ErrorDetails, type ErrorKind } from '../errors/domain-error.js';

/** The one table from what went wrong to how HTTP says it. */
export const STATUS_OF: Readonly<Record<ErrorKind, number>> = {
  'bad-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-many-requests': 429,
  unavailable: 503,
};

const CLASS_OF: Readonly<Record<number, string>> = {
  400: 'Client::BadRequest',
  401: 'Client::Unauthorized',
  403: 'Client::Forbidden',
  404: 'Client::NotFound',
  409: 'Client::Conflict',
  413: 'Client::BadRequest',
  414: 'Client::BadRequest',
  415: 'Client::BadRequest',
  429: 'Client::TooManyRequests',
  503: 'Server::Unavailable',
};

const pascal = (kebab: string): string =>
  kebab.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Every error answer has this shape: all the keys that the SDKs of the reference look for (reference §2.1). */
@WireModel('Error', 'What every refused call is answered with.')
export class ErrorBody {
  @ApiProperty({
    example: 'Client::Forbidden::InvalidToken',
    description: 'Family of the error, then the error itself.',
  })
  readonly class: string;

  @ApiProperty({ example: 'Invalid token', description: 'A sentence for a person.' })
  readonly message: string;

  @ApiProperty({ example: 'INVALID_TOKEN', description: 'The same error for a program; never renamed.' })
  readonly errorCode: string;

  @ApiProperty({ example: '403 Forbidden', description: 'Status line of the answer.' })
  readonly httpCode: string;

  @ApiProperty({
    required: false,
    type: Object,
    additionalProperties: { type: 'string' },
    example: { contactTech: 'No account is named zz99999-ovh' },
    description: 'For each field at fault, a sentence that says what is wrong with it.',
  })
  readonly details?: ErrorDetails;

  constructor(status: number, name: string, message: string, details?: ErrorDetails) {
    this.class = `${CLASS_OF[status] ?? (status < 500 ? 'Client::BadRequest' : 'Server')}::${pascal(name)}`;
    this.message = message;
    this.errorCode = name.toUpperCase().replaceAll('-', '_');
    this.httpCode = `${String(status)} ${STATUS_CODES[status] ?? 'Error'}`;
    if (details) this.details = details;
  }

  static of({ code, kind, message, details }: DomainError): ErrorBody {
    return new ErrorBody(STATUS_OF[kind], code.slice(code.indexOf('.') + 1), message, details);
  }
}
