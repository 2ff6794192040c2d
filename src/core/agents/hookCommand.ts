/** Where the programs lie that a hook command names. Absolute paths. */
export interface HookPrograms {
  /** The launcher; undefined where there is no bash. */
  readonly launcher: string | undefined;
  readonly runtime: string;
  readonly gate: string;
  readonly windows: boolean;
}

/**
 * The command line that is registered with an agent that runs hooks through a shell. It never changes between versions: Codex skips
 * a hook whose command changed until it is reviewed. Whatever is not a clean answer of ours ends in exit 2 with a text: with an
 * empty stderr three agents run the tool. `trap : INT` keeps the shell itself alive at Ctrl-C, so that its exit code is ours.
 */
export function hookCommandLine(agent: string, programs: HookPrograms): string {
  if (programs.windows) return `"${programs.runtime}" "${programs.gate}" hook ${agent}`;
  const start = programs.launcher === undefined ? `${quote(programs.runtime)} ${quote(programs.gate)} hook` : quote(programs.launcher);
  const text =
    'Tenth Second is missing or broken (exit $c), so this action did not run. ' +
    'To repair it, open your editor with the Tenth Second extension. To remove it, delete this hook from the settings of the agent.';
  return `trap : INT; ${start} ${agent} || { c=$?; [ $c = 2 ] || echo "${text}" >&2; exit 2; }`;
}

function quote(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
