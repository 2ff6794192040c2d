/**
 * Everything of the gate but the road of a hook call to the server: built as a program of its own (dist/commands.js), since reading
 * it takes as long as starting Node does. loadCommands.ts loads it.
 */
export { decideAlone } from './hook/alone.ts';

/** Runs a command of the command line and gives its exit code. */
export async function runCommand(command: string, args: readonly string[]): Promise<number> {
  switch (command) {
    case 'check':
      return (await import('./check/checkCommand.ts')).checkCommand(args);
    case 'links':
      return (await import('./links/linksCommand.ts')).linksCommand(args);
    case 'scan':
      return (await import('./scan/scanCommand.ts')).scanCommand(args);
    case 'connect':
    case 'disconnect':
      return (await import('./connect/connectCommand.ts')).connectCommand(command, args);
    case 'uninstall':
      return (await import('./connect/uninstallCommand.ts')).uninstallCommand(args);
    case 'ignore':
      return (await import('./connect/ignoreCommand.ts')).ignoreCommand(args);
    case 'agents':
      return (await import('./connect/agentsCommand.ts')).agentsCommand(args);
    case 'journal':
      return (await import('./journal/journalCommand.ts')).journalCommand(args);
    case 'mcp':
      return (await import('./mcp/mcpCommand.ts')).mcpCommand(args);
    case 'snapshot':
      return (await import('./snapshot/snapshotCommand.ts')).snapshotCommand(args);
    case 'rehearse':
      return (await import('./rehearsal/rehearse.ts')).rehearse(args);
    default:
      process.stderr.write(`tenth-second: unknown command "${command}". See tenth-second --help.\n`);
      return 64;
  }
}
