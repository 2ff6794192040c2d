import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { startRailwayStandIn, type RailwayStandIn } from '../../src/gate/rehearsal/railwayStandIn.ts';
import { incidentCommand, rentalShop, rentalShopToken } from '../../src/gate/rehearsal/rentalShop.ts';
import { claudeCode, geminiCli, prepareGemini, type AgentKind } from '../support/agents.ts';
import { Editor, type EditorWindow, type Modal } from '../support/editor.ts';
import { connectAgent } from '../support/guard.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

for (const agent of [claudeCode, geminiCli]) {
  describe(`${agent.title} in the editor`, () => {
    let sandbox: Sandbox;
    let window: EditorWindow;
    let railway: RailwayStandIn;
    let postgres: Postgres;

    before(async () => {
      sandbox = createSandbox(agent.id);
      sandbox.createWorkspace();
      prepareGemini(sandbox);
      postgres = await startPostgres(sandbox);
      const editor = await Editor.start(sandbox);
      window = await editor.open(sandbox.workspace);
      await connectAgent(agent.id, sandbox.environment);
      await window.statusItem(/production: rental-shop/);
    });
    after(() => sandbox.dispose());
    afterEach(async () => {
      await railway.close();
      await window.closeModals();
    });
    beforeEach(async () => {
      railway = await startRailwayStandIn(path.join(sandbox.folder, `railway-${Date.now()}`), rentalShopToken());
      railway.leadCurl(sandbox.home);
    });

    test('the request of the incident: refused, not confirmed by a wrong name, run once by the right one, held again', async () => {
      const incident = agent.shell(incidentCommand());
      const run = await agent.run(sandbox, [incident, incident, incident, incident]);

      const modal = await window.modal();
      await window.screenshot(`${agent.id}-incident`);
      assert.equal(modal.title, 'Delete the Railway volume bookings-data (production)');
      assert.match(modal.detail, /scripts\/domains\/\.env/);
      assert.match(modal.detail, /backups/);
      await modal.click('Refuse');

      const wrong = await window.modal();
      assert.match(run.results()[0]?.text ?? '', /bookings-data/);
      assert.ok(railway.volume(rentalShop.volumeId), 'the volume is there after a refusal');
      await wrong.click('Type the Name to Confirm…');
      const box = await window.inputBox();
      await box.type('bookings-data-staging');
      await box.enter();
      assert.ok(await box.isOpen());
      await box.escape();

      const right = await window.modal();
      assert.ok(railway.volume(rentalShop.volumeId), 'the volume is there after a wrong name');
      await confirm(right, 'bookings-data');

      const again = await window.modal();
      assert.match(run.results()[2]?.text ?? '', /"volumeDelete":true/);
      assert.equal(railway.volume(rentalShop.volumeId), undefined);
      await again.click('Refuse');

      const results = await run.ended;
      assert.equal(results.length, 4);
      assert.equal(railway.requests.length, 1);
      for (const index of [0, 1, 3]) assert.match(results[index]?.text ?? '', /Tenth Second|declined|held/i);
    });

    test('rm -rf of untracked data', async () => {
      const data = path.join(sandbox.workspace, 'data');
      await refusedThenConfirmed(agent, 'rm -rf data', /data/, 'data', {
        kept: () => existsSync(path.join(data, 'bookings.jsonl')),
      });
    });

    test('git push --force to a remote', async () => {
      const remote = path.join(sandbox.folder, 'remote.git');
      const git = (folder: string, ...args: readonly string[]): string =>
        execFileSync('git', ['-C', folder, '-c', 'user.name=Desk', '-c', 'user.email=desk@example.com', ...args], {
          encoding: 'utf8',
          env: { ...sandbox.environment },
          stdio: ['ignore', 'pipe', 'pipe'],
        }).trim();
      git(sandbox.folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
      git(sandbox.workspace, 'remote', 'add', 'origin', remote);
      writeFileSync(path.join(sandbox.workspace, 'NOTES.md'), 'A colleague’s work.\n');
      git(sandbox.workspace, 'add', 'NOTES.md');
      git(sandbox.workspace, 'commit', '--quiet', '-m', 'Add notes');
      git(sandbox.workspace, 'push', '--quiet', 'origin', 'main');
      const published = git(remote, 'rev-parse', 'main');
      git(sandbox.workspace, 'reset', '--quiet', '--hard', 'HEAD~1');
      await refusedThenConfirmed(agent, 'git push --force origin main', /origin\/main/, 'origin/main', {
        kept: () => git(remote, 'rev-parse', 'main') === published,
      });
    });

    test('psql DROP TABLE on a real PostgreSQL', async () => {
      await refusedThenConfirmed(agent, `psql '${postgres.url}' -c 'DROP TABLE bookings'`, /bookings/, 'bookings', {
        kept: async () => (await postgres.tables()).includes('bookings'),
      });
    });

    test('harmless commands run without a question', async () => {
      const commands = [
        'ls',
        'npm test',
        'git status',
        'rm -rf node_modules dist',
        'psql --version',
        `curl -s ${await pageAddress(sandbox)}`,
      ];
      const run = await agent.run(sandbox, commands.map(agent.shell));
      const results = await run.ended;
      await window.expectNoModal();
      assert.equal(results.length, commands.length);
      assert.deepEqual(
        results.filter((result) => result.isError || /Tenth Second/.test(result.text)),
        [],
      );
      assert.match(results[1]?.text ?? '', /pass 4/);
      assert.match(results[5]?.text ?? '', /open all day/);
      const left = readdirSync(sandbox.workspace);
      assert.deepEqual([left.includes('node_modules'), left.includes('dist')], [false, false]);
    });

    /** Runs a command twice: refused, and the thing is kept; confirmed, and it is gone. */
    async function refusedThenConfirmed(
      kind: AgentKind,
      command: string,
      title: RegExp,
      name: string,
      state: { readonly kept: () => boolean | Promise<boolean> },
    ): Promise<void> {
      assert.ok(await state.kept(), 'there before');
      const run = await kind.run(sandbox, [kind.shell(command), kind.shell(command)]);
      await (await window.modal(title)).click('Refuse');
      const second = await window.modal(title);
      assert.ok(await state.kept(), 'kept after a refusal');
      await confirm(second, name);
      const results = await run.ended;
      assert.equal(results.length, 2);
      assert.equal(await state.kept(), false, `gone after a confirmation: ${results[1]?.text ?? ''}`);
      assert.match(results[0]?.text ?? '', /Tenth Second|declined|held/i);
    }

    async function confirm(modal: Modal, name: string): Promise<void> {
      if (modal.buttons.includes('Confirm Once')) return modal.click('Confirm Once');
      await modal.click('Type the Name to Confirm…');
      const box = await window.inputBox();
      await box.type(name);
      await box.enter();
      return box.closed();
    }
  });
}

describe('Claude Code’s own permissions', () => {
  test('stay as they are: what it would not run without asking it still does not run', async () => {
    const sandbox = createSandbox('permissions');
    try {
      sandbox.createWorkspace();
      const script = [claudeCode.shell('npm test'), claudeCode.shell('touch made-by-agent')];
      const unguarded = await (await claudeCode.run(sandbox, script, { withoutPermission: true })).ended;
      await connectAgent('claude-code', sandbox.environment);
      const guarded = await (await claudeCode.run(sandbox, script, { withoutPermission: true })).ended;
      assert.deepEqual(guarded, unguarded);
      assert.deepEqual(
        guarded.map((result) => result.isError),
        [true, true],
      );
      assert.equal(existsSync(path.join(sandbox.workspace, 'made-by-agent')), false);
    } finally {
      await sandbox.dispose();
    }
  });
});

/** A page on loopback for `curl`. */
async function pageAddress(sandbox: Sandbox): Promise<string> {
  const { createServer } = await import('node:http');
  const server = createServer((_request, response) => response.end('The desk is open all day.\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sandbox.defer(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/`;
}
