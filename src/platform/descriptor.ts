import { readFileSync, rmSync } from 'node:fs';
import type { Descriptor } from '../core/protocol.ts';
import { writeFileAtomic } from './atomicFile.ts';
import { isPrivateFile } from './stateFolder.ts';

/** Undefined when there is none, or when it cannot be trusted (another user's, readable by others, not in our shape). */
export function readDescriptor(path: string): Descriptor | undefined {
  try {
    if (!isPrivateFile(path, true)) return undefined;
    return parseDescriptor(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // No server can be reached by it; the caller starts one or decides alone.
  }
}

export function parseDescriptor(text: string): Descriptor | undefined {
  const [port, pid, clientToken, serverToken, version] = text.split('\n');
  if (!port || !pid || !clientToken || !serverToken || version === undefined) return undefined;
  if (!/^\d{1,5}$/.test(port) || !/^\d{1,10}$/.test(pid)) return undefined;
  if (!/^[0-9a-f]{32,128}$/.test(clientToken) || !/^[0-9a-f]{32,128}$/.test(serverToken)) return undefined;
  const number = Number(port);
  return number > 0 && number < 65536 ? { port: number, pid: Number(pid), clientToken, serverToken, version } : undefined;
}

export function writeDescriptor(path: string, descriptor: Descriptor): void {
  const { port, pid, clientToken, serverToken, version } = descriptor;
  writeFileAtomic(path, [port, pid, clientToken, serverToken, version, ''].join('\n'));
}

/** Only its own: a newer server may have written there since. */
export function removeDescriptor(path: string, own: Descriptor): void {
  if (readDescriptor(path)?.serverToken === own.serverToken) rmSync(path, { force: true });
}
