import { expectDomainErrorOf } from '../../../test/helpers/expect-domain-error.js';
import { PasswordPolicy } from './password-policy.js';
import { PasswordStrength } from './password-strength.js';

const strength = new PasswordStrength();
const policy = new PasswordPolicy(strength);
const ABOUT = ['xx11111-ovh', 'jane.doe@example.com', 'jane'];

afterAll(() => strength.onModuleDestroy());

const check = (password: string): Promise<void> => policy.check('newPassword', password, ABOUT);

it.each([
  'seven quiet herons wade',
  'correct horse battery staple',
  'neuf hiboux bruns écoutent',
  'k7#Vq2!pLw9zRt4m',
  `${'lorem ipsum dolor sit amet '.repeat(4)}!`,
  'пять тихих цапель бродят',
])('%j will do', async (password) => {
  await check(password);
});

it.each([
  ['too short', 'at least 12'],
  ['x'.repeat(129), 'at most 128'],
  ['jane wrote this one', 'must not contain'],
  ['password1234', 'many people'],
  ['motdepasse123', 'easy to guess'],
  ['qwertyuiopas', 'too close'],
  ['abcdefghijklmnop', 'abcd'],
  ['soleilsoleilsoleil', 'several times'],
  ['jean-pierre2020', 'Names'],
])('%j is refused with a sentence that says why: %s', async (password, words) => {
  const { message, details } = await expectDomainErrorOf('accounts.weak-password', check(password));
  expect(message).toContain(words);
  expect(details).toEqual({ newPassword: message });
});

it('a password that is hard to judge holds up nothing else', async () => {
  const hostile = '7231f57a-5b95-4ea4-9933-3c17850a2d9e'.repeat(3);
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  await check(hostile);
  clearInterval(turning);
  expect(turns).toBeGreaterThan(3);
});

it('those who ask at the same time all get their own answer', async () => {
  const answers = await Promise.allSettled(
    ['seven quiet herons wade', 'password1234', 'nine brown owls listen'].map(check),
  );
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('can be asked again after the judge has ended', async () => {
  await strength.onModuleDestroy();
  await check('eleven grey geese wander');
});
