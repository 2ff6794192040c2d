import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { timeFromOutput, type BackupAge, type BackupSetting } from '../core/backups/backups.ts';

/** A modal does not wait longer than this for a command of the person's. */
const commandTime = 3000;
/** Files of a folder that are looked at for the newest one. */
const maxFiles = 2000;

/** How old an independent backup is: the newest file's time, or what the person's own command prints. Never throws. */
export async function ageOf(backup: BackupSetting, now: number, home = homedir()): Promise<BackupAge> {
  try {
    const time = backup.file === undefined ? await timeByCommand(backup.command!, home) : await timeOfFile(backup.file, home);
    return { type: 'age', hours: (now - time) / 3_600_000 };
  } catch (error) {
    return { type: 'unknown', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function timeOfFile(file: string, home: string): Promise<number> {
  const path = file.startsWith('~/') ? join(home, file.slice(2)) : file;
  const own = await stat(path).catch(() => undefined);
  if (!own) throw new Error(`${file} is not there`);
  if (!own.isDirectory()) return own.mtimeMs;
  let newest: number | undefined;
  for (const name of (await readdir(path)).slice(-maxFiles)) {
    const entry = await stat(join(path, name)).catch(() => undefined);
    if (entry?.isFile() && (newest === undefined || entry.mtimeMs > newest)) newest = entry.mtimeMs;
  }
  if (newest === undefined) throw new Error(`there is no file in ${file}`);
  return newest;
}

/** Its output is looked at for a time and kept nowhere: it may say more than that. */
function timeByCommand(command: string, home: string): Promise<number> {
  const [shell, flag] = process.platform === 'win32' ? (['cmd.exe', '/c'] as const) : (['/bin/sh', '-c'] as const);
  return new Promise((resolve, reject) => {
    const child = execFile(
      shell,
      [flag, command],
      { cwd: home, timeout: commandTime, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 },
      (error, stdout) => {
        if (error?.killed) return reject(new Error('the command took too long'));
        if (error) return reject(new Error(`the command failed with ${String(error.code ?? 'an error')}`));
        const time = timeFromOutput(stdout);
        if (time === undefined) reject(new Error('the command printed no time'));
        else resolve(time);
      },
    );
    child.stdin?.end();
  });
}
