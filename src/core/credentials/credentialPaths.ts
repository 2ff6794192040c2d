import { Minimatch, minimatch } from 'minimatch';
import { dotenvNames, isTemplate } from '../environments/dotenvFile.ts';
import { matchesGlob, type GlobScope } from '../globs.ts';
import { baseName } from '../paths.ts';
import { credentialFiles, proseOrCode, publicFiles } from './credentialFiles.ts';

/** A glob with letters that stand in all it matches: nearly no path has them, and looking is cheaper than matching. */
interface Pattern {
  readonly hint: string;
  readonly glob: string;
  /** Made when the first path has the hint: making all takes milliseconds. */
  matcher?: Minimatch;
  readonly holds: string;
}

interface Patterns {
  readonly all: readonly Pattern[];
  /** Any of the hints: two hundred searches of a hundred thousand paths are most of a scan. */
  readonly anyHint: RegExp;
}

/** The table, arranged so that a path costs a few look-ups: nearly none is a credential file. */
interface Compiled {
  /** Whole base names, in lower case. */
  readonly names: ReadonlyMap<string, string>;
  /** `pem` of `*.pem`. */
  readonly endings: ReadonlyMap<string, string>;
  /** Other globs of base names. */
  readonly patterns: Patterns;
  /** Globs of paths. */
  readonly paths: Patterns;
}

let compiled: Compiled | undefined;

function compile(): Compiled {
  const names = new Map<string, string>();
  const endings = new Map<string, string>();
  const patterns: Pattern[] = [];
  const paths: Pattern[] = [];
  for (const { holds, files } of credentialFiles) {
    for (const file of files.flatMap((glob) => minimatch.braceExpand(glob))) {
      const lower = file.toLowerCase();
      if (file.includes('/')) paths.push(patternOf(`**/${lower}`, holds));
      else if (/^[^*?[\]!()]+$/.test(file)) names.set(lower, holds);
      else if (/^\*\.[\w-]+$/.test(file)) endings.set(lower.slice(2), holds);
      else patterns.push(patternOf(lower, holds));
    }
  }
  return { names, endings, patterns: joined(patterns), paths: joined(paths) };
}

function patternOf(glob: string, holds: string): Pattern {
  let hint = '';
  for (const [run] of glob.replaceAll(/!\([^)]{0,200}\)|\[[^\]]{0,50}\]/g, '*').matchAll(/[^*?]+/g))
    if (run.length > hint.length) hint = run;
  return { hint, glob, holds };
}

function joined(all: readonly Pattern[]): Patterns {
  const hints = new Set(all.map(({ hint }) => hint.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return { all, anyHint: new RegExp([...hints].join('|')) };
}

/** Longer paths are no files' (Linux takes 4096). */
const maxPath = 4096;
const maxName = 255;

/** What lies in a file by its path (`npm registry tokens`); undefined for files that hold no credentials by what they are. */
export function credentialFileHolds(path: string): string | undefined {
  const plain = path.slice(-maxPath).replaceAll('\\', '/');
  const base = baseName(plain);
  if (dotenvNames.some((name) => name.test(base))) return isTemplate(base) ? undefined : 'variables of a program';
  if (publicFiles.test(base)) return undefined;
  compiled ??= compile();
  const { names, endings, patterns, paths } = compiled;
  const lower = base.toLowerCase();
  const byName = names.get(lower);
  if (byName !== undefined) return byName;
  const dot = lower.lastIndexOf('.');
  const byEnding = dot < 0 ? undefined : endings.get(lower.slice(dot + 1));
  if (byEnding !== undefined) return byEnding;
  if (proseOrCode.test(base)) return undefined;
  const byPattern = base.length > maxName ? undefined : holdsOf(lower, patterns);
  return byPattern ?? holdsOf(`/${plain.toLowerCase()}`, paths);
}

function holdsOf(text: string, { all, anyHint }: Patterns): string | undefined {
  if (!anyHint.test(text)) return undefined;
  const found = all.find((pattern) => {
    if (!text.includes(pattern.hint)) return false;
    pattern.matcher ??= new Minimatch(pattern.glob, { dot: true, nobrace: true });
    return pattern.matcher.match(text);
  });
  return found?.holds;
}

/** True for a file that holds credentials by its path. Templates (`.env.example`) and public keys are none. */
export function isCredentialPath(path: string): boolean {
  return credentialFileHolds(path) !== undefined;
}

/** The same with what the settings add (`tenthSecond.credentialFiles`). */
export function isCredentialFile(path: string, scope: GlobScope & { readonly credentialFiles?: readonly string[] }): boolean {
  return isCredentialPath(path) || matchesGlob(path, scope.credentialFiles ?? [], scope);
}

const configNames = new Set(
  'mcp .mcp mcp_config mcp_settings claude_desktop_config cline_mcp_settings settings settings.local config appsettings database docker-compose compose application secret secrets credential credentials values wrangler serverless samconfig deploy hosts inventory'.split(
    ' ',
  ),
);
const configExtensions = new Set('json jsonc yaml yml toml properties ini xml py php'.split(' '));

/** `docker-compose.prod.yml`, `application-production.properties`: names, not one expression, since that one took minutes to prove linear. */
function isNamedConfig(base: string): boolean {
  const dot = base.lastIndexOf('.');
  if (dot <= 0 || !configExtensions.has(base.slice(dot + 1))) return false;
  const stem = base.slice(0, dot);
  return (
    configNames.has(stem) ||
    /^(?:docker-)?compose[\w.-]{0,40}$/.test(stem) ||
    /^(?:application|values)-\w+$/.test(stem) ||
    /^(?:appsettings|deploy)\.\w+$/.test(stem)
  );
}

/** Files that often have credentials in them though they are made for something else: worth reading in a workspace. */
export function mayHoldCredentials(path: string): boolean {
  const base = baseName(path);
  return (
    isCredentialPath(path) ||
    isNamedConfig(base.toLowerCase()) ||
    /^(?:wp-config\.php|local_settings\.py|deploy\.sh|settings\.py|gradle\.properties|bunfig\.toml|\.yarnrc)$/i.test(base) ||
    /(?:deploy|release|provision|backup|restore|migrate|domains?|infra|ops)[\w.-]{0,40}\.(?:sh|bash|ps1|py|rb|js|mjs|ts)$/i.test(base)
  );
}
