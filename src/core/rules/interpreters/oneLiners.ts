import { callsIn, type Code, type Language } from '../../payload/code.ts';
import type { Invocation } from '../../shell/invocation.ts';
import { isSecretPath, secretDraft } from '../network/sends.ts';
import type { Draft, RuleContext } from '../rule.ts';

/** Modules under other names: `import requests as r`, `const f = require('fs')`. Their calls are read by the module's own name. */
export function withoutAliases(text: string, language: Language): string {
  if (text.length > maxAliased) return text;
  const aliases = new Map<string, string>();
  const renamed = new Map<string, string>();
  if (language === 'python')
    for (const [, module, alias] of text.matchAll(/\bimport\s{1,4}([\w.]{1,60})\s{1,4}as\s{1,4}(\w{1,40})/g)) aliases.set(alias!, module!);
  if (language === 'javascript') {
    for (const [, alias, module] of text.matchAll(
      /\b(?:const|let|var)\s{1,4}(\w{1,40})\s{0,4}=\s{0,4}(?:await\s{1,4})?(?:require|import)\(\s?['"`](?:node:)?([\w-]{1,40})(?:\/promises)?['"`]\)/g,
    ))
      aliases.set(alias!, module!);
    for (const [, alias, module] of text.matchAll(
      /\bimport\s{1,4}(?:\*\s{1,4}as\s{1,4})?(\w{1,40})\s{1,4}from\s{1,4}['"](?:node:)?([\w-]{1,40})(?:\/promises)?['"]/g,
    ))
      aliases.set(alias!, module!);
    for (const [, module, alias] of text.matchAll(
      /\bimport\(\s?['"](?:node:)?([\w-]{1,40})(?:\/promises)?['"]\s?\)\.then\(\s?\(?(\w{1,40})\)?\s?=>/g,
    ))
      aliases.set(alias!, module!);
    // `const { execSync: e } = require('child_process')`: the call by its own name.
    for (const [, names] of text.matchAll(
      /\b(?:const|let|var)\s{0,4}\{([^{}]{1,300})\}\s{0,4}=\s{0,4}(?:await\s{1,4})?(?:require|import)\(\s?['"`](?:node:)?(?:child_process|fs)(?:\/promises)?['"`]\)/g,
    ))
      for (const [, name, alias] of names!.matchAll(/(\w{1,40})\s{0,4}:\s{0,4}(\w{1,40})/g)) renamed.set(alias!, name!);
    text = text.replace(
      /\brequire\(\s?['"](?:node:)?(axios|fs|fs-extra|child_process|got|superagent|undici)(?:\/promises)?['"]\s?\)(?:\.promises|\.default)?\./g,
      (whole, module: string) => `/*${whole.replaceAll('*', '')}*/${module === 'fs-extra' ? 'fs' : module}.`,
    );
  }
  let result = text;
  for (const [alias, name] of [...renamed].slice(0, maxAliases))
    result = result.replace(new RegExp(`(?<![\\w.$])${alias}\\(`, 'g'), `${name}(`);
  for (const [alias, module] of [...aliases].slice(0, maxAliases)) {
    const name = module === 'fs-extra' ? 'fs' : module;
    if (alias !== name && !/[^\w.]/.test(name)) result = result.replace(new RegExp(`(?<![\\w.$])${alias}\\.`, 'g'), `${name}.`);
  }
  return result;
}

const maxAliased = 20_000;
const maxAliases = 12;

/** Files that one line empties: `open('x', 'w').close()`, `writeFileSync('x', '')`. */
export function emptiedDrafts(code: Code, here: Invocation, context: RuleContext): readonly Draft[] {
  const drafts: Draft[] = [];
  const shell = (text: string): void => void drafts.push(...context.shell(text, here, 'code'));
  const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;
  // `p.write_text('')`: whichever file it is.
  for (const call of callsIn(code, /\.write_(?:text|bytes)$/)) if (call.arguments[0]?.values[0] === '') shell(': > "$COMPUTED"');
  // Perl: `find(sub { unlink if -f }, '/srv/uploads')`.
  for (const [, path] of code.text.matchAll(
    /\bfind(?:depth)?\s{0,2}\(\s{0,4}(?:sub\s{0,4})?\{[^{}]{0,200}\b(?:unlink|rmtree|rmdir)\b[^{}]{0,200}\}\s{0,4},\s{0,4}["']([^"'\n]{1,200})["']/g,
  ))
    shell(`rm -rf ${quoted(path!)}`);
  for (const call of callsIn(
    code,
    /^(?:open|io\.open|fs\.openSync|File\.open|os\.truncate|fs\.truncate|fs\.truncateSync|File\.truncate|truncateSync|fs\.writeFileSync|writeFileSync|fs\.writeFile|File\.write|file_put_contents|fopen|os\.(?:rename|replace)|shutil\.move|fs\.renameSync|os\.kill|process\.kill|os\.killpg)$/,
  )) {
    const [path] = call.arguments[0]?.values ?? [];
    const [second] = call.arguments[1]?.values ?? [];
    const short = call.name.split('.').at(-1)!;
    if (short.startsWith('kill')) {
      if (/^-?1$/.test(call.arguments[0]?.source ?? '')) shell(`kill -9 ${call.arguments[0]!.source}`);
    } else if (path === undefined) continue;
    else if (/^(?:rename|replace|move|renameSync)$/.test(short)) {
      if (second === '/dev/null') shell(`mv ${quoted(path)} /dev/null`);
    } else if (short.startsWith('truncate')) shell(`: > ${quoted(path)}`);
    else if (/^(?:writeFileSync|writeFile|write|file_put_contents)$/.test(short)) {
      if (second === '' || path.startsWith('/dev/')) shell(`: > ${quoted(path)}`);
    } else if (second !== undefined && second.startsWith('w')) {
      const behind = code.masked.slice(call.position, call.position + 200);
      if (
        /^\/(?:dev|etc|boot|usr|s?bin|lib|var\/log|root)\//.test(path) ||
        /^[\w.]{1,20}\s?\([^()]{0,80}\)\s?\.(?:close\(|truncate\()/.test(behind)
      )
        shell(`: > ${quoted(path)}`);
    }
  }
  return drafts;
}

/** Starts processes in a loop that nothing ends: `fork while fork`, `while True: os.fork()`. */
export function forksForEver(text: string): boolean {
  return /\[\s?os\.fork\(\)\s+for\b|\bfork\b[^\n]{0,20}\bwhile\s+(?:fork|true|1)\b|\b(?:while|until)\s{0,2}\(?\s{0,2}(?:True|true|1|!0|:|false)\b[^\n]{0,20}[\n:){]{0,3}[^\n]{0,60}\b(?:fork|spawn)\s{0,2}\(?|\bloop\s{0,2}(?:\{|do)\s{0,2}fork|\bfor\s{0,2}\(;;\)[^\n]{0,40}\bfork/.test(
    text,
  );
}

const sendsOut =
  /\b(?:requests|httpx|session|client|axios|got|ky|needle|superagent)\.(?:post|put|patch|request|get)\s{0,2}\(|\burlopen\s{0,2}\(|\bfetch\s{0,2}\(|\bhttps?\.(?:request|get|post)\s{0,2}\(|Net::HTTP|\.(?:sendall|sendto|send|sendmail)\s{0,2}\(|file_get_contents\s{0,2}\(\s{0,2}["']https?:|curl_exec|LWP::|HTTP::Tiny/;
const readsFile = /(?:^|\.|::)(?:open|readFile|readFileSync|read_text|read_bytes|read|file_get_contents|readlines|createReadStream|slurp)$/;
const wholeEnvironment =
  /\b(?:dict|str|dumps|stringify|list|urlencode)\s{0,2}\(\s{0,2}(?:dict\s{0,2}\(\s{0,2})?(?:os\.environ|process\.env)\b(?![.[])|\bENV\.to_(?:h|json|a)\b|(?:data|json|body)\s{0,2}[=:]\s{0,2}(?:os\.environ|process\.env)\b(?![.[])/;

/** Credentials that one line reads and sends. Programs in files use theirs; a line written for this very action steals. */
export function sendDrafts(code: Code, here: Invocation): readonly Draft[] {
  if (!sendsOut.test(code.text) || /https?:\/\/(?:localhost|127\.|\[::1)/.test(code.text)) return [];
  if (wholeEnvironment.test(code.text)) return [secretDraft('the environment variables', here)];
  for (const call of callsIn(code, readsFile)) {
    const path = call.arguments[0]?.values.find((value) => value !== undefined && isSecretPath(value));
    if (path !== undefined) return [secretDraft(path, here)];
  }
  return [];
}
