import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/rig.mjs';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import { openWindowStream } from '../../src/platform/connection.ts';
import { readDescriptor } from '../../src/platform/descriptor.ts';
import { openStateFolder } from '../../src/platform/stateFolder.ts';
import { prepareGemini, prepareQwen } from '../support/agents.ts';
import { claudePayload, connectAgent, gate } from '../support/guard.ts';
import { matrixAgents } from '../support/matrix.ts';
import { createSandbox } from '../support/sandbox.ts';
import { newKeys, TestWindow, until } from '../support/serverRig.ts';

/**
 * Real agents whose question is answered after eleven minutes, all at once: `npm run soak -- longWait [-- AGENT… ] [-- MINUTES]`. What they did
 * is written into test/agents/matrix.json, from which docs/agents.md is made.
 */
const words = process.argv.slice(2);
const minutes = Number(words.find((word) => /^[\d.]+$/.test(word)) ?? 11);
const wanted = words.filter((word) => !/^[\d.]+$/.test(word));

type Waited = 'held' | 'ran' | 'refused at once';

async function wait(agent: (typeof matrixAgents)[number]): Promise<Waited> {
  const { kind } = agent;
  const sandbox = createSandbox(`wait-${kind.id}`);
  let window: TestWindow | undefined;
  try {
    sandbox.createWorkspace();
    prepareGemini(sandbox);
    prepareQwen(sandbox);
    await connectAgent(kind.id, sandbox.environment);
    // A call that nobody minds starts the server.
    const { environment, workspace, home } = sandbox;
    await gate(['hook', 'claude-code'], { environment, cwd: workspace, input: claudePayload({ cwd: workspace, command: 'ls' }) });
    const descriptor = readDescriptor(openStateFolder(path.join(home, '.tenth-second')).descriptor);
    if (!descriptor) throw new Error('the server did not start');
    window = new TestWindow(await openWindowStream(descriptor));
    const proved = await window.prove(newKeys(), await window.initialize());
    if (!proved.accepted) throw new Error(`the window was not accepted: ${proved.reason}`);
    await window.configure({ folders: [workspace], policy: defaultPolicy, holdMinutes: 14, trusted: true });
    const run = await kind.run(sandbox, [kind.shell('rm -r data')], { anyEnd: true, deadline: (minutes + 4) * 60_000 });
    let ended = false;
    const end = run.ended.finally(() => (ended = true));
    const { holds } = window;
    await until('the person is asked', () => holds.length > 0, 60_000);
    const asked = Date.now();
    const { view, answer } = holds[0]!;
    const data = path.join(workspace, 'data');
    if (view.parked) {
      await end;
      return existsSync(data) ? 'refused at once' : 'ran';
    }
    const gone = (): boolean => ended || !existsSync(data);
    while (Date.now() - asked < minutes * 60_000 && !gone()) await new Promise((resolve) => setTimeout(resolve, 1000));
    answer({ choice: 'refuse' });
    const results = await end;
    if (!existsSync(data)) return 'ran';
    if (!/Tenth Second/.test(results[0]?.text ?? '')) throw new Error(`not held by the guard: ${results[0]?.text ?? 'no result'}`);
    return 'held';
  } finally {
    window?.close();
    await sandbox.dispose();
  }
}

const agents = matrixAgents.filter(({ kind }) => wanted.length === 0 || wanted.includes(kind.id));
const outcomes = await Promise.all(
  agents.map(async (agent) => {
    const outcome = await wait(agent).catch((error: unknown) => error);
    console.log(`${agent.kind.title}: ${outcome instanceof Error ? outcome.message : String(outcome)}`);
    return [agent.kind.id, outcome] as const;
  }),
);
const file = path.join(root, 'test/agents/matrix.json');
const matrix = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
// A shorter wait says nothing of eleven minutes, unless there was none.
for (const [id, outcome] of outcomes)
  if (outcome === 'refused at once' || (minutes >= 11 && typeof outcome === 'string')) matrix[id] = { ...matrix[id], wait: outcome };
writeFileSync(file, `${JSON.stringify(matrix, undefined, 2)}\n`);
const bad = outcomes.filter(([, outcome]) => outcome instanceof Error || outcome === 'ran');
process.exit(agents.length > 0 && bad.length === 0 ? 0 : 1);
