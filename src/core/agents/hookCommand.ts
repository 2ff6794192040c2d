import { failureText } from './adapter.ts';

/** Where the programs lie that a hook command names. Absolute paths. */
export interface HookPrograms {
  /** The launcher; undefined where there is no bash. */
  readonly launcher: string | undefined;
  readonly runtime: string;
  readonly gate: string;
  readonly windows: boolean;
}

const missingText =
  'Tenth Second is missing or broken (exit $c), so this action did not run. ' +
  'To repair it, open your editor with the Tenth Second extension. To remove it, delete this hook from the settings of the agent.';

/** Agents that do not hold on exit 2: their failure answer is one line of JSON and exit 0. The launcher has the same (launcher.bash). */
const jsonFailures: Readonly<Record<string, (reason: string) => string>> = {
  // VS Code's Agent Host ignores the exit code of plugin hooks; this object is the one that all three of its runners read.
  copilot: (reason) =>
    `{"permissionDecision":"deny","permissionDecisionReason":"${reason}","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"${reason}"}}`,
  'copilot-cli': (reason) => jsonFailures['copilot']!(reason),
  cline: (reason) => `{"cancel":true,"errorMessage":"${reason}"}`,
  antigravity: (reason) => `{"decision":"deny","reason":"${reason}"}`,
};

/**
 * The command line that is registered with an agent that runs hooks through a shell. It never changes between versions: Codex skips
 * a hook whose command changed until it is reviewed. Whatever is not a clean answer of ours ends in the agent's failure answer: for
 * most exit 2 with a text (with an empty stderr three agents run the tool). `trap : INT` keeps the shell itself alive at Ctrl-C, so
 * that its exit code is ours. `agent` may carry the registration after a slash: `copilot/plugin`.
 */
export function hookCommandLine(agent: string, programs: HookPrograms): string {
  if (programs.windows) return `"${programs.runtime}" "${programs.gate}" hook ${agent}`;
  const start = programs.launcher === undefined ? `${quote(programs.runtime)} ${quote(programs.gate)} hook` : quote(programs.launcher);
  const json = jsonFailures[agent.split('/', 1)[0]!];
  if (json === undefined) return `trap : INT; ${start} ${agent} || { c=$?; [ $c = 2 ] || echo "${missingText}" >&2; exit 2; }`;
  return `trap : INT; ${start} ${agent} || { [ $? = 2 ] && exit 2; echo '${json(missingText.replace(' (exit $c)', ''))}'; exit 0; }`;
}

/** The failure answer of an agent whose hooks are answered in JSON alone. */
export function jsonFailure(agent: string, reason: string): string {
  const text = JSON.stringify(failureText(reason));
  return jsonFailures[agent]!(text.slice(1, -1));
}

function quote(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
