import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const PUBLIC_ROUTE = 'mandate:public';

/** Opens a route to callers who are not signed in. Everything else is closed unless it states what it needs. */
export const Public = (): CustomDecorator => SetMetadata(PUBLIC_ROUTE, true);
