import type { Formats } from '../language/formats.ts';
import type { Messages } from '../language/en.ts';
import type { ContactRequest } from './request.ts';

/** "technical and billing contact" */
export const rolesOf = ({ contactTypes }: ContactRequest, text: Messages, format: Formats): string =>
  text.rolesOf(format.list(contactTypes.map((type) => text.contactTypes[type])));

/** Label of the service's type; a type that is newer than this panel keeps its own name. */
export const serviceTypeOf = ({ serviceType }: ContactRequest, text: Messages): string =>
  text.serviceTypes[serviceType] ?? serviceType;
