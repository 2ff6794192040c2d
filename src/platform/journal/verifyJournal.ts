import { chainStart, createChainCheck, decodeLine, type ChainHead, type ChainReport } from '../../core/journal/chain.ts';
import { chainHash, journalFiles, linesForward, openForReading } from './journalFiles.ts';
import { removedFile } from './retention.ts';

export interface FileReport extends ChainReport {
  readonly file: string;
}

/** Heads by file name: where a chain ended when it was last looked at. */
export type Heads = ReadonlyMap<string, ChainHead>;

const continues = /^continues (\S+) at record (\d+), ([0-9a-f]{64})$/;

/**
 * Checks every chain, that each file of an earlier month still ends where the next one says, and that each chain passed through the
 * heads that were anchored elsewhere. A file that the retention took away is not missed.
 */
export async function verifyJournal(folder: string, ...anchored: readonly Heads[]): Promise<readonly FileReport[]> {
  const expected = new Map<string, ChainHead[]>();
  const expect = (file: string, head: ChainHead): void => {
    const heads = expected.get(file);
    if (heads) heads.push(head);
    else expected.set(file, [head]);
  };
  for (const heads of anchored) for (const [file, head] of heads) expect(file, head);
  const names = await journalFiles(folder);
  const removed = new Set<string>();
  for (const name of names) {
    const handle = await openForReading(folder, name);
    try {
      for await (const { text } of linesForward(handle, 0)) {
        const match = continues.exec(decodeLine(text, chainHash)?.record.text ?? '');
        if (match) expect(match[1]!, { n: Number(match[2]), hash: match[3]! });
        break;
      }
    } finally {
      await handle.close();
    }
  }
  const reports: FileReport[] = [];
  for (const name of names) {
    const check = createChainCheck(chainHash, expected.get(name));
    let torn = false;
    const handle = await openForReading(folder, name);
    try {
      for await (const { text } of linesForward(handle, 0, () => (torn = true))) {
        check.line(text);
        if (text.includes(removedFile.mark)) {
          const gone = removedFile.nameIn(decodeLine(text, chainHash)?.record);
          if (gone !== undefined) removed.add(gone);
        }
      }
    } finally {
      await handle.close();
    }
    reports.push({ file: name, ...check.end(torn) });
  }
  for (const [file, heads] of expected) {
    if (names.includes(file) || removed.has(file)) continue;
    const n = Math.max(...heads.map((head) => head.n));
    reports.push({
      file,
      lines: 0,
      head: chainStart,
      problems: [{ fault: 'cut', line: 0, text: `the file is gone; it held ${n} records` }],
    });
  }
  return reports;
}
