import { resolve } from 'node:path';
import { decidingVariables } from '../../core/agents/variables.ts';
import type { ShellKind } from '../../core/types.ts';
import { summarise } from '../../core/environments/summary.ts';
import { createGateRoad, type GateRoad } from '../gateRoad.ts';
import { stateFolderForReading } from '../place.ts';
import { createNowhereRoad } from './nowhereRoad.ts';
import { runBatch } from './batch.ts';
import { commandText } from './parseInput.ts';
import { decisionJson, decisionText, exitCodes } from './report.ts';

const usage =
  'usage: tenth-second check [--cwd DIR] [--shell posix|powershell|cmd] [--json] -- COMMAND…\n       tenth-second check [--cwd DIR] --batch\n';

interface Options {
  readonly cwd: string;
  /** `--cwd` was given. */
  readonly placed: boolean;
  readonly json: boolean;
  readonly batch: boolean;
  readonly shell: ShellKind;
  readonly words: readonly string[];
}

/** `check`: what the guard says of a command, without a server and without asking anybody. */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const options = optionsFrom(args);
  if (!options || (options.batch ? options.words.length > 0 : options.words.length === 0)) {
    process.stderr.write(usage);
    return 64;
  }
  const road = createGateRoad(stateFolderForReading());
  const variables = decidingVariables(process.env);
  const nowhereRoad = createNowhereRoad();
  try {
    return options.batch
      ? await runBatch(
          process.stdin,
          process.stdout,
          (call, placed) =>
            placed || options.placed ? road.judge(call, variables) : nowhereRoad.judge({ ...call, cwd: nowhereRoad.cwd }, {}),
          options.cwd,
        )
      : await checkOne(road, options, variables);
  } finally {
    await road.close();
  }
}

async function checkOne(road: GateRoad, options: Options, variables: Readonly<Record<string, string>>): Promise<number> {
  const action = { type: 'command', command: commandText(options.words), shell: options.shell } as const;
  const { decision } = await road.judge({ agent: 'claude-code', session: 'check', cwd: options.cwd, action }, variables);
  process.stdout.write(
    options.json
      ? road.redact(
          `${JSON.stringify({ ...decisionJson(decision), workspace: await workspaceJson(road, options.cwd, variables) }, undefined, 2)}\n`,
        )
      : decisionText(decision),
  );
  return exitCodes[decision.verdict];
}

function optionsFrom(args: readonly string[]): Options | undefined {
  let cwd = process.cwd();
  let placed = false;
  let json = false;
  let batch = false;
  let shell: ShellKind = 'posix';
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') return { cwd, placed, json, batch, shell, words: args.slice(i + 1) };
    if (arg === '--json') json = true;
    else if (arg === '--batch') batch = true;
    else if (arg === '--cwd' && args[i + 1] !== undefined) {
      cwd = resolve(args[++i]!);
      placed = true;
    } else if (arg === '--shell' && /^(posix|powershell|cmd)$/.test(args[i + 1] ?? '')) shell = args[++i] as ShellKind;
    else return undefined;
  }
  return { cwd, placed, json, batch, shell, words: [] };
}

/** What the status bar of the folder would say, and what a person laid down for it. */
async function workspaceJson(road: GateRoad, cwd: string, variables: Readonly<Record<string, string>>): Promise<object> {
  const { knowledge, orders } = await road.known(cwd, variables);
  const folders = knowledge.roots.length > 0 ? knowledge.roots.slice(0, 1) : [cwd];
  return { folder: folders[0], ...summarise(knowledge, folders), frozenAt: orders.frozenAt, pin: orders.pin };
}
