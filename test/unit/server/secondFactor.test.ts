import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { factorFrom, factorProofFrom, factorRequestFrom, strictestFactor } from '../../../src/core/policy/secondFactor.ts';
import { SecondFactor } from '../../../src/server/secondFactor.ts';

/** Test vectors of RFC 6238, appendix B: this secret, SHA-1, the last six of their eight digits. https://www.rfc-editor.org/rfc/rfc6238 */
const rfcSecret = new Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer }).base32;

function rig(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'tenth-second-factor-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'factor.json');
  const notes: string[] = [];
  const warnings: string[] = [];
  const clock = { now: Date.UTC(2026, 10, 28, 10) };
  const create = (): SecondFactor =>
    new SecondFactor({
      path,
      now: () => clock.now,
      note: async (text) => void notes.push(text),
      warn: (text) => void warnings.push(text),
    });
  const codeOf = (secret: string, at = clock.now): string => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at });
  return { path, notes, warnings, clock, create, codeOf };
}

const mine = new Secret({ size: 20 }).base32;
const theirs = new Secret({ size: 20 }).base32;

test('codes are those of RFC 6238', () => {
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ] as const)
    assert.equal(TOTP.generate({ secret: Secret.fromBase32(rfcSecret), timestamp: seconds * 1000 }), code);
});

test('a code counts once, one step before or after, and only with the secret from the editor', async (context) => {
  const { create, clock, codeOf, path, notes } = rig(context);
  const factor = create();
  assert.equal(factor.levelOf('off'), 'off');
  assert.equal(factor.isMissing('code'), true);
  const wrong = await factor.answer({ type: 'add', holder: { name: 'jane', own: true }, secret: mine, code: '000000' }, 'Code');
  assert.match(wrong.refused ?? '', /not the code/);
  const added = await factor.answer({ type: 'add', holder: { name: 'jane', own: true }, secret: mine, code: codeOf(mine) }, 'Code');
  assert.equal(added.recoveryCodes?.length, 8);
  assert.match(notes.join('\n'), /an authenticator of jane \(own\) was added in Code/);
  assert.equal(factor.levelOf('off'), 'code', 'once there is one it is asked for, whatever a settings file says');
  const stored = readFileSync(path, 'utf8');
  for (const secret of [mine, ...(added.recoveryCodes ?? []), codeOf(mine)]) {
    assert.ok(!stored.includes(secret), 'nothing that makes a code is in the file');
    assert.ok(!notes.join('\n').includes(secret));
  }

  assert.deepEqual(await factor.check({ code: codeOf(mine), secrets: [mine] }, 'code'), {
    accepted: false,
    reason: 'this code was used already; wait for the next one',
  });
  clock.now += 60_000;
  const code = codeOf(mine);
  assert.equal((await factor.check({ code, secrets: [] }, 'code')).accepted, false, 'the file alone checks nothing');
  assert.equal((await factor.check({ code, secrets: [theirs] }, 'code')).accepted, false, 'another secret is not taken');
  assert.equal((await factor.check({ code: ` ${code.slice(0, 3)} ${code.slice(3)}`, secrets: [theirs, mine] }, 'code')).accepted, true);
  assert.equal((await create().check({ code, secrets: [mine] }, 'code')).accepted, false, 'not in another server either');
  clock.now += 90_000;
  assert.equal((await factor.check({ code: codeOf(mine, clock.now - 60_000), secrets: [mine] }, 'code')).accepted, false, 'two steps late');
  assert.equal((await factor.check({ code: codeOf(mine, clock.now + 30_000), secrets: [mine] }, 'code')).accepted, true, 'a fast clock');
  assert.equal(
    (await factor.check({ code: codeOf(mine, clock.now), secrets: [mine] }, 'code')).accepted,
    false,
    'an earlier step after it',
  );
});

