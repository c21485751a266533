import { GRANTS, highestOf, type Permission, reaches, type Role, type Standing } from './privilege.js';

const ASCENDING: readonly Standing[] = ['NONE', 'UNPRIVILEGED', 'REGULAR', 'ADMIN', 'HOLDER'];

it.each<[Standing, Permission[]]>([
  ['NONE', ['self']],
  ['UNPRIVILEGED', ['self', 'read']],
  ['REGULAR', ['self', 'read', 'write']],
  ['ADMIN', ['self', 'read', 'write', 'manage-users']],
  ['HOLDER', ['self', 'read', 'write', 'manage-users']],
])('%s may %j (guide 001)', (standing, permissions) => {
  expect(GRANTS[standing]).toEqual(permissions);
});

it('whoever stands higher may all that those below may', () => {
  for (const [place, standing] of ASCENDING.entries())
    for (const below of ASCENDING.slice(0, place))
      expect(GRANTS[standing]).toEqual(expect.arrayContaining([...GRANTS[below]]));
});

it.each(ASCENDING.flatMap((actor, a) => ASCENDING.map((other, o) => [actor, other, a >= o] as const)))(
  '%s acts on %s: %s',
  (actor, other, may) => {
    expect(reaches(actor, other)).toBe(may);
  },
);

it.each<[Role, Role[]]>([
  ['NONE', []],
  ['NONE', ['NONE']],
  ['UNPRIVILEGED', ['NONE', 'UNPRIVILEGED']],
  ['REGULAR', ['UNPRIVILEGED', 'REGULAR', 'NONE']],
  ['ADMIN', ['REGULAR', 'ADMIN']],
])('%s is the highest of %j', (highest, roles) => {
  expect(highestOf(roles)).toBe(highest);
});
