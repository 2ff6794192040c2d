import { isAscii } from 'node:buffer';
import { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { stateFolderPath } from '../platform/stateFolder.ts';

export type Commands = typeof import('./commands.ts');

const file = join(__dirname, 'commands.js');

/**
 * Loads dist/commands.js. An installed gate keeps what V8 compiled of it beside it: without, a gate that decides alone takes half as
 * long again. The copy is as safe as the program, in the same folder, and only used for the very same text and version of V8.
 */
export function loadCommands(): Commands {
  if (basename(__dirname) !== 'bin' || dirname(__dirname) !== stateFolderPath()) return createRequire(__filename)(file) as Commands;
  const bytes = readFileSync(file);
  // esbuild writes ASCII; decoding it as such saves milliseconds.
  const source = isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
  // V8 itself compares its version and the length of the text only. The file is always replaced as a whole, never written in place.
  const { size, mtimeMs, ino } = statSync(file);
  const cache = join(__dirname, `commands.${process.version}-${process.arch}-${size}-${Math.trunc(mtimeMs)}-${ino}.cache`);
  const cachedData = readCache(cache);
  // As Node itself wraps a CommonJS module. https://nodejs.org/api/modules.html#the-module-wrapper
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const module = { exports: {} as Commands };
  const load = script.runInThisContext() as (...args: unknown[]) => void;
  load(module.exports, createRequire(file), module, file, __dirname);
  // At the end, when the functions that were needed are compiled.
  if (cachedData === undefined || script.cachedDataRejected === true) process.once('exit', () => writeCache(cache, script));
  return module.exports;
}

function readCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined; // The first start of this version.
  }
}

function writeCache(path: string, script: Script): void {
  const temporary = `${path}.${process.pid}`;
  try {
    for (const name of readdirSync(__dirname)) if (/^commands\..*\.cache/.test(name)) rmSync(join(__dirname, name), { force: true });
    writeFileSync(temporary, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true }); // A full disk or another gate at the same time: compiled anew next time.
  }
}
