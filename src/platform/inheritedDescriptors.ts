import { closeSync, readFileSync, readdirSync } from 'node:fs';

const closeOnExec = 0o2_000_000;

/**
 * Closes what the starter's parents left open. A pipe of an agent that stays open in the server would keep the agent waiting for
 * its hook to end. Node marks the low numbers close-on-exec for its children, but not what lies above a gap
 * (https://github.com/libuv/libuv/blob/v1.x/src/unix/core.c, `uv_disable_stdio_inheritance`); everything that Node opens itself is
 * marked. Linux only: elsewhere the flag cannot be read.
 */
export function closeInheritedDescriptors(): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc/self/fd')) {
    const number = Number(name);
    if (number <= 2) continue;
    try {
      const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${number}`, 'utf8'))?.[1];
      if (flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0) closeSync(number);
    } catch {
      // Gone since it was listed: the folder's own descriptor.
    }
  }
}
