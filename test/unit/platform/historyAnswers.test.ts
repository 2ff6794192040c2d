import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { answerQuestions } from '../../../src/platform/answers.ts';
import { createSandbox, type Sandbox } from '../../support/repository.ts';

/** Made at run time: no file of ours looks like a secret. */
const secret = `sk_live_${randomBytes(24)
  .toString('base64')
  .replaceAll(/[^A-Za-z0-9]/g, 'x')
  .slice(0, 24)}`;

describe('credentials in what git shows', () => {
  let sandbox: Sandbox;
  const commit = (message: string): void => {
    sandbox.git('add', '-A');
    sandbox.git('commit', '-qm', message);
  };

  before(() => {
    sandbox = createSandbox();
    sandbox.git('init', '-q', '-b', 'main');
    sandbox.write({
      'src/app.ts': 'export const port = 3000;\n',
      'config/secrets.yml': `production:\n  stripe: ${secret}\n`,
      'db.env': 'PORT=1\n',
    });
    commit('Start');
    rmSync(path.join(sandbox.workspace, 'config/secrets.yml'));
    sandbox.write({ 'src/app.ts': 'export const port = 3001;\n' });
    commit('Take the secret out');
    sandbox.write({ 'src/app.ts': 'export const port = 3002;\n' });
    commit('Another port');
    sandbox.write({ '.env.local': `STRIPE_SECRET_KEY=${secret}\n` });
    sandbox.git('add', '-f', '.env.local');
    sandbox.git('stash', '-q');
  });
  after(() => sandbox.remove());

  const rules = async (command: string, cwd?: string): Promise<readonly string[]> =>
    (await sandbox.judge(command, cwd)).operations.map(({ rule }) => rule).filter((rule) => rule.startsWith('credentials.'));

  for (const command of [
    'git log -p',
    'git log -p -3',
    'git log --patch --all',
    'git log -p main',
    'git log -p HEAD~2..HEAD',
    'git log -p -- config',
    'git log -p HEAD~1',
    'git show HEAD~1',
    'git show HEAD~2',
    'git diff HEAD~2',
    'git diff HEAD~2 HEAD',
    'git diff HEAD~2..HEAD -- config/',
    'git stash show -p',
    'git stash show -p stash@{0}',
    'git format-patch --stdout HEAD~2',
    'git log -p | head -50',
    'cd src && git log -p',
    'git -C src log -p',
  ])
    test(`${command} is denied`, async () => assert.deepEqual(await rules(command), ['credentials.showHistory']));

  for (const command of [
    'git log -p -1',
    'git log -p -n 1',
    'git log --max-count=1 -p',
    'git log -p -- src',
    'git log -p src/app.ts',
    "git log -p -- . ':!config/secrets.yml'",
    "git log -p -- . ':!*.yml'",
    "git log -p -- . ':(exclude)config'",
    'git log -p HEAD~1..HEAD',
    'git show',
    'git show HEAD',
    'git show HEAD:src/app.ts',
    'git show --stat HEAD~1',
    'git diff',
    'git diff HEAD~1',
    'git diff HEAD~2 -- src',
    'git stash show',
    'git log --oneline',
    'git log -p -- db.env',
    'git log -p --no-such-option nowhere',
  ])
    test(`${command} passes`, async () => assert.deepEqual(await rules(command), []));

  test('the reply names the file, its keys and how to leave it out, and never the value', async () => {
    const { operations } = await sandbox.judge('git log -p');
    const [found] = operations;
    assert.equal(found?.resource.name, 'config/secrets.yml');
    assert.match(found?.masked ?? '', /stripe/);
    assert.match(found?.safer ?? '', /-- \. ':!config\/secrets\.yml'/);
    assert.ok(!JSON.stringify(operations).includes(secret));
  });

  test('a blob by its identifier', async () => {
    const id = sandbox.git('rev-parse', 'HEAD~2:config/secrets.yml').trim();
    assert.deepEqual(await rules(`git cat-file -p ${id}`), ['credentials.showHistory']);
    assert.deepEqual(await rules(`git cat-file -t ${id}`), []);
    assert.deepEqual(await rules(`git cat-file -p ${sandbox.git('rev-parse', 'HEAD:src/app.ts').trim()}`), []);
  });

  test('nothing of the repository is run, and no option gets through', async () => {
    const marker = path.join(sandbox.root, 'ran');
    sandbox.git('config', 'diff.external', `touch ${marker}`);
    sandbox.git('config', 'diff.yml.textconv', `touch ${marker};`);
    sandbox.write({ '.git/info/attributes': '*.yml diff=yml\n' });
    await rules('git log -p');
    await rules('git diff HEAD~2');
    for (const revisions of [[`--output=${marker}`], ['--ext-diff'], ['-O', marker], ['HEAD:config/secrets.yml']]) {
      const question = { type: 'history', path: sandbox.workspace, command: 'diff', revisions } as const;
      const [answer] = [...(await answerQuestions([question])).values()];
      assert.equal(answer?.type, 'unknown', revisions.join(' '));
    }
    assert.ok(!existsSync(marker));
    sandbox.git('config', '--unset', 'diff.external');
  });

  test('outside a repository the command fails by itself', async () => {
    assert.deepEqual(await rules('git log -p', sandbox.home), []);
  });
});
