import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintShape } from '../core/credentials/fingerprints.ts';
import { writeNewFile } from './atomicFile.ts';

const keyBytes = 32;

/** Keyed hash of a secret value: what is stored in its place. */
export type Fingerprint = (value: string) => string;

/** The fingerprint function of this user and machine; makes the key at first use. The key is 0600 in our 0700 folder. */
export function openFingerprint(stateFolder: string): Fingerprint {
  const key = readKey(join(stateFolder, 'key'));
  return (value) => `${fingerprintShape(value)}.${createHmac('sha256', key).update(value).digest('hex').slice(0, 32)}`;
}

function readKey(path: string): Buffer {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
      if (key.length !== keyBytes) throw new Error(`the key file ${path} is damaged: remove it`);
      // A copy from a backup may have come back readable for others.
      if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
      return key;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      makeKey(path);
    }
  }
  throw new Error(`the key file ${path} cannot be made`);
}

/** By a link, so that of two programs that start at once both read the same key, and none a part of one. */
function makeKey(path: string): void {
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  writeNewFile(temporary, `${randomBytes(keyBytes).toString('hex')}\n`);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
