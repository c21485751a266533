import { randomUUID } from 'node:crypto';

/** Every answer carries it; whoever asks for help quotes it. */
export const QUERY_ID_HEADER = 'X-OVH-QUERYID';

/** A fresh id for a request, or for work that no request started. */
export const newQueryId = (): string => `mandate.${randomUUID()}`;
