import { readdirSync } from 'node:fs';
import { userFiles, variableFiles, variableTable } from '../core/environments/recognisers.ts';
import { userPath, type UserPlace } from '../core/environments/userFiles.ts';
import type { Recogniser } from '../core/environments/recogniser.ts';
import { contentOf, readFileOf, saysTheSame, type Content, type ReadFile } from './fileKnowledge.ts';
import type { NameFilter } from './folderWatch.ts';
import type { Fingerprint } from './fingerprint.ts';
import { corePath, isRecent, modifiedAt, sameStamp, stampOf } from './workspaceFiles.ts';

/** Lists of files that variables name, kept at the same time. */
const maxLists = 32;

/** User-level files that hold credentials though no link (RESOURCES.md names each tool's). */
const userCredentials =
  `.aws/credentials .netrc .npmrc .pypirc .pgpass .my.cnf .git-credentials .vault-token .docker/config.json .config/gh/hosts.yml
  .config/stripe/config.toml .config/doctl/config.yaml .config/neonctl/credentials.json .config/turso/settings.json .fly/config.yml .render/cli.yaml
  .supabase/access-token .terraform.d/credentials.tfrc.json .pulumi/credentials.json .cargo/credentials.toml .railway/config.json .kube/config
  .local/share/com.vercel.cli/auth.json .config/netlify/config.json .config/heroku/credentials .doppler/.doppler.yaml`.split(/\s+/);

/** Files that one template may stand for. */
const maxMatches = 60;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort().slice(0, maxMatches);
  } catch {
    // Not ours to read: there is nothing to be known in it.
    return [];
  }
}

function platformOf(platform: NodeJS.Platform): UserPlace['platform'] {
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}

/** Files under the home that hold for every workspace. */
export class UserState {
  readonly #home: string;
  readonly #fingerprint: Fingerprint;
  readonly #files = new Map<string, ReadFile | undefined>();
  readonly #lists = new Map<string, { readonly mtime: number; readonly young: boolean; readonly names: readonly string[] }>();
  readonly #contents = new Map<string, { readonly files: readonly (ReadFile | undefined)[]; readonly content: Content }>();

  #paths: readonly string[] = [];

  constructor(home: string, fingerprint: Fingerprint) {
    this.#home = home;
    this.#fingerprint = fingerprint;
  }

  current(variables: Readonly<Record<string, string>>, cwd: string): Content {
    const paths = new Map<string, Recogniser[]>();
    for (const file of userCredentials) paths.set(`${this.#home}/${file}`, []);
    const add = (path: string, recogniser: Recogniser): void => {
      const list = paths.get(path);
      if (!list) paths.set(path, [recogniser]);
      else if (!list.includes(recogniser)) list.push(recogniser);
    };
    const place: UserPlace = { home: this.#home, platform: platformOf(process.platform), variables };
    for (const { file, recogniser } of userFiles) {
      const path = userPath(file, place);
      if (path !== undefined) for (const one of this.#expand(path)) add(one, recogniser);
    }
    for (const { variable, recogniser } of variableFiles) {
      for (const part of (variables[variable] ?? '').split(process.platform === 'win32' ? ';' : ':')) {
        if (part === '') continue;
        const plain = corePath(part);
        add(
          plain.startsWith('~/') ? this.#home + plain.slice(1) : /^(?:\/|[A-Za-z]:\/)/.test(plain) ? plain : `${cwd}/${plain}`,
          recogniser,
        );
      }
    }
    this.#paths = [...paths.keys()];
    const files = [...paths].map(([path, recognisers]) => this.#file(path, recognisers));
    const said = variableTable.recognise(variables);
    const key = JSON.stringify([[...paths.keys()].slice(userCredentials.length), said]);
    const known = this.#contents.get(key);
    if (known && known.files.every((file, i) => file === files[i])) return known.content;
    const read = contentOf(files.filter((file) => file !== undefined));
    const content = said.links.length === 0 ? read : { ...read, recognised: [...read.recognised, said] };
    if (this.#contents.size > maxLists) this.#contents.clear();
    this.#contents.set(key, { files, content });
    return content;
  }

  /** The folders of these files, with their names. */
  watched(): ReadonlyMap<string, NameFilter> {
    const names = new Map<string, Set<string>>();
    for (const path of this.#paths) {
      const at = path.lastIndexOf('/');
      const folder = path.slice(0, at);
      const known = names.get(folder);
      if (known) known.add(path.slice(at + 1));
      else names.set(folder, new Set([path.slice(at + 1)]));
    }
    return new Map(
      [...names].filter(([folder]) => modifiedAt(folder) !== undefined).map(([folder, set]) => [folder, (name) => set.has(name)] as const),
    );
  }

  /** The paths that a template with a `*` stands for, at most `maxMatches`. The folder is listed again when its time has changed. */
  #expand(path: string): readonly string[] {
    const star = path.indexOf('*');
    if (star < 0) return [path];
    const folder = path.slice(0, path.lastIndexOf('/', star));
    const rest = path.slice(folder.length + 1);
    const name = rest.split('/', 1)[0]!;
    const below = rest.slice(name.length);
    const mtime = modifiedAt(folder);
    if (mtime === undefined) return [];
    let listed = this.#lists.get(folder);
    if (!listed || listed.mtime !== mtime || listed.young) {
      listed = { mtime, young: isRecent(mtime), names: namesIn(folder) };
      this.#lists.set(folder, listed);
    }
    const [before = '', after = ''] = name.split('*');
    return listed.names.filter((one) => one.startsWith(before) && one.endsWith(after)).map((one) => `${folder}/${one}${below}`);
  }

  forget(path?: string): void {
    if (path === undefined) this.#files.clear();
    else for (const key of this.#files.keys()) if (key.endsWith(` ${path}`)) this.#files.delete(key);
  }

  #file(path: string, recognisers: readonly Recogniser[]): ReadFile | undefined {
    const key = `${recognisers.map((one) => one.tool).join()} ${path}`;
    const before = this.#files.get(key);
    const stamp = stampOf(path);
    if (!stamp) {
      this.#files.delete(key);
      return undefined;
    }
    if (before && !before.young && sameStamp(before.stamp, stamp)) return before;
    const file = readFileOf(path, undefined, this.#home, recognisers, this.#fingerprint);
    if (before && file && saysTheSame(before, file)) {
      if (!file.young) this.#files.set(key, Object.assign(before, { young: false }));
      return before;
    }
    this.#files.set(key, file);
    return file;
  }
}
