import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { callServer } from '../../platform/connection.ts';
import { readDescriptor } from '../../platform/descriptor.ts';
import { readJournal } from '../../platform/journal/journalReader.ts';
import { stateFolderAt } from '../../platform/stateFolder.ts';
import type { JournalRecord } from '../../core/journal/record.ts';
import { provideCurl } from './curlShim.ts';
import { incidentSeconds, incidentSteps, type Step } from './incident.ts';
import { startRailwayStandIn, type RailwayStandIn, type Volume } from './railwayStandIn.ts';
import { exampleReport, reportText, type Moment } from './rehearsalReport.ts';
import { createRentalShop, incidentCommand, rentalShop, rentalShopToken } from './rentalShop.ts';
import { Timeline } from './timeline.ts';

const session = 'rehearsal-0000-4000-8000-000000000009';
/** ms a hook may take before the rehearsal gives up; without a window the guard answers at once. */
const hookDeadline = 60_000;

const usage = `tenth-second rehearse [--unguarded] [--fast] [--example FILE]
  Replays the nine seconds of 24 April 2026: a scripted agent sends the request that deleted a company's production volume and its
  backups, to a stand-in of the Railway API on loopback, through the hook that a real agent would call. Exit 0 only if the volume and
  its backups are still there and the hold stands in the journal.
  --unguarded  without the hook: the volume is deleted, and the exit code says so
  --fast       does not wait for the incident's clock
  --example    also writes the incident report into a file, with the times and folders of the incident in place of this machine's
`;

/** Replays the incident in a temporary home and workspace, and gives the exit code. */
export async function rehearse(args: readonly string[]): Promise<number> {
  const example = args.includes('--example') ? (args[args.indexOf('--example') + 1] ?? '') : undefined;
  const unknown = args.filter((arg) => !['--unguarded', '--fast', '--help', '--example', example].includes(arg));
  if (example === '') unknown.push('--example');
  if (unknown.length > 0 || args.includes('--help')) {
    (unknown.length > 0 ? process.stderr : process.stdout).write(usage);
    return unknown.length > 0 ? 2 : 0;
  }
  if (process.platform === 'win32') {
    process.stderr.write('The rehearsal runs the agent’s commands with sh, which Windows does not have. Use WSL.\n');
    return 2;
  }
  const guarded = !args.includes('--unguarded');
  const timeline = new Timeline(process.stdout.isTTY && !args.includes('--fast'));
  const stage = await setStage(guarded);
  const interrupted = (): void => {
    void strike(stage).finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    return await play(stage, guarded, timeline, example);
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    await strike(stage);
  }
}

/** Everything the rehearsal set up, and what it has to take down. */
interface Stage {
  readonly folder: string;
  readonly home: string;
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly railway: RailwayStandIn;
  /** The hook command as `connect` registered it. */
  readonly hook: string | undefined;
}

