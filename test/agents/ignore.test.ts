import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { claudeCode, codex, geminiCli, openCode, prepareGemini, type AgentKind } from '../support/agents.ts';
import { createCanary, findCanary } from '../support/canary.ts';
import { connectAgent, gate } from '../support/guard.ts';
import type { ToolResult, Turn } from '../support/modelServer.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

/** A file that the agent's own rules name; git does not ignore it, since some agents leave out what git ignores. */
const secretFile = '.npmrc';

/** The agent's answers to these calls, and in what form the secret reached the model. */
async function play(
  agent: AgentKind,
  turns: (sandbox: Sandbox) => readonly Turn[],
  set: { readonly ignore: boolean; readonly connect?: boolean },
): Promise<{ readonly results: readonly ToolResult[]; readonly leak: string | undefined }> {
  const sandbox = createSandbox(`ignore-${agent.id}`);
  const canary = createCanary();
  let leak: string | undefined;
  try {
    mkdirSync(sandbox.workspace);
    writeFileSync(path.join(sandbox.workspace, secretFile), `//registry.npmjs.org/:_authToken=npm_${canary.value}12345678\n`);
    writeFileSync(path.join(sandbox.workspace, 'notes.txt'), 'nothing secret here\n');
    prepareGemini(sandbox);
    if (set.ignore) {
      const { code, stderr } = await gate(['ignore', agent.id], { environment: sandbox.environment, cwd: sandbox.workspace });
      assert.equal(code, 0, stderr);
    }
    if (set.connect === true) await connectAgent(agent.id, sandbox.environment);
    const run = await agent.run(sandbox, turns(sandbox), {
      tools: ['Read', 'Grep'],
      anyEnd: true,
      inspect: (text) => (leak ??= findCanary(text, canary)),
    });
    return { results: await run.ended, leak };
  } finally {
    await sandbox.dispose();
  }
}

const cases = [
  { agent: claudeCode, calls: ['read', 'cat'], control: true },
  { agent: geminiCli, calls: ['read'], control: false },
  { agent: openCode, calls: ['read'], control: false },
  { agent: codex, calls: ['cat'], control: true },
] as const;

/** Each is a run of its own in a home of its own; at the same time, since they mostly wait for themselves. */
describe('agents with their own ignore rules and no guard', { concurrency: 3 }, () => {
  for (const { agent, calls, control } of cases) {
    const turns = (sandbox: Sandbox): readonly Turn[] => [
      ...calls.map((call) => (call === 'read' ? agent.read(path.join(sandbox.workspace, secretFile)) : agent.shell(`cat ${secretFile}`))),
      agent.shell('cat notes.txt'),
    ];

    test(`${agent.title} does not get the credential, and reads other files`, async () => {
      const { results, leak } = await play(agent, turns, { ignore: true });
      assert.equal(leak, undefined, JSON.stringify(results));
      assert.equal(results.length, calls.length + 1, JSON.stringify(results));
      assert.match(results.at(-1)!.text, /nothing secret here/);
    });

    if (control)
      test(`${agent.title} gets it without them`, async () => {
        assert.notEqual((await play(agent, turns, { ignore: false })).leak, undefined);
      });
  }

  test('Claude Code asks no hook where its own rule refuses a read: no masked view there, but in the shell', async () => {
    const both = (sandbox: Sandbox): readonly Turn[] => [
      claudeCode.read(path.join(sandbox.workspace, secretFile)),
      claudeCode.shell(`grep -n . ${secretFile}`),
    ];
    const { results, leak } = await play(claudeCode, both, { ignore: true, connect: true });
    assert.equal(leak, undefined);
    assert.match(results[0]!.text, /denied by your permission settings/);
    assert.match(results[1]!.text, /Tenth Second[^]*_authToken/);
  });
});
