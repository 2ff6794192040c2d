import { closeSync, openSync, readFileSync, readSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ConnectableId } from '../core/agents/adapter.ts';
import { isObject } from '../core/agents/payload.ts';
import { hookedTools, transcripts, type Transcripts } from '../core/agents/transcripts.ts';
import { isWithin } from '../core/paths.ts';
import type { Json } from '../core/types.ts';

/** A tool call that has run in a session, as its transcript says. */
export interface RanCall {
  readonly agent: ConnectableId;
  readonly session: string;
  readonly cwd: string;
  readonly tool: string;
}

/** What has been read of one file. */
interface Followed {
  readonly from: Transcripts;
  offset: number;
  /** The beginning of a line whose end is not written yet. */
  rest: string;
  session: string;
  cwd: string;
  aside: boolean;
  readonly tools: Map<string, string>;
}

/** Files that are looked at in one folder, and most that is read of one file at a look. */
const maxFiles = 400;
const maxRead = 1024 * 1024;
/** The lines at the beginning that say where a session runs. */
const headSize = 64 * 1024;
const maxTools = 200;

/**
 * Follows the transcripts of sessions in some folders: each look tells of the tool calls that have run since the last one. What stood in a
 * file before it was first looked at is not told again; only where the session runs is taken from it.
 */
export class TranscriptWatch {
  readonly #home: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #files = new Map<string, Followed>();
  #first = true;

  constructor(home: string, environment: Readonly<Record<string, string | undefined>>) {
    this.#home = home;
    this.#environment = environment;
  }

  look(folders: readonly string[]): readonly RanCall[] {
    const ran: RanCall[] = [];
    const here = new Set<string>();
    for (const from of transcripts)
      for (const path of this.#filesOf(from, folders)) {
        here.add(path);
        this.#follow(path, from, folders, ran);
      }
    // A file whose folder is looked at again later must not be read from its beginning.
    if (this.#files.size > maxFiles * transcripts.length)
      for (const path of this.#files.keys()) if (!here.has(path)) this.#files.delete(path);
    this.#first = false;
    return ran;
  }

  #filesOf(from: Transcripts, folders: readonly string[]): readonly string[] {
    const named = from.place.variable === undefined ? undefined : this.#environment[from.place.variable];
    const root = named !== undefined && isAbsolute(named) ? named : join(this.#home, from.place.folder);
    let places = [join(root, from.place.below)];
    for (const step of from.way)
      places = places.flatMap((place) => {
        if (typeof step === 'object') return [join(place, step.name)];
        const names = entries(place);
        if (step === 'newest') return names.slice(-2).map((name) => join(place, name));
        const found = step === '*' ? names : names.filter((name) => belongs(from, place, name, folders));
        return found.map((name) => join(place, name));
      });
    return places.flatMap((place) =>
      entries(place)
        .filter((name) => from.file.test(name))
        .slice(-maxFiles)
        .map((name) => join(place, name)),
    );
  }

  #follow(path: string, from: Transcripts, folders: readonly string[], ran: RanCall[]): void {
    const size = sizeOf(path);
    if (size === undefined) return;
    let file = this.#files.get(path);
    if (file === undefined) {
      file = { from, offset: 0, rest: '', session: from.session?.(path) ?? '', cwd: '', aside: false, tools: new Map() };
      this.#files.set(path, file);
      if (this.#first) {
        // The beginning says whose it is; what it did before is nobody's news.
        for (const line of read(path, 0, Math.min(size, headSize)).split('\n')) this.#line(file, line, folders, []);
        file.offset = size;
        return;
      }
    }
    if (size < file.offset) [file.offset, file.rest] = [0, ''];
    if (size === file.offset) return;
    const text = file.rest + read(path, file.offset, Math.min(size - file.offset, maxRead));
    file.offset = Math.min(size, file.offset + maxRead);
    const lines = text.split('\n');
    file.rest = lines.pop()!.slice(0, maxRead);
    for (const line of lines) this.#line(file, line, folders, ran);
  }

  #line(file: Followed, line: string, folders: readonly string[], ran: RanCall[]): void {
    if (file.aside || line === '') return;
    let value: Json;
    try {
      value = JSON.parse(line) as Json;
    } catch {
      return; // Cut off by our own limits, or no line of such a file.
    }
    if (!isObject(value)) return;
    const said = file.from.read(value);
    if (said.aside === true) file.aside = true;
    file.session = said.session ?? file.session;
    file.cwd = said.cwd ?? file.cwd;
    for (const { id, tool } of said.called ?? []) {
      file.tools.set(id, tool);
      if (file.tools.size > maxTools) file.tools.delete(file.tools.keys().next().value!);
    }
    for (const id of said.ran ?? []) {
      const tool = file.tools.get(id);
      if (tool === undefined || !hookedTools.has(tool) || file.session === '') continue;
      // A file in a folder of the project need not say where it runs.
      if (file.cwd !== '' && !folders.some((folder) => isWithin(file.cwd, folder))) continue;
      if (file.cwd === '' && !file.from.way.includes('project')) continue;
      ran.push({ agent: file.from.agent, session: file.session, cwd: file.cwd, tool });
    }
  }
}

function belongs({ project }: Transcripts, place: string, name: string, folders: readonly string[]): boolean {
  if (project) return folders.some((folder) => name === project(folder) || name.startsWith(`${project(folder)}-`));
  try {
    const root = readFileSync(join(place, name, '.project_root'), 'utf8').trim();
    return folders.some((folder) => isWithin(root, folder));
  } catch {
    return false;
  }
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}

function read(path: string, from: number, length: number): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const bytes = Buffer.alloc(length);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, length, from));
  } finally {
    closeSync(file);
  }
}
