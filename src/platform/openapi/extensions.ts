/** What a route needs of the caller's privilege; a route without it is open to everybody. */
export const PERMISSION_EXTENSION = 'x-mandate-permission';

/** In which relation the caller's account must stand to the object in the path, besides. */
export const RULE_EXTENSION = 'x-mandate-rule';

/** Model of the objects that a list answers when whole objects are asked for (reference §2.2). */
export const EXPANDED_EXTENSION = 'x-expanded-response';
