import { baseName, directoryOf, displayPath, isWithin, normalPath } from '../../paths.ts';
import { literal, type Invocation, type Word } from '../../shell/invocation.ts';
import { plainWord } from '../../shell/word.ts';
import { findTargets } from '../../shell/wrappers/find.ts';
import { assertNever, type Facts, type GitAnswer, type PathAnswer, type UnknownAnswer } from '../../types.ts';
import type { RuleContext } from '../rule.ts';
import { disposabilityOf, isCapture, isDisposableGlob, isKnownCache } from './disposable.ts';
import { isDeviceSink, isDisk, isPrecious, isScratch, isVital, protectedPlace } from './protectedPlaces.ts';
import { isNowhere } from '../missing.ts';
import { remoteReach } from './remoteReach.ts';
import { spotOf, workspaceOf, type Spot } from './spot.ts';
import { withoutEnd } from '../../text.ts';

/**
 * What is lost when a path goes: `nothing` (not there, empty, scratch), `recoverable` (can be made or checked out again), `lost`
 * (no other copy is known of), `repository` and `workspace` (work with its history), `protected` (a root, a home, a disk),
 * `unknown` (could be anything). `pending` until its questions are answered.
 */
export type LossClass = 'pending' | 'nothing' | 'recoverable' | 'lost' | 'repository' | 'workspace' | 'protected' | 'unknown';

export interface Loss {
  readonly class: LossClass;
  /** As a person would write it. */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'files' | 'disk';
  readonly path?: string;
  /** Completes "because it is …" or stands by itself as evidence. */
  readonly why: string;
  readonly examples: readonly string[];
}

export interface ReachOptions {
  /** Goes into folders: `rm -r`. */
  readonly recursive: boolean;
  /** Writes through a symbolic link to what it points at, instead of removing the link. */
  readonly through?: boolean;
  /** Replaces what is there by output or a copy: in most cases nothing is there. */
  readonly output?: boolean;
  /** What is below the named folders goes, also where they are links: `find x -delete`. */
  readonly contents?: boolean;
}

/** So many matches of a glob are asked about one by one; beyond that the folder that holds them is asked about as a whole. */
const maxMatches = 24;

/** What would be lost if everything that these words name went away. */
export function reach(words: readonly Word[], invocation: Invocation, context: RuleContext, options: ReachOptions): readonly Loss[] {
  return words.flatMap((word) => {
    const found = foundWords(word);
    if (found !== undefined) return reach(found, invocation, context, { ...options, contents: true });
    const spot = spotOf(word, invocation, context.facts);
    if (invocation.place.type !== 'here') return [remoteReach(spot, options, invocation.place)];
    return new Reach(invocation, context, options).spot(spot);
  });
}

