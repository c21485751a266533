/** Roles of the reference's `auth.RoleEnum`; a user has the highest role of its groups. */
export const ROLES = ['ADMIN', 'NONE', 'REGULAR', 'UNPRIVILEGED'] as const;
export type Role = (typeof ROLES)[number];

/** What a route may ask for. `self` is what anybody signed in may do with their own session and password. */
export type Permission = 'self' | 'read' | 'write' | 'manage-users';

/** The holder is the account itself: always administrator, out of reach of its users (guide 001). */
export type Standing = Role | 'HOLDER';

/** Guide 001 calls ADMIN Administrator, REGULAR User and UNPRIVILEGED None; NONE exists in the API only. */
export const GRANTS: Readonly<Record<Standing, readonly Permission[]>> = {
  HOLDER: ['self', 'read', 'write', 'manage-users'],
  ADMIN: ['self', 'read', 'write', 'manage-users'],
  REGULAR: ['self', 'read', 'write'],
  UNPRIVILEGED: ['self', 'read'],
  NONE: ['self'],
};

/** From the one that may most to the one that may least. */
export const ROLES_DOWNWARDS: readonly Role[] = ['ADMIN', 'REGULAR', 'UNPRIVILEGED', 'NONE'];

const RANK: readonly Standing[] = ['HOLDER', ...ROLES_DOWNWARDS];

/** The highest of several roles; NONE when there is none. */
export function highestOf(roles: readonly Role[]): Role {
  return ROLES_DOWNWARDS.find((role) => roles.includes(role)) ?? 'NONE';
}

/** Nobody acts on somebody above themselves, nor gives a role above their own. */
export function reaches(actor: Standing, other: Standing): boolean {
  return RANK.indexOf(actor) <= RANK.indexOf(other);
}
