import { leave, failure } from './reply.ts';

declare const PRODUCT_VERSION: string;

async function main(): Promise<number> {
  // An editor that runs us after it has removed the extension puts a word of its own first.
  const [command = '--help', ...args] = process.argv.slice(2).filter((word, index) => index > 0 || !word.startsWith('--type='));
  switch (command) {
    case 'hook':
      return (await import('./hook/hookCommand.ts')).hookCommand(args);
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
      return (await import('./loadCommands.ts')).loadCommands().runCommand(command, args);
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
