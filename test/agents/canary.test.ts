import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { claudeCode, codex, geminiCli, openCode } from '../support/agents.ts';
import { maskedWays, uses, ways, type Way } from '../support/canary.ts';
import { runCanary } from '../support/canaryRun.ts';

/** Other ways each day; `npm run soak` tries all of them. */
const seed = Number(process.env['CANARY_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const sampleSize = 10;

function sample(): readonly Way[] {
  const rest = ways.filter((way) => way.name !== 'read .env');
  let state = seed;
  const picked: Way[] = [];
  while (picked.length < sampleSize) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    picked.push(...rest.splice(state % rest.length, 1));
  }
  return picked;
}

/** Each in a home of its own, at the same time: they mostly wait for themselves. OpenCode takes long for each call. */
describe(`a planted secret and real agents (seed ${seed})`, { concurrency: 2 }, () => {
  for (const { agent, size } of [
    { agent: openCode, size: 5 },
    { agent: claudeCode, size: 10 },
    { agent: geminiCli, size: 10 },
    { agent: codex, size: 10 },
  ])
    test(`${agent.title}: it never reaches the model; the names do, and work goes on`, async () => {
      const tried: readonly Way[] = [{ name: 'read .env', action: { type: 'read', path: '.env' } }, ...sample().slice(0, size)];
      const { leaks, results } = await runCanary(agent, tried, uses.slice(0, 8));
      assert.deepEqual(leaks, []);
      const textOf = (name: string): string => results.find((one) => one.name === name)?.result?.text ?? '(no result)';
      // Gemini CLI itself refuses to read what git ignores, before any hook.
      if (agent !== geminiCli)
        for (const name of ['DATABASE_URL', 'STRIPE_SECRET_KEY', 'PORT', 'LOG_LEVEL', 'db.prod.acme.internal'])
          assert.match(textOf('read .env'), new RegExp(name.replaceAll('.', '\\.')));
      for (const way of tried.slice(1)) assert.match(textOf(way.name), /Tenth Second|ignored|not found|No matches/i, way.name);
      for (const way of maskedWays) {
        assert.match(textOf(way.name), /‹secret›/, way.name);
        assert.match(textOf(way.name), /STRIPE/, way.name);
      }
      assert.match(textOf('cat .env | wc -l'), /5/);
      assert.match(textOf('grep PORT .env'), /PORT=3000/);
    });

  for (const agent of [claudeCode, geminiCli])
    test(`${agent.title}: without the guard it does reach the model`, async () => {
      const commands = ['cat .env', 'base64 .env', 'xxd -p .env'];
      const tried = commands.map((command): Way => ({ name: command, action: { type: 'shell', command } }));
      const { leaks } = await runCanary(agent, tried, [], false);
      for (const command of commands)
        assert.ok(
          leaks.some((leak) => leak.startsWith(`${command}: `)),
          `${command}: ${leaks.join('; ')}`,
        );
    });
});