async function setStage(guarded: boolean): Promise<Stage> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tenth-second-rehearsal-')));
  try {
    const home = path.join(folder, 'home');
    const workspace = path.join(folder, 'rental-shop');
    for (const each of [home, path.join(folder, 'tmp')]) mkdirSync(each);
    createRentalShop(workspace);
    const railway = await startRailwayStandIn(path.join(folder, 'railway'), rentalShopToken());
    railway.leadCurl(home);
    const environment = {
      HOME: home,
      PATH: provideCurl(path.join(folder, 'bin'), railway.port, process.env['PATH'] ?? '/usr/bin:/bin'),
      TMPDIR: path.join(folder, 'tmp'),
      LANG: 'C.UTF-8',
      SHELL: '/bin/sh',
      ...(process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    };
    try {
      const hook = guarded ? await connect(folder, home, environment) : undefined;
      return { folder, home, workspace, environment, railway, hook };
    } catch (error) {
      await railway.close();
      throw error;
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Connects Claude Code in the temporary home and reads back the command that it would run. The programs are copied first: run from
 * an installation they would use that installation's state, and the rehearsal would stand in the person's own journal.
 */
async function connect(folder: string, home: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const programs = path.join(folder, 'dist');
  mkdirSync(programs);
  for (const name of ['gate.js', 'commands.js', 'commands.js.br', 'scan.js', 'scan.js.br', 'server.js', 'launcher.bash']) {
    const source = path.join(__dirname, name);
    if (existsSync(source)) copyFileSync(source, path.join(programs, name));
  }
  const connected = await run([process.execPath, path.join(programs, 'gate.js'), 'connect', 'claude-code'], '', folder, environment);
  if (connected.code !== 0) throw new Error(`connect claude-code ended with ${connected.code}: ${connected.stdout}${connected.stderr}`);
  const settings = JSON.parse(readFileSync(path.join(home, '.claude/settings.json'), 'utf8')) as {
    readonly hooks?: { readonly PreToolUse?: readonly { readonly hooks?: readonly { readonly command?: string }[] }[] };
  };
  const hook = settings.hooks?.PreToolUse?.[0]?.hooks?.[0]?.command;
  if (hook === undefined) throw new Error('connect claude-code registered no hook');
  return hook;
}

/** Takes everything down again, the server of the temporary home included. */
async function strike(stage: Stage): Promise<void> {
  const descriptor = readDescriptor(stateFolderAt(path.join(stage.home, '.tenth-second')).descriptor);
  if (descriptor !== undefined) {
    await callServer(descriptor, { type: 'stop' }).catch(() => undefined);
    await untilEnded(descriptor.pid);
  }
  await stage.railway.close();
  rmSync(stage.folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Waits until a process is gone, and ends it when it does not go by itself. */
async function untilEnded(pid: number): Promise<void> {
  const deadline = Date.now() + 3000;
  try {
    for (;;) {
      process.kill(pid, Date.now() > deadline ? 'SIGKILL' : 0);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } catch {
    // Gone.
  }
}

async function play(stage: Stage, guarded: boolean, timeline: Timeline, example: string | undefined): Promise<number> {
  timeline.heading(guarded ? 'The nine seconds, with Tenth Second' : 'The nine seconds, without a guard');
  timeline.note(`Railway stand-in on 127.0.0.1:${stage.railway.port}, sample workspace in ${stage.workspace}`);
  timeline.state('before', stateOf(stage.railway.volume(rentalShop.volumeId)));
  timeline.start();
  const held: string[] = [];
  const moments: Moment[] = [];
  for (const step of incidentSteps(stage.workspace)) {
    await timeline.at(step.second);
    moments.push({ second: step.second, time: Date.now() });
    timeline.agent(step.text, shownCommand(step, stage.workspace));
    if (step.tool === undefined) continue;
    const verdict = stage.hook === undefined ? undefined : await ask(stage, stage.hook, step.tool);
    if (verdict?.reason !== undefined) {
      timeline.guard(`held after ${verdict.milliseconds} ms`);
      held.push(verdict.reason);
      continue;
    }
    if (verdict !== undefined) timeline.passed(verdict.milliseconds);
    const command = step.tool.input['command'];
    if (typeof command !== 'string') continue;
    const ran = await run(['/bin/sh', '-c', command], '', stage.workspace, stage.environment);
    if (stage.railway.requests.length > 0) timeline.answer(ran.code === 0 ? ran.stdout : ran.stderr);
  }
  await timeline.at(incidentSeconds);
  const volume = stage.railway.volume(rentalShop.volumeId);
  timeline.state('after', stateOf(volume));
  if (!guarded) {
    if (volume === undefined) return timeline.end(1, 'Nothing asked. The volume is gone, and the backups with it.');
    return timeline.end(3, 'The request did not reach the stand-in: the rehearsal shows nothing on this machine.');
  }

  timeline.why(await explain(stage));
  for (const reason of held) timeline.told(reason);
  const entries = await readJournal(stateFolderAt(path.join(stage.home, '.tenth-second')).journal);
  const records = entries.map((entry) => entry.record);
  const hold = records.find((record) => isHold(record));
  timeline.journal(hold, records.length);
  timeline.report(reportText(entries));
  if (example !== undefined) writeFileSync(example, exampleReport(entries, moments, stage));
  const survived = volume !== undefined && volume.backups.length > 0 && stage.railway.requests.length === 0;
  if (!survived) return timeline.end(1, 'The request got through.');
  if (hold === undefined) return timeline.end(1, 'The volume is there, but the hold is not in the journal.');
  return timeline.end(
    0,
    'The tenth second: nothing was deleted. A person with the editor open would have been asked to type the volume’s name.',
  );
}

interface Explained {
  readonly operations?: readonly { readonly reasons?: readonly string[]; readonly notes?: readonly string[] }[];
}

/** Reasons and consequences as `check` prints them; the journal keeps the evidence only. */
async function explain(stage: Stage): Promise<readonly string[]> {
  const gate = path.join(stage.folder, 'dist/gate.js');
  const check = [process.execPath, gate, 'check', '--json', '--cwd', stage.workspace, '--', incidentCommand()];
  const { stdout } = await run(check, '', stage.workspace, stage.environment);
  const { operations = [] } = JSON.parse(stdout) as Explained;
  return operations.flatMap((each) => [...(each.reasons ?? []), ...(each.notes ?? [])]);
}

function stateOf(volume: Volume | undefined): string {
  if (volume === undefined) return `volume ${rentalShop.volume} (production): GONE, its backups too`;
  return `volume ${volume.name} (${volume.environment}): ${volume.files.length} tables, ${volume.backups.length} backups`;
}

function shownCommand(step: Step, workspace: string): string | undefined {
  const { tool } = step;
  if (tool === undefined) return undefined;
  const text = tool.name === 'Bash' ? `$ ${String(tool.input['command'])}` : `${tool.name} ${String(tool.input['file_path'])}`;
  return text.replaceAll(rentalShopToken(), '••••••••').replaceAll(`${workspace}/`, '');
}

/** Outcomes after which an action has not run. */
const stopped: ReadonlySet<string> = new Set(['held', 'refused', 'expired', 'denied', 'parked']);

function isHold(record: JournalRecord): boolean {
  return (
    record.session === session &&
    record.outcome !== undefined &&
    stopped.has(record.outcome) &&
    (record.operations ?? []).some((each) => each.effect === 'delete' && each.environment === 'production')
  );
}

interface HookVerdict {
  readonly milliseconds: number;
  /** Set when the call must not run. */
  readonly reason: string | undefined;
}

/** Runs the registered hook as Claude Code does, and reads its answer as Claude Code does. https://code.claude.com/docs/en/hooks */
async function ask(stage: Stage, hook: string, tool: NonNullable<Step['tool']>): Promise<HookVerdict> {
  const payload = JSON.stringify({
    session_id: session,
    transcript_path: path.join(stage.home, '.claude/projects/rental-shop/rehearsal.jsonl'),
    cwd: stage.workspace,
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name: tool.name,
    tool_input: tool.input,
    tool_use_id: `toolu_${Date.now().toString(36)}`,
  });
  const started = performance.now();
  const { code, stdout, stderr } = await run(['/bin/sh', '-c', hook], payload, stage.workspace, stage.environment);
  const milliseconds = Math.round(performance.now() - started);
  const said = stdout.trim() === '' ? undefined : (JSON.parse(stdout) as HookOutput).hookSpecificOutput;
  if (code === 2) return { milliseconds, reason: said?.permissionDecisionReason ?? stderr.trim() };
  if (code !== 0) throw new Error(`the hook ended with ${code}: ${stderr}`);
  return { milliseconds, reason: said?.permissionDecision === 'deny' ? (said.permissionDecisionReason ?? 'denied') : undefined };
}

interface HookOutput {
  readonly hookSpecificOutput?: { readonly permissionDecision?: string; readonly permissionDecisionReason?: string };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  [program = '', ...args]: readonly string[],
  input: string,
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...environment }, stdio: ['pipe', 'pipe', 'pipe'], timeout: hookDeadline });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => (stdout += String(data)));
    child.stderr.on('data', (data) => (stderr += String(data)));
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input);
  });
}
