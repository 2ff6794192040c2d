import { dotenvNames } from '../environments/dotenvFile.ts';
import { baseName } from '../paths.ts';
import { commandPasswords, driverPasswords, headerSecrets, keywordPasswords, querySecrets, urlPasswords } from './addressSecrets.ts';
import { assignedSecrets, dotenvSecrets } from './assignedSecrets.ts';
import { Findings, nameBefore, type SecretFound } from './findings.ts';
import { secretRules } from './secretRules.ts';
import { tokenGate } from './tokenGate.ts';
import { specialFiles } from './specialFiles.ts';

export type { SecretFound } from './findings.ts';

const mayHaveTokens = tokenGate(secretRules);

/** Finds secrets by content. Pure and linear; the path only says how the text is to be read. */
export function recogniseSecrets(path: string, text: string): readonly SecretFound[] {
  const base = baseName(path);
  const special = specialFiles.filter(({ name }) => name.test(base) || name.test(path));
  const found = new Findings(text);
  for (const { read } of special) read(found, text);
  if (mayHaveTokens(text)) typedSecrets(found, text);
  if (text.includes('://')) {
    urlPasswords(found, text);
    querySecrets(found, text);
  }
  if (/pwd|password/i.test(text)) keywordPasswords(found, text);
  if (text.includes('@tcp(')) driverPasswords(found, text);
  if (/authorization/i.test(text)) headerSecrets(found, text);
  if (hasCommands(base)) commandPasswords(found, text);
  if (isDotenv(base)) dotenvSecrets(found, text);
  else if (!special.some(({ only }) => only)) assignedSecrets(found, text, isCode(base));
  return found.all();
}

function isDotenv(base: string): boolean {
  return dotenvNames.some((name) => name.test(base));
}

function isCode(base: string): boolean {
  return (
    /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|scala|cs|c|cc|cpp|h|swift|dart|ex|exs|lua|vue|svelte|astro|html?|css|mdx?|rst|adoc|map|php)$/i.test(
      base,
    ) && base !== 'wp-config.php'
  );
}

/** Files of commands: scripts, histories, CI files, build files. */
function hasCommands(base: string): boolean {
  return /\.(?:sh|bash|zsh|fish|ps1|ya?ml|mk|md|txt)$|_history$|^(?:Dockerfile|Makefile|Jenkinsfile|justfile|Procfile)/i.test(base);
}

function typedSecrets(found: Findings, text: string): void {
  for (const { kind, hints, pattern, accepts, environment, kindOf } of secretRules) {
    if (found.full) return;
    if (!hints.some((hint) => text.includes(hint))) continue;
    for (const match of text.matchAll(pattern)) {
      let value = match[1]!;
      const start = match.index + match[0].lastIndexOf(value);
      if (kind === 'privateKey') value = privateKey(value);
      if (value === '' || isEmptyShape(value, kind) || accepts?.(value) === false) continue;
      const variable = nameBefore(text, start);
      const said = environment?.(value);
      found.add({
        kind: kindOf?.(variable ?? '', value) ?? kind,
        start,
        end: start + value.length,
        local: false,
        ...(variable === undefined ? {} : { variable }),
        ...(said === undefined ? {} : { environment: said }),
      });
    }
  }
}

/** Up to its own end line, escaped line feeds (JSON) included; empty when there is no key material. */
function privateKey(value: string): string {
  const close = value.indexOf('-----END', 20);
  if (close < 0) return value;
  const end = value.indexOf('-----', close + 8);
  return end < 0 ? value : value.slice(0, end + 5);
}

/** `ghp_xxxxxxxxxxxx`, `sk_live_...`: the shape as a document shows it. */
function isEmptyShape(value: string, kind: string): boolean {
  if (kind === 'privateKey' || kind === 'putty.privateKey') return false;
  const body = value.slice(-16);
  return /^(.)\1+$/.test(body) || /x{8}|X{8}|0{12}|\*{4}|EXAMPLE|example/.test(value);
}
