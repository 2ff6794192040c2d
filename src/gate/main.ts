import { leave, failure } from './reply.ts';

declare const PRODUCT_VERSION: string;

/** Heavy parts are loaded by the command that needs them: a hook call pays for nothing else. */
async function main(): Promise<number> {
  const [command = '--help', ...args] = process.argv.slice(2);
  switch (command) {
    case 'hook':
      return (await import('./hook/hookCommand.ts')).hookCommand(args);
    case 'check':
      return (await import('./check/checkCommand.ts')).checkCommand(args);
    case 'connect':
    case 'disconnect':
      return (await import('./connect/connectCommand.ts')).connectCommand(command, args);
    case 'agents':
      return (await import('./connect/agentsCommand.ts')).agentsCommand(args);
    case 'journal':
      return (await import('./journal/journalCommand.ts')).journalCommand(args);
    case 'rehearse':
      return (await import('./rehearsal/rehearse.ts')).rehearse(args);
    case '--version':
    case 'version':
      process.stdout.write(`${PRODUCT_VERSION}\n`);
      return 0;
    case '--help':
    case '-h':
    case 'help':
      process.stdout.write((await import('./help.ts')).helpText);
      return 0;
    default:
      process.stderr.write(`tenth-second: unknown command "${command}". See tenth-second --help.\n`);
      return 64;
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (process.argv[2] === 'hook') leave(failure(process.argv[3] ?? '', 'the guard had an internal error.'));
    process.stderr.write(`tenth-second: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 70;
  },
);
