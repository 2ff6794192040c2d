import { credentialsOfFile } from '../core/credentials/credentialsOfFile.ts';
import { recognise, recognisersFor, unreadable } from '../core/environments/recognisers.ts';
import type { Recognised, Recogniser } from '../core/environments/recogniser.ts';
import type { CredentialPlace } from '../core/types.ts';
import type { Fingerprint } from './fingerprint.ts';
import { isYoung, readText, sameStamp, stampOf, type FileStamp } from './workspaceFiles.ts';

/** What one file says, with the stamp of the content it was read from. */
export interface ReadFile {
  readonly stamp: FileStamp;
  readonly young: boolean;
  readonly recognised: Recognised;
  readonly credentials: readonly CredentialPlace[];
}

/** What files say, as one object that stays the same until one of them changes. */
export interface Content {
  readonly recognised: readonly Recognised[];
  readonly credentials: readonly CredentialPlace[];
}

/** Reads a file and what it says; undefined when it is not there. What is there but cannot be read is linked, environment unknown. */
export function readFileOf(
  path: string,
  root: string | undefined,
  home: string,
  recognisers: readonly Recogniser[],
  fingerprint: Fingerprint,
): ReadFile | undefined {
  const stamp = stampOf(path);
  if (!stamp) return undefined;
  const text = readText(path);
  const where = { path, home, ...(root === undefined ? {} : { root }) };
  if (text === undefined) {
    const recognised = recognisers.map((recogniser) => unreadable(recogniser, where));
    return { stamp, young: false, recognised: joined(recognised), credentials: [] };
  }
  const file = { ...where, text };
  return {
    stamp,
    young: isYoung(stamp),
    recognised: joined(recognisers.map((recogniser) => recognise(recogniser, file))),
    credentials: credentialsOfFile(file, fingerprint, encodeBase64),
  };
}

/** Reads files of a workspace for what they say; undefined for those that are not there. Never rejects. */
export type ReadFiles = (paths: readonly string[], root: string, home: string) => Promise<readonly (ReadFile | undefined)[]>;

/** One file of a workspace, by whoever recognises it there. */
export function readWorkspaceFile(path: string, root: string, home: string, fingerprint: Fingerprint): ReadFile | undefined {
  return readFileOf(path, root, home, recognisersIn(path, root), fingerprint);
}

/** What is there and cannot be read, or not in time: linked, environment unknown. Looked at again when it changes. */
export function unreadableFile(path: string, root: string, home: string): ReadFile | undefined {
  const stamp = stampOf(path);
  if (!stamp) return undefined;
  const recognised = recognisersIn(path, root).map((recogniser) => unreadable(recogniser, { path, root, home }));
  return { stamp, young: false, recognised: joined(recognised), credentials: [] };
}

function recognisersIn(path: string, root: string): readonly Recogniser[] {
  const depth = path.slice(root.length).split('/').length - 2;
  return recognisersFor(path).filter((recogniser) => recogniser.wants?.(path, root, depth) ?? true);
}

function joined(found: readonly Recognised[]): Recognised {
  return { links: found.flatMap((one) => one.links), identifiers: found.flatMap((one) => one.identifiers) };
}

function encodeBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** Whether two readings of a file say the same, so that nothing has to be put together anew. */
export function saysTheSame(a: ReadFile, b: ReadFile): boolean {
  return sameStamp(a.stamp, b.stamp) && JSON.stringify([a.recognised, a.credentials]) === JSON.stringify([b.recognised, b.credentials]);
}

export function contentOf(files: readonly ReadFile[]): Content {
  return { recognised: files.map((file) => file.recognised), credentials: files.flatMap((file) => file.credentials) };
}
