import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { prepareGemini, type AgentKind } from './agents.ts';
import { createCanary, filesWithCanary, findCanary, maskedWays, plantCanary, type Way } from './canary.ts';
import { connectAgent } from './guard.ts';
import { createSandbox } from './sandbox.ts';
import type { ToolResult, Turn } from './modelServer.ts';

/** How a real agent fared that tried to get at the planted secret. */
export interface CanaryRun {
  /** In what form the secret reached the model, by the way that brought it. */
  readonly leaks: readonly string[];
  readonly results: readonly { readonly name: string; readonly result: ToolResult | undefined }[];
}

/**
 * Plants a new secret, connects the agent and lets it play the ways, then the masked ones, then these harmless commands. Everything that
 * the model receives is searched, side requests too. Without the guard it shows that the search finds something.
 */
export async function runCanary(agent: AgentKind, ways: readonly Way[], uses: readonly string[] = [], guarded = true): Promise<CanaryRun> {
  const sandbox = createSandbox(`canary-${agent.id}`);
  const canary = createCanary();
  const leaks: string[] = [];
  try {
    mkdirSync(sandbox.workspace);
    plantCanary(canary, {
      workspace: sandbox.workspace,
      home: sandbox.home,
      git: (...args) => void execFileSync('git', args, { cwd: sandbox.workspace, env: { ...sandbox.environment } }),
    });
    prepareGemini(sandbox);
    if (guarded) await connectAgent(agent.id, sandbox.environment);
    const absolute = (name: string): string => path.resolve(sandbox.workspace, name.replace(/^~/, sandbox.home));
    const turnOf = ({ action }: Way): Turn =>
      action.type === 'shell'
        ? agent.shell(action.command)
        : action.type === 'read'
          ? agent.read(absolute(action.path))
          : agent.search(action.pattern, absolute(action.path));
    const all: readonly Way[] = [
      ...ways,
      ...maskedWays,
      ...uses.map((command): Way => ({ name: command, action: { type: 'shell', command } })),
    ];
    // Everything that came before comes with every request: one leak is told once.
    let seen = 0;
    const run = await agent.run(sandbox, all.map(turnOf), {
      tools: ['Read', 'Grep'],
      deadline: 60_000 + all.length * 8_000,
      inspect: (text) => {
        const form = findCanary(text, canary);
        if (form !== undefined && leaks.length === 0) leaks.push(`${form}, after ${seen} requests`);
        seen++;
      },
    });
    const results = await run.ended;
    for (const [index, way] of all.entries()) {
      const form = findCanary(results[index]?.text ?? '', canary);
      if (form !== undefined) leaks.push(`${way.name}: ${form}`);
    }
    // What the agent itself writes is its own; of ours no file may hold it.
    if (guarded) for (const file of filesWithCanary([path.join(sandbox.home, '.tenth-second')], canary)) leaks.push(`in a file: ${file}`);
    return { leaks, results: all.map((way, index) => ({ name: way.name, result: results[index] })) };
  } finally {
    await sandbox.dispose();
  }
}
