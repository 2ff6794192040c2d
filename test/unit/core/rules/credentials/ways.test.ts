import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { hiddenReply } from '../../../../../src/core/policy/hiddenReply.ts';
import type { Action } from '../../../../../src/core/types.ts';
import { createCanary, findCanary, maskedWays, plantCanary, uses, ways, type Way } from '../../../../support/canary.ts';
import { knowledgeOf } from '../../../../support/knowingSandbox.ts';
import { createSandbox } from '../../../../support/repository.ts';

const sandbox = createSandbox();
const canary = createCanary();
plantCanary(canary, { workspace: sandbox.workspace, home: sandbox.home, git: (...args) => void sandbox.git(...args) });
const { store, knowledge } = knowledgeOf(sandbox);

function actionOf({ action }: Way): Action {
  switch (action.type) {
    case 'shell':
      return { type: 'command', command: action.command, shell: 'posix' };
    case 'read':
      return { type: 'read', paths: [action.path] };
    case 'search':
      return { type: 'search', pattern: action.pattern, paths: [action.path] };
  }
}

describe('a planted secret', () => {
  for (const way of [...ways, ...maskedWays])
    test(`is not shown by: ${way.name}`, async () => {
      const { verdict, decision } = await sandbox.judgeAction(actionOf(way), undefined, { knowledge, fingerprint: store.fingerprint });
      assert.equal(verdict, 'deny');
      const text = JSON.stringify(decision);
      assert.equal(findCanary(text, canary), undefined);
      assert.ok(hiddenReply(decision), 'the reply is about hidden credentials');
    });
  for (const command of uses)
    test(`may be used: ${command}`, async () => {
      const { verdict, held } = await sandbox.judgeAction({ type: 'command', command, shell: 'posix' }, undefined, {
        knowledge,
        fingerprint: store.fingerprint,
      });
      assert.equal(verdict, 'allow', held.join('\n'));
    });
  for (const way of maskedWays)
    test(`is masked where results can be: ${way.name}`, async () => {
      const { verdict } = await sandbox.judgeAction(actionOf(way), undefined, {
        knowledge,
        fingerprint: store.fingerprint,
        abilities: { masksResults: true },
      });
      assert.equal(verdict, 'allow');
    });

  test('leaves its names, kinds and hosts to be known', async () => {
    const { decision } = await sandbox.judgeAction({ type: 'read', paths: ['.env'] }, undefined, {
      knowledge,
      fingerprint: store.fingerprint,
    });
    const view = decision.operations[0]?.masked ?? '';
    assert.match(view, /^\.env \(production\):/);
    assert.match(view, /DATABASE_URL \(postgres address, host db\.prod\.acme\.internal, database shop, password hidden, production\)/);
    assert.match(view, /STRIPE_SECRET_KEY \(stripe\.key, live, 36 characters, production\)/);
    assert.match(view, /PORT \(number\)/);
    assert.ok(view.length < 1000, 'short');
  });

  test('is shown as it is to a session that was given its file', async () => {
    const { verdict } = await sandbox.judgeAction({ type: 'read', paths: ['.env'] }, undefined, {
      knowledge,
      fingerprint: store.fingerprint,
      given: [join(sandbox.workspace, '.env')],
    });
    assert.equal(verdict, 'allow');
  });
});