test('wrong codes lock, longer each time, also over a restart; then the right one counts again', async (context) => {
  const { create, clock, codeOf, warnings } = rig(context);
  await create().answer({ type: 'add', holder: { name: 'jane', own: true }, secret: mine, code: codeOf(mine) }, 'Code');
  clock.now += 60_000;
  for (let i = 0; i < 5; i++) assert.equal((await create().check({ code: '12345', secrets: [mine] }, 'code')).accepted, false);
  assert.match(warnings.at(-1) ?? '', /5 wrong codes .* count again in 5 minutes/);
  const locked = await create().check({ code: codeOf(mine), secrets: [mine] }, 'code');
  assert.match(locked.accepted ? '' : locked.reason, /too many codes were wrong/);
  clock.now += 5 * 60_000;
  await create().check({ code: '999', secrets: [mine] }, 'code');
  assert.match(warnings.at(-1) ?? '', /count again in 10 minutes/);
  clock.now += 10 * 60_000;
  assert.equal((await create().check({ code: codeOf(mine), secrets: [mine] }, 'code')).accepted, true);
  clock.now += 60_000;
  await create().check({ code: '999', secrets: [mine] }, 'code');
  assert.equal((await create().check({ code: codeOf(mine), secrets: [mine] }, 'code')).accepted, true, 'a right one starts the count anew');
});

test('a recovery code counts once, and brings a new authenticator when the old secret is lost', async (context) => {
  const { create, clock, codeOf, notes } = rig(context);
  const factor = create();
  const { recoveryCodes = [] } = await factor.answer(
    { type: 'add', holder: { name: 'jane', own: true }, secret: mine, code: codeOf(mine) },
    'Code',
  );
  clock.now += 60_000;
  const [first, second] = recoveryCodes as [string, string];
  assert.deepEqual(await factor.check({ code: first.toLowerCase(), secrets: [] }, 'code'), { accepted: true, by: 'a recovery code' });
  assert.equal((await factor.check({ code: first, secrets: [] }, 'code')).accepted, false);
  const removed = await factor.answer({ type: 'remove', name: 'jane', proof: { code: second, secrets: [] } }, 'Code');
  assert.deepEqual(removed, { state: { holders: [], recoveryCodes: 0 } });
  assert.match(notes.at(-1) ?? '', /the authenticator of jane was removed in Code, with a recovery code/);
});

test('nobody adds or removes one beside those that are there without a code; a second person is another one', async (context) => {
  const { create, clock, codeOf } = rig(context);
  const factor = create();
  await factor.answer({ type: 'add', holder: { name: 'jane', own: true }, secret: mine, code: codeOf(mine) }, 'Code');
  clock.now += 60_000;
  const other = { type: 'add', holder: { name: 'joe', own: false }, secret: theirs, code: codeOf(theirs) } as const;
  assert.match((await factor.answer(other, 'Code')).refused ?? '', /needs a code/);
  assert.match((await factor.answer({ ...other, proof: { code: codeOf(theirs), secrets: [theirs] } }, 'Code')).refused ?? '', /not right/);
  assert.equal(factor.isMissing('secondPerson'), true);
  assert.equal((await factor.answer({ ...other, proof: { code: codeOf(mine), secrets: [mine] } }, 'Code')).refused, undefined);
  assert.equal(factor.isMissing('secondPerson'), false);
  clock.now += 60_000;
  const own = await factor.check({ code: codeOf(mine), secrets: [mine, theirs] }, 'secondPerson');
  assert.equal(own.accepted, false);
  assert.deepEqual(await factor.check({ code: codeOf(theirs), secrets: [mine, theirs] }, 'secondPerson'), {
    accepted: true,
    by: 'a code of joe, a second person',
  });
});

test('a file that is not private or not understood lets no code count, and asks for one', async (context) => {
  const { create, path, codeOf } = rig(context);
  writeFileSync(path, '{', { mode: 0o600 });
  assert.equal(create().levelOf('off'), 'code');
  assert.equal((await create().check({ code: codeOf(mine), secrets: [mine] }, 'code')).accepted, false);
  writeFileSync(path, JSON.stringify({ holders: [], recovery: [] }));
  chmodSync(path, 0o666);
  assert.equal(create().levelOf('off'), 'code');
});

test('levels only go up, and what is not understood asks for the most', () => {
  assert.equal(strictestFactor('off', 'secondPerson', 'code'), 'secondPerson');
  assert.equal(strictestFactor(), 'off');
  assert.equal(factorFrom('nonsense'), 'secondPerson');
  assert.equal(factorFrom(undefined), undefined);
  assert.equal(factorProofFrom({ code: 5, secrets: [] }), undefined);
  assert.deepEqual(factorProofFrom({ code: '1', secrets: ['short', mine, 7] }), { code: '1', secrets: [mine] });
  assert.equal(factorRequestFrom({ type: 'add', holder: { name: '<>', own: true }, secret: mine, code: '1' }), undefined);
  assert.equal(factorRequestFrom({ type: 'remove', name: 'jane' }), undefined);
});
