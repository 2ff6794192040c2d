import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isCredentialPath } from '../../core/credentials/credentialPaths.ts';
import { baseName } from '../../core/paths.ts';
import { corePath, isSkippedFolder } from '../workspaceFiles.ts';

export interface WalkOptions {
  /** Into what programs make and packages bring, too (`node_modules`, `dist`). */
  readonly all: boolean;
  readonly maxFiles: number;
}

/** Pictures, archives, programs: no text in them. Keystores and databases are credential files by their name, and read by nobody. */
const binary =
  /\.(?:png|jpe?g|gif|webp|avif|ico|icns|bmp|tiff?|psd|mp[34]|m4[av]|mov|avi|mkv|webm|ogg|wav|flac|woff2?|ttf|otf|eot|pdf|docx?|xlsx?|pptx?|zip|gz|tgz|bz2|xz|zst|7z|rar|jar|war|exe|dll|so|dylib|a|o|obj|lib|node|wasm|class|pyc|pyo|pdb|bin|dat|iso|dmg|deb|rpm|apk|ipa|vsix|crx|sqlite3?|db|parquet|npy|onnx|pt|safetensors|gguf|p12|pfx|jks|keystore|kdbx)$/i;

/**
 * Files below a folder, in groups as they are found. Ignored files are among them: credential files are ignored by git, and agents read
 * them all the same. Symbolic links are not followed: what they point to inside the folder is found by itself.
 */
export async function* walkFiles(root: string, options: WalkOptions): AsyncGenerator<WalkedGroup> {
  let count = 0;
  let level: string[] = [root];
  while (level.length > 0) {
    const next: string[] = [];
    for (let i = 0; i < level.length; i += 32) {
      const lists = await Promise.all(level.slice(i, i + 32).map((folder) => list(folder)));
      const files: string[] = [];
      const credentialFiles: string[] = [];
      const unreadable: string[] = [];
      for (const { folder, entries } of lists) {
        if (entries === undefined) {
          unreadable.push(folder);
          continue;
        }
        const parent = baseName(corePath(folder));
        for (const entry of entries) {
          const path = join(folder, entry.name);
          if (entry.isDirectory()) {
            if (options.all ? entry.name !== '.git' : !isSkippedFolder(entry.name, parent)) next.push(path);
            // Remotes may carry a token; the rest of `.git` is objects.
            else if (entry.name === '.git') files.push(join(path, 'config'));
          } else if (entry.isFile()) {
            if (isCredentialPath(path)) credentialFiles.push(path);
            if (!binary.test(entry.name)) files.push(path);
          }
        }
      }
      count += files.length;
      const over = Math.max(0, count - options.maxFiles);
      yield { files: over > 0 ? files.slice(0, files.length - over) : files, credentialFiles, unreadable, truncated: over > 0 };
      if (over > 0) return;
    }
    level = next;
  }
}

export interface WalkedGroup {
  readonly files: readonly string[];
  /** Those that hold credentials by their name, binary ones too. */
  readonly credentialFiles: readonly string[];
  readonly unreadable: readonly string[];
  /** The limit is reached: what follows is not looked at. */
  readonly truncated: boolean;
}

async function list(folder: string) {
  try {
    return { folder, entries: await readdir(folder, { withFileTypes: true }) };
  } catch {
    return { folder, entries: undefined };
  }
}