/** What `$(find … )` stands for, when it is plain enough to read. */
function foundWords(word: Word): readonly Word[] | undefined {
  const [piece] = word.pieces;
  if (word.pieces.length !== 1 || piece?.type !== 'unknown') return undefined;
  const text = /^(?:\$\(|`)\s*find\s([^$`|;&()<>\\]*)[)`]$/.exec(piece.value)?.[1];
  if (text === undefined || /-(?:exec|ok|printf|fprint)/.test(text)) return undefined;
  const argv = [
    literal('find'),
    ...[...text.matchAll(/'([^']*)'|"([^"]*)"|[^\s'"]+/g)].map((match) => plainWord(match[1] ?? match[2] ?? match[0])),
  ];
  return findTargets(argv);
}

/** The same for one absolute path. */
export function reachPath(path: string, invocation: Invocation, context: RuleContext, options: ReachOptions): Loss {
  const spot: Spot = { type: 'path', path, slash: false, text: path };
  if (invocation.place.type !== 'here') return remoteReach(spot, options, invocation.place);
  return new Reach(invocation, context, options).path(path, false);
}

class Reach {
  readonly #cwd: string | undefined;
  readonly #files: Invocation['files'];
  readonly #context: RuleContext;
  readonly #facts: Facts;
  readonly #options: ReachOptions;

  constructor(invocation: Invocation, context: RuleContext, options: ReachOptions) {
    this.#cwd = invocation.cwd;
    this.#files = invocation.files;
    this.#context = context;
    this.#facts = context.facts;
    this.#options = options;
  }

  spot(spot: Spot): readonly Loss[] {
    switch (spot.type) {
      case 'empty':
      case 'fresh':
        return [];
      case 'path':
        return [this.path(spot.path, spot.slash)];
      case 'glob':
        return this.#glob(spot.pattern, spot.folder, spot.text);
      case 'below':
        return [this.#below(spot.folder, spot.rest, spot.text)];
      case 'tail':
        return [this.#tail(spot)];
      case 'adrift':
        if (disposabilityOf(spot.relative) === 'cache' || isDisposableGlob(spot.relative)) return [];
        return [this.#loss('unknown', spot.text, 'files', 'it is relative to a folder that is not known before the command runs')];
      default:
        return assertNever(spot);
    }
  }

  path(path: string, slash: boolean): Loss {
    const facts = this.#facts;
    const { recursive, through } = this.#options;
    if (isDeviceSink(path)) return this.#nothing(path);
    if (isDisk(path)) return this.#loss('protected', path, 'disk', 'a disk or device', path);
    if (this.#options.contents && facts.temporary.includes(path)) return this.#nothing(path);
    if (recursive) {
      const place = protectedPlace(path, facts);
      if (place !== undefined) return this.#loss('protected', this.#name(path), 'directory', place, path);
    }
    if (isTransient(path)) return this.#nothing(path);
    // A drive of Windows is none of this machine's.
    if (facts.platform !== 'win32' && /^[a-z]:\//i.test(path))
      return this.#unanswered(path, { type: 'unknown', reason: 'it lies on a drive of Windows' });
    const answer = this.#context.ask({ type: 'path', path });
    if (answer === undefined) return this.#loss('pending', path, 'file', '');
    if (answer.type === 'unknown') return this.#unanswered(path, answer);
    if (answer.kind === 'missing') {
      if (!recursive || !isPrecious(path, this.#cwd, facts) || isScratch(path, facts) || isKnownCache(path, facts.home))
        return this.#nothing(path);
      return this.#loss('lost', this.#name(path), 'directory', 'it is not there at the moment, but it lies where nothing is scratch', path);
    }
    // Removing a link leaves what it points at; `link/` and writing through it do not.
    if (answer.link && !through && !slash && !this.#options.contents) return this.#nothing(path);
    return this.#existing(path, answer);
  }

  #existing(path: string, answer: PathAnswer): Loss {
    const facts = this.#facts;
    const { real } = answer;
    const directory = answer.kind === 'directory';
    if (directory && !this.#options.recursive) return this.#nothing(path);
    if (isDeviceSink(real)) return this.#nothing(path);
    if (isDisk(real)) return this.#loss('protected', path, 'disk', 'a disk or device', real);
    if (directory) {
      const place = protectedPlace(real, facts);
      if (place !== undefined) return this.#loss('protected', this.#name(real), 'directory', place, real);
    }
    if (answer.kind === 'other' || answer.empty || (answer.kind === 'file' && answer.size === 0)) return this.#nothing(path);
    if (isScratch(real, facts) || isTransient(real)) return this.#nothing(path);
    const kind = directory ? 'directory' : 'file';
    if (isKnownCache(real, facts.home)) return this.#loss('recoverable', this.#name(real), kind, 'a cache that is filled again', real);
    if (answer.mount && disposabilityOf(baseName(real)) !== 'cache')
      return this.#loss('protected', this.#name(real), kind, 'a mount point: what lies there is another file system', real);
    const workspace = this.#holdsWorkspace(real);
    if (directory && workspace !== undefined)
      return this.#loss(
        'workspace',
        this.#name(real),
        kind,
        workspace === real ? 'the workspace itself' : `it contains the workspace ${workspace}`,
        real,
      );
    const git = this.#context.ask({ type: 'git', path: real });
    if (git === undefined) return this.#loss('pending', path, kind, '');
    if (git.type === 'unknown') return this.#unanswered(real, git, kind);
    return this.#known(real, kind, git);
  }

  #known(path: string, kind: 'file' | 'directory', git: GitAnswer): Loss {
    const name = this.#name(path);
    if (git.containsRepository) return this.#loss('repository', name, kind, 'it holds a git repository with its history', path);
    if (git.root === undefined) return this.#untended(path, kind);
    if (!git.modified && !git.untracked && !git.ignored)
      return this.#loss('recoverable', name, kind, 'committed in git and unchanged', path);
    const own = path === git.root ? '' : path.slice(git.root.length + 1);
    const replaceable = (relative: string, state: string): boolean => {
      const disposability = disposabilityOf(relative);
      return disposability === 'cache' || disposability === 'lock' || (disposability === 'output' && state === 'ignored');
    };
    if (!git.modified || disposabilityOf(own) === 'lock') {
      if (own !== '' && replaceable(own, git.ignored && !git.untracked ? 'ignored' : 'untracked'))
        return this.#loss('recoverable', name, kind, 'build output, a cache or dependencies that are made again', path);
      // The answer names what is not disposable first, so that these examples speak for all.
      if (git.examples.length > 0 && git.examples.every((example, index) => replaceable(example, git.states?.[index] ?? 'untracked')))
        return this.#loss('recoverable', name, kind, 'besides committed files only build output, caches or dependencies', path);
    }
    const states = [
      git.modified ? 'changes that are not committed' : '',
      git.untracked ? 'files that git does not know' : '',
      git.ignored ? 'files that git ignores' : '',
    ];
    return this.#loss('lost', name, kind, `it holds ${states.filter((state) => state !== '').join(' and ')}`, path, git.examples);
  }

  /** Outside any repository. */
  #untended(path: string, kind: 'file' | 'directory'): Loss {
    const folder = workspaceOf(path, this.#facts) ?? this.#cwd;
    const relative =
      folder !== undefined && folder !== '/' && path !== folder && isWithin(path, folder) ? path.slice(folder.length + 1) : baseName(path);
    const disposability = isPrecious(path, this.#cwd, this.#facts) ? 'none' : disposabilityOf(relative);
    if (disposability === 'cache' || disposability === 'lock')
      return this.#loss('recoverable', this.#name(path), kind, 'a cache or dependencies that are made again', path);
    if (disposability === 'output' && kind === 'directory') {
      const built = this.#context.ask({ type: 'glob', pattern: `${directoryOf(path)}/${manifests}` });
      if (built === undefined) return this.#loss('pending', path, kind, '');
      if (built.type === 'glob' && built.paths.length > 0)
        return this.#loss(
          'recoverable',
          this.#name(path),
          kind,
          `build output, to judge by ${baseName(built.paths[0] ?? '')} beside it`,
          path,
        );
    }
    return this.#loss('lost', this.#name(path), kind, 'no git repository holds a copy', path);
  }

  #glob(pattern: string, folder: string, text: string): readonly Loss[] {
    const facts = this.#facts;
    const rest = pattern.slice(folder === '/' ? 1 : folder.length + 1);
    const everything = isEverything(rest);
    const place = protectedPlace(folder, facts);
    const name = this.#shown(text);
    if (place !== undefined && everything && !facts.temporary.includes(folder))
      return [this.#loss('protected', name, 'files', `everything in ${folder}, ${place}`, folder)];
    if (isScratch(`${folder}/x`, facts)) {
      if (facts.temporary.includes(folder)) return [];
      // A link in scratch leads out of it.
      const there = this.#context.ask({ type: 'path', path: folder });
      if (there === undefined) return [this.#loss('pending', name, 'files', '')];
      if (there.type !== 'path' || there.kind === 'missing' || isScratch(`${there.real}/x`, facts)) return [];
      return this.#glob(`${there.real}/${rest}`, there.real, text);
    }
    if (folder === '/var/log' && isDisposableGlob(rest))
      return [this.#loss('lost', name, 'files', 'they are the records of this machine', folder)];
    if (anywhere.test(rest)) return [this.#loss('recoverable', name, 'files', 'caches that are filled again', folder)];
    if (place !== undefined && rest.includes('**') && !facts.temporary.includes(folder))
      return [this.#loss('protected', name, 'files', `matches anywhere in ${folder}, ${place}`, folder)];
    if (isKnownCache(`${folder}/x`, facts.home)) return [this.#loss('recoverable', name, 'files', 'a cache that is filled again', folder)];
    if (!isPrecious(`${folder}/x`, this.#cwd, facts) && place === undefined && isDisposableGlob(rest)) return [];
    const workspace = workspaceOf(folder, facts) ?? (facts.knowledge.roots.length === 0 ? this.#cwd : undefined);
    if (everything && this.#options.recursive) {
      if (folder === workspace) return [this.#loss('workspace', name, 'files', 'everything in the workspace', folder)];
      return [{ ...this.path(folder, true), name }];
    }
    const answer = this.#context.ask({ type: 'glob', pattern });
    if (answer === undefined) return [this.#loss('pending', name, 'files', '')];
    // Output goes to a new file of that very name when nothing matches: `-o <file> [--json]`, `> ?x`.
    if (isNowhere(answer) && (this.#options.output || isMadeAgain(this.#within(folder) + rest.replace(/[^./\w-]+/g, 'x')))) return [];
    if (answer.type === 'unknown')
      return [this.#loss('lost', name, 'files', `what it matches could not be found out: ${answer.reason}`, folder)];
    if (answer.paths.length === 0) {
      if (!this.#options.recursive || !isPrecious(`${folder}/x`, this.#cwd, facts)) return [];
      return [this.#loss('lost', name, 'files', 'it matches nothing at the moment, but it lies where nothing is scratch', folder)];
    }
    if (answer.paths.every((path) => disposabilityOf(baseName(path)) === 'cache') && !isPrecious(`${folder}/x`, this.#cwd, facts))
      return [];
    if (answer.paths.length <= maxMatches && !answer.truncated) return answer.paths.map((path) => this.path(normalPath(path), false));
    const whole = new Reach({ cwd: this.#cwd } as Invocation, this.#context, { ...this.#options, recursive: true }).path(folder, true);
    const more = `${answer.paths.length}${answer.truncated ? ' or more' : ''} matches`;
    const mild = whole.class === 'nothing' || whole.class === 'recoverable' || whole.class === 'pending';
    return [mild ? { ...whole, name } : this.#loss('lost', name, 'files', more, folder, whole.examples)];
  }

  #below(folder: string, rest: string, text: string): Loss {
    const facts = this.#facts;
    if (rest.includes('..'))
      return this.#loss('unknown', text, 'files', 'it climbs out of its folder by a name that is not known before the command runs');
    if (isScratch(`${folder}/x`, facts) || facts.temporary.includes(folder)) return this.#nothing(text);
    if (isKnownCache(`${folder}/x`, facts.home)) return this.#loss('recoverable', text, 'files', 'a cache that is filled again', folder);
    const place = protectedPlace(folder, facts);
    if (place !== undefined) {
      const whole = /^\**$/.test(rest);
      return this.#loss(
        whole ? 'protected' : 'unknown',
        text,
        'files',
        whole ? `all of ${folder}, ${place}, should the name be empty` : `something in ${folder}, ${place}`,
      );
    }
    if (isDisposableGlob(rest) || this.#options.output) return this.#nothing(text);
    if (isMadeAgain(rest)) {
      const there = this.#context.ask({ type: 'path', path: folder });
      if (there && isNowhere(there)) return this.#nothing(text);
    }
    const whole = new Reach({ cwd: this.#cwd } as Invocation, this.#context, { ...this.#options, recursive: true }).path(folder, true);
    if (whole.class === 'nothing' || whole.class === 'recoverable' || whole.class === 'pending') return { ...whole, name: text };
    return this.#loss(
      'unknown',
      text,
      'files',
      `something in ${this.#name(folder)}: the name is not known before the command runs`,
      undefined,
      whole.examples,
    );
  }

  #tail(spot: Extract<Spot, { type: 'tail' }>): Loss {
    const { tail, text } = spot;
    const rest = withoutEnd(tail, '/');
    const absolute = normalPath(`/${rest}`);
    if (tail.startsWith('/') && !spot.guarded) {
      if (absolute === '/' || isEverything(rest.replace(/^\/+/, '')))
        return this.#loss('protected', text, 'files', 'the root of the file system, should the variable be empty', undefined);
      if (this.#options.recursive && protectedPlace(absolute, this.#facts) !== undefined)
        return this.#loss('protected', text, 'directory', `${absolute}, should the variable be empty`, undefined);
    }
    // Output that goes where a variable says goes to a file made for it, in most cases; a disk is said to be one.
    if (this.#options.output && !diskVariable.test(text)) return this.#nothing(text);
    if (rest !== '' && !rest.includes('..') && (disposabilityOf(rest) === 'cache' || isDisposableGlob(rest))) return this.#nothing(text);
    return this.#loss('unknown', text, 'files', 'where it points is not known before the command runs');
  }

  #unanswered(path: string, answer: UnknownAnswer, kind: 'file' | 'directory' = this.#options.recursive ? 'directory' : 'file'): Loss {
    const facts = this.#facts;
    if (isScratch(path, facts)) return this.#nothing(path);
    if (isKnownCache(path, facts.home)) return this.#loss('recoverable', this.#name(path), kind, 'a cache that is filled again', path);
    const folder = workspaceOf(path, facts) ?? this.#cwd;
    const relative = folder !== undefined && isWithin(path, folder) ? path.slice(folder.length) : baseName(path);
    // Without a directory everything could be there already; most output is written to new files, most build output can be made again.
    if (
      isNowhere(answer) &&
      !this.#options.recursive &&
      isElsewhere(path, folder) &&
      !(isVital(path) && !this.#options.output) &&
      (path.startsWith('/etc/') || !isPrecious(path, this.#cwd, facts))
    )
      return this.#nothing(path);
    if (isNowhere(answer) && (this.#options.output || isMadeAgain(relative) || this.#isMade(path))) return this.#nothing(path);
    if (disposabilityOf(relative) === 'cache' && !isPrecious(path, this.#cwd, facts)) return this.#nothing(path);
    return this.#loss('lost', this.#name(path), kind, `what is there could not be found out: ${answer.reason}`, path);
  }

  /** A folder as seen from where the command runs, with a slash behind it. */
  #within(folder: string): string {
    return this.#cwd !== undefined && isWithin(folder, this.#cwd) ? `${folder.slice(this.#cwd.length)}/` : '';
  }

  /** The text before has downloaded, cloned, unpacked or made it: in a folder that is there one would see that it is not there yet. */
  #isMade(path: string): boolean {
    for (const [made, text] of this.#files ?? []) {
      if (text.type === 'copy' || (text.type === 'text' && text.append)) continue;
      if (isWithin(path, made)) return true;
      if (archive.test(made) && directoryOf(made) === directoryOf(path) && baseName(made).startsWith(baseName(path))) return true;
    }
    return false;
  }

  #holdsWorkspace(real: string): string | undefined {
    const { roots } = this.#facts.knowledge;
    if (roots.length === 0) return this.#cwd !== undefined && isWithin(this.#cwd, real) ? this.#cwd : undefined;
    return roots.find((root) => isWithin(root, real));
  }

  /** Text of a pattern, with the home folder as one writes it. */
  #shown(text: string): string {
    const { home } = this.#facts;
    return home !== '/' && text.startsWith(`${home}/`) ? `~${text.slice(home.length)}` : text;
  }

  #name(path: string): string {
    return displayPath(path, workspaceOf(path, this.#facts) ?? this.#cwd, this.#facts.home);
  }

  #nothing(name: string): Loss {
    return this.#loss('nothing', name, 'file', '');
  }

  #loss(lossClass: LossClass, name: string, kind: Loss['kind'], why: string, path?: string, examples: readonly string[] = []): Loss {
    return { class: lossClass, name: name === '' ? '.' : name, kind, why, examples, ...(path === undefined ? {} : { path }) };
  }
}

/** Beside a folder with a usual output name these say that a build made it. */
const manifests =
  '{package.json,Cargo.toml,pyproject.toml,setup.py,CMakeLists.txt,Makefile,go.mod,pom.xml,build.gradle,build.gradle.kts,meson.build,composer.json,mix.exs,pubspec.yaml,tsconfig.json,deno.json}';

/** What everybody makes anew all day under such a name, where nothing else can be known of it. */
function isMadeAgain(relative: string): boolean {
  return disposabilityOf(relative) !== 'none' || isCapture(baseName(relative));
}

/** Files that are made again wherever they lie. */
const anywhere = /^\*\*\/(?:\*\.py\[?[co]{1,2}\]?|__pycache__|\.DS_Store|Thumbs\.db|\.svn|CVS)$/;

const archive = /\.(?:zip|tgz|tbz2?|txz|7z|tar(?:\.\w+)?)$/;

/** `$DISK`, `/dev/${DRIVE}`, `$USB_DEV`: variables that hold a disk. */
const diskVariable = /(?:dis[ck]|dev(?:ice)?|drive|partition|part|blk|usb|sd[a-z]?|target)(?:_?\d)?\}?"?$/i;

/** What git itself leaves behind and tells people to delete. */
function isTransient(path: string): boolean {
  const at = path.lastIndexOf('/.git/');
  if (at < 0) return false;
  const inside = path.slice(at + 6);
  return /(?:^|\/)[^/]*\.lock$|^(?:rebase-(?:merge|apply)|sequencer|[A-Z]+_HEAD|MERGE_(?:MSG|MODE|RR)|COMMIT_EDITMSG|gc\.(?:log|pid)|index|FETCH_HEAD|BISECT_\w+)(?:\/|$)|^refs\/remotes\//.test(
    inside,
  );
}

/** A single file somewhere in the system, where packages and tutorials put and remove theirs. */
function isElsewhere(path: string, folder: string | undefined): boolean {
  return folder === undefined || !isWithin(path, folder);
}

/** `*`, `.*`, `{*,.*}`, `**`, `*.*`, `./*`: a pattern that leaves nothing out. */
export function isEverything(pattern: string): boolean {
  return /^(?:\.\/)*(?:\.?\*+(?:\.\*)?|\.\?\?\*|\.\[!?\^?\.\]\*|\{[.*,?]+\}|\*\*\/\*)\/?$/.test(pattern);
}
