import { UsageError, usage } from './journalArguments.ts';
import { exportJournal } from './exportJournal.ts';
import { reportJournal } from './reportJournal.ts';
import { showJournal } from './showJournal.ts';
import { verifyCommand } from './verifyCommand.ts';

/** `journal show`, `verify` (exits 1 when a chain is broken), `export`, `report`. */
export async function journalCommand(args: readonly string[]): Promise<number> {
  const [what = '', ...rest] = args;
  try {
    switch (what) {
      case 'show':
        return await showJournal(rest);
      case 'verify':
        return await verifyCommand(rest);
      case 'export':
        return await exportJournal(rest);
      case 'report':
        return await reportJournal(rest);
      default:
        throw new UsageError('say show, verify, export or report');
    }
  } catch (error) {
    if (!(error instanceof UsageError) && (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') !== true) throw error;
    process.stderr.write(`tenth-second journal: ${(error as Error).message}\n${usage}`);
    return 64;
  }
}
