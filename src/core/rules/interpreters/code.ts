import { baseName } from '../../paths.ts';
import { callsIn, readCode, type Code, type CodeArgument, type Language } from '../../payload/code.ts';
import { splitUrl } from '../../payload/request.ts';
import { literal, type Invocation, type Word } from '../../shell/invocation.ts';
import { own } from '../../own.ts';
import { awsDelete } from '../clouds/aws.ts';
import { mongoDestroy } from '../databases/mongo.ts';
import { redisFlush } from '../databases/stores.ts';
import { judgeGraphql } from '../http/judgeGraphql.ts';
import { judgeRequest } from '../http/judgeRequest.ts';
import { connectsShell, remoteShellDraft } from '../network/remoteShell.ts';
import { decodedTexts } from './decoded.ts';
import { libraryDrafts, libraryRule } from './libraryCalls.ts';
import { emptiedDrafts, forksForEver, sendDrafts, withoutAliases } from './oneLiners.ts';
import { appleScript, juliaCalls, lispCalls, tclCommands } from './otherLanguages.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { exhaustDraft } from '../system/machine.ts';
import { judgeSql } from '../sql/judgeSql.ts';

interface Interpreter {
  readonly language: Language;
  /** Options whose value is code. */
  readonly code: readonly string[];
  /** Further options that take a value, so that it is not taken for a script. */
  readonly valued: readonly string[];
}

const python: Interpreter = { language: 'python', code: ['-c'], valued: ['-W', '-X', '-m'] };
const node: Interpreter = {
  language: 'javascript',
  code: ['-e', '--eval', '-p', '--print', '-pe'],
  valued: ['-r', '--require', '--import', '--loader', '--env-file', '-C'],
};
const interpreters: Readonly<Record<string, Interpreter>> = {
  python,
  python2: python,
  python3: python,
  pypy3: python,
  ipython: python,
  node,
  nodejs: node,
  bun: node,
  tsx: node,
  'ts-node': node,
  deno: { language: 'javascript', code: ['eval'], valued: ['-c', '--config', '--import-map'] },
  ruby: { language: 'ruby', code: ['-e'], valued: ['-r', '-I'] },
  perl: { language: 'perl', code: ['-e', '-E', '-ne', '-pe', '-le', '-we', '-nle', '-lne'], valued: ['-M', '-I'] },
  php: { language: 'php', code: ['-r'], valued: ['-d', '-c'] },
  lua: { language: 'lua', code: ['-e'], valued: ['-l'] },
  osascript: { language: 'javascript', code: ['-e'], valued: ['-l'] },
  Rscript: { language: 'python', code: ['-e'], valued: [] },
  R: { language: 'python', code: ['-e'], valued: [] },
  julia: { language: 'python', code: ['-e', '-E'], valued: ['-p', '-t', '--project'] },
  elixir: { language: 'ruby', code: ['-e'], valued: ['-r', '-pa'] },
  mix: { language: 'ruby', code: ['-e'], valued: ['-r'] },
  crystal: { language: 'ruby', code: ['eval'], valued: [] },
  groovy: { language: 'javascript', code: ['-e'], valued: ['-cp'] },
  scala: { language: 'javascript', code: ['-e'], valued: ['-cp'] },
  swift: { language: 'javascript', code: ['-e'], valued: [] },
  jshell: { language: 'javascript', code: [], valued: [] },
  tclsh: { language: 'lua', code: ['-c'], valued: [] },
  emacs: { language: 'lua', code: ['--eval', '-eval', '--execute'], valued: ['-l', '-f', '--load'] },
  emacsclient: { language: 'lua', code: ['--eval', '-e'], valued: [] },
  guile: { language: 'lua', code: ['-c'], valued: [] },
};

const runsShell =
  /(^|\.)(os\.system|os\.popen|system|popen|shell_exec|passthru|proc_open|getoutput|getstatusoutput|check_output|check_call|Popen|call|execSync|execFile|execFileSync|spawn|spawnSync|execa|execaSync|execaCommand|execaCommandSync|create_subprocess_shell|create_subprocess_exec|exec_command|capture2|capture2e|capture3)$|^os\.execute$|^exec$|child_process.*\.exec$|subprocess\.run$|^(os|shell|cp|\$)\.exec(v|ve|vp|l|lp)?$|^(Open3|IO|Kernel|Process)[.:]{1,2}\w+$|^do shell script$|^spawn$/;
const deletesTree =
  /(^|\.|::)(rmtree|rmSync|rm|file\.remove|rm_rf|deleteDir|deleteRecursively|removeItem|removeItemAtPath|rmdirSync|rmdir|remove_tree|rm_rf|rm_r|rm_f|remove_dir|remove_entry|remove_entry_secure|removeSync|emptyDir|emptyDirSync|rimraf|rimrafSync|removedirs|remove|unlink|unlinkSync|delete|rimraf\.sync|deltree|del|deleteSync)!?$/;
/** What such a name has to stand on to be about files: everything has a `remove` method. */
const fileOwners =
  /^(shutil|os|fs|fsp|fse|fsPromises|promises|FileUtils|FileManager|File|Dir|Pathname|Deno|rimraf|del|path|p|require|Path)\b/;
const runsSql =
  /(?:^|\.|->)(execute|executemany|executescript|query|exec|raw|unsafe|prepare|run|all|\$executeRaw|\$executeRawUnsafe|\$queryRaw|\$queryRawUnsafe|do|execute_query|mysqli_query|pg_query)$|^(mysqli_query|pg_query|sql)$/;

/** Judges what program text would run, delete, query or call. `inline` text is all about this action; a file may do much else. */
export function judgeCode(
  text: string,
  language: Language,
  invocation: Invocation,
  context: RuleContext,
  inline: boolean,
): readonly Draft[] {
  const code = readCode(withoutAliases(text, language), language);
  const here: Invocation = { ...invocation, redirects: [], input: { type: 'none' }, via: [...invocation.via, invocation.program] };
  return [
    ...otherCommands(text, invocation.program).flatMap((command) => context.shell(command, here, 'code')),
    ...shellDrafts(code, here, context),
    ...fileDrafts(code, here, context, inline),
    ...queryDrafts(code, context),
    ...(inline ? modelDrafts(code, context) : []),
    ...requestDrafts(code, context),
    ...storeDrafts(code),
    ...(connectsShell(code.text) ? [remoteShellDraft(here)] : []),
    ...(forksForEver(code.text) ? [exhaustDraft(here)] : []),
    ...(inline ? sendDrafts(code, here) : []),
    ...(inline ? libraryDrafts(code) : []),
    ...(inline ? emptiedDrafts(code, here, context) : []),
    ...(inline
      ? decodedTexts(code, context).flatMap((decoded) => [
          ...judgeCode(decoded, language, invocation, context, false),
          ...context.shell(decoded, here, 'code'),
        ])
      : []),
    // Last: what was read above has spent it.
    ...(code.budget.left <= 0 ? [context.opaque('its calls are nested too deeply to be read', invocation.text)] : []),
  ];
}

/** Shell text of languages with a syntax of their own. */
function otherCommands(text: string, program: string): readonly string[] {
  switch (program) {
    case 'osascript':
      return appleScript(text);
    case 'emacs':
    case 'emacsclient':
    case 'guile':
      return lispCalls(text);
    case 'tclsh':
      return tclCommands(text);
    case 'julia':
      return juliaCalls(text);
    case 'ipython':
      return [...text.matchAll(/^\s{0,8}(?:!|%sx\s|%system\s)([^\n]{1,2000})/gm)].map((match) => match[1]!);
    case 'groovy':
    case 'scala':
      return [...text.matchAll(/"([^"\n]{1,400})"\s?\.(?:execute\(|!)/g)].map((match) => match[1]!);
    default:
      return [];
  }
}

function shellDrafts(code: Code, here: Invocation, context: RuleContext): readonly Draft[] {
  const drafts: Draft[] = [];
  // Frameworks run their own commands from code: Laravel's artisan, Django's manage.py.
  for (const call of callsIn(code, /^(Artisan::(call|queue)|call_command|management\.call_command)$/)) {
    const [command] = call.arguments[0]?.values ?? [];
    if (command !== undefined)
      drafts.push(...context.shell(`${call.name.startsWith('A') ? 'php artisan' : 'python manage.py'} ${command}`, here, 'code'));
  }
  for (const string of code.strings) if (string.shell) drafts.push(...context.shell(string.value, here, 'code'));
  for (const call of callsIn(code, runsShell)) {
    const first = call.arguments[0];
    if (!first) continue;
    if (first.list) {
      drafts.push(...runWords(first.values, here, context));
      continue;
    }
    const line = first.values.length === 1 ? first.values[0] : undefined;
    const rest = call.arguments[1];
    if (line === undefined) {
      // `os.system("rm -rf " + path)`: what is known of it may say enough.
      const known = first.values.filter((value) => value !== undefined).join(' …');
      if (known !== '')
        drafts.push(
          ...context.shell(`${known.replace(/\$?\{[^{}]*\}/g, '"$COMPUTED"')}${/\s$/.test(known) ? '"$COMPUTED"' : ''}`, here, 'code'),
        );
    } else if (rest?.list) drafts.push(...runWords([line, ...rest.values], here, context));
    else if (
      call.arguments.length > 1 &&
      rest &&
      !rest.source.startsWith('{') &&
      !rest.source.includes('=') &&
      /^(system|exec|spawn|Open3|IO|Kernel)/.test(call.name)
    )
      drafts.push(
        ...runWords(
          call.arguments.filter((argument) => !/^[{]|=/.test(argument.source)).flatMap((argument) => argument.values),
          here,
          context,
        ),
      );
    else drafts.push(...context.shell(line, here, 'code'));
  }
  return drafts;
}

/** A command given as a list of words: no shell reads it. */
function runWords(values: readonly (string | undefined)[], here: Invocation, context: RuleContext): readonly Draft[] {
  const words = values.map((value) => (value === undefined ? unknownWord : literal(value)));
  const text = words.map((word) => (word.known ? `'${word.text.replaceAll("'", "'\\''")}'` : '"$COMPUTED"')).join(' ');
  return text === '' ? [] : context.shell(text, here, 'code');
}

const unknownWord: Word = { text: '$COMPUTED', known: false, pieces: [{ type: 'unknown', value: '$COMPUTED', variable: 'COMPUTED' }] };

function fileDrafts(code: Code, here: Invocation, context: RuleContext, inline: boolean): readonly Draft[] {
  const drafts: Draft[] = [];
  const remove = (words: readonly Word[]): void => {
    drafts.push(
      ...context.invocations({
        invocations: [{ ...here, program: 'rm', argv: [literal('rm'), literal('-rf'), literal('--'), ...words] }],
        opaque: [],
      }),
    );
  };
  for (const call of callsIn(code, deletesTree)) {
    const dotted = /[.:]/.test(call.name);
    const short = call.name.split(/\.|::|->/).at(-1)!;
    if (
      dotted
        ? !fileOwners.test(call.name)
        : !/^(rmtree|remove_tree|rimraf|rimrafSync|rm_rf|unlink|rmdir|rmSync|unlinkSync|rmdirSync|removeSync|emptyDir|emptyDirSync|deleteSync)$/.test(
            short,
          ) && !(/^(rm|rmdir)$/.test(short) && /['"](?:node:)?fs(?:\/promises)?['"]/.test(code.text))
    )
      continue;
    if (/^(remove|delete|rm)$/.test(short) && /^(path|p|promises)\b/.test(call.name) && !/['"](?:node:)?fs['"]/.test(code.text)) continue;
    if (!call.arguments[0]) continue;
    const words = pathWords(named(call.arguments[0]));
    // A script that deletes what it computes is everyday (its own temporary files); one line written for this very action is not.
    if (words.length > 0 || inline) remove(words.length > 0 ? words : [unknownWord]);
  }
  if (code.text.includes('unlink') && /array_map\(\s*"?/.test(code.masked) && /unlink/.test(code.text)) {
    const glob = callsIn(code, /^glob$/)[0]?.arguments[0]?.values[0];
    if (glob !== undefined) remove([globWord(glob)]);
  }
  // Perl: `unlink glob "data/*"`, `unlink <data/*>`.
  for (const match of code.text.matchAll(
    /\b(?:unlink|rmtree|remove_tree)\s*\(?\s*(?:glob\s*\(?\s*["']([^"'\n]{1,200})["']|<([^>\n]{1,200})>)/g,
  ))
    remove([globWord(match[1] ?? match[2]!)]);
  // `[p.unlink() for p in Path('.').rglob('*.py')]`, `Dir['*.rb'].each { |f| File.delete f }`, `require('rimraf').sync('src')`.
  if (inline && /\.(?:unlink|rmdir)\s?\(/.test(code.masked))
    for (const match of code.text.matchAll(/\bPath\(\s?['"]([^'"\n]{0,200})['"]\s?\)\.(r?glob)\(\s?['"]([^'"\n]{1,200})['"]/g))
      remove([globWord(`${match[1] === '' ? '.' : match[1]!}/${match[2] === 'rglob' ? '**/' : ''}${match[3]!}`)]);
  if (inline && /\b(?:File\.(?:delete|unlink)|FileUtils\.(?:rm|remove)\w*)\b/.test(code.masked))
    for (const match of code.text.matchAll(/\bDir(?:\.glob\(|\[)\s?['"]([^'"\n]{1,200})['"]/g)) remove([globWord(match[1]!)]);
  for (const match of code.text.matchAll(/\brequire\(\s?['"](?:rimraf|del)['"]\s?\)(?:\.sync)?\(\s?['"]([^'"\n]{1,200})['"]/g))
    remove([globWord(match[1]!)]);
  for (const match of code.text.matchAll(/\bFile\(\s?"([^"\n]{1,200})"\s?\)\.(?:deleteDir|deleteRecursively|delete)\(/g))
    remove([literal(match[1]!)]);
  for (const match of code.masked.matchAll(/\bPath\(/g)) {
    const path = code.strings.find((string) => string.start >= match.index && string.start <= match.index + 8);
    if (path?.known && /^[^\n]{0,40}\)\.(unlink|rmdir|rmtree)\(/.test(code.masked.slice(path.end - 1, path.end + 60)))
      remove([literal(path.value)]);
  }
  return drafts;
}

/** `removeItem(atPath: "src")`: the string behind the label. */
function named(argument: CodeArgument): CodeArgument {
  const known = argument.values.filter((value) => value !== undefined);
  return /^(?:atPath|at|path)\s?:/.test(argument.source) && known.length === 1 ? { ...argument, values: known } : argument;
}

function pathWords(argument: CodeArgument): readonly Word[] {
  const nested = /^(?:[\w.]*\.)?(?:expanduser|Path|resolve|join|homedir)\b/.exec(argument.source);
  if (/^glob\b|\.glob\(/.test(argument.source)) return argument.values.flatMap((value) => (value === undefined ? [] : [globWord(value)]));
  const values = argument.values.filter((value) => value !== undefined);
  if (nested)
    return /expanduser|homedir/.test(argument.source)
      ? [literal(values[0]?.startsWith('~') ? values[0] : `~/${values.join('/')}`)]
      : values.length > 0 && !argument.source.includes('join')
        ? [literal(values[0]!)]
        : [];
  if (argument.values.length === 1 && values.length === 1) return [literal(values[0]!)];
  return argument.list ? values.map((value) => literal(value)) : [];
}

function globWord(pattern: string): Word {
  const pieces = pattern.split(/([*?]+)/).filter((part) => part !== '');
  return {
    text: pattern,
    known: true,
    pieces: pieces.map((value) => (/^[*?]/.test(value) ? { type: 'glob', value } : { type: 'text', value, quoted: false })),
  };
}

function queryDrafts(code: Code, context: RuleContext): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const call of callsIn(code, runsSql)) {
    // `connection.cursor().execute(…)`: what it is called on may be a call itself.
    if (!/[.>_]|^sql$/.test(call.name) && !/[.>]/.test(code.masked[call.position - 1] ?? '')) continue;
    const first = call.arguments[0];
    for (const value of first ? [...first.values, computedTable(first.source)] : [])
      if (value !== undefined && /\b(drop|truncate|delete|alter|update|grant|revoke)\b/i.test(value))
        drafts.push(...judgeSql(value, databaseOf(code), context));
  }
  // Tagged templates: prisma.$executeRaw`DROP TABLE users`.
  for (const match of code.masked.matchAll(/(?:\$(?:executeRaw|queryRaw)|\bsql)(?=")/g)) {
    const string = code.strings.find(({ start }) => start === match.index + match[0].length);
    if (string && /\b(drop|truncate|delete|alter|update|grant|revoke)\b/i.test(string.value))
      drafts.push(...judgeSql(string.value, databaseOf(code), context));
  }
  return drafts;
}

/** Models that are emptied without a condition: Active Record, Django's ORM, Eloquent. Seeds and tests do so too, so only in one line of code. */
function modelDrafts(code: Code, context: RuleContext): readonly Draft[] {
  const models =
    /(?<![\w.)])([A-Z]\w{0,60}(?:\.[A-Z]\w{0,60}){0,4})(?:\.(?:delete_all|destroy_all)\b(?![^\n)]{0,200}\bwhere\b)|\.(?:all|unscoped)\.(?:delete_all|destroy_all|each\(&"?:?(?:destroy|delete)!?)\b|::truncate\(\s*\)|::query\(\)->(?:delete|truncate|forceDelete)\(\s*\)|::all\(\)->each->(?:delete|forceDelete)\b)/g;
  const builders = [
    // Django, whatever the manager hangs on: `get_user_model().objects.all().delete()`.
    /(?<![\w])(\w{1,60})(?:\(\))?\.(?:objects|_default_manager)\.all\(\)\.(?:delete|_raw_delete)\(/g,
    // Laravel: `DB::table('orders')->delete()`.
    /\b(DB)::table\("?\s*\)\s?->\s?(?:delete|truncate)\(\s*\)/g,
    // Knex: `knex('users').del()`.
    /\b(knex|trx)(?:\([^()]{0,80}\))?\("?\s*\)\s?\.\s?(?:del|delete|truncate)\(\s*\)/g,
    /\brequire\("?\s*\)\([^()]{0,80}\)\("?\s*\)\s?\.\s?(del|truncate)\(\s*\)/g,
    // Drizzle: `db.delete(users)` without a where.
    /\b(?:db|tx)\s?\.\s?delete\(\s?([A-Za-z]\w{0,60})\s?\)(?!\s*\.\s*where)/g,
  ];
  return [models, ...builders]
    .flatMap((pattern) => [...code.masked.matchAll(pattern)])
    .flatMap((match) => judgeSql(`DELETE FROM "${match[1]!}"`, databaseOf(code), context));
}

/** `DELETE FROM ${table}` and nothing behind it: whichever table it is, all of it goes. Where more follows, a condition may. */
function computedTable(source: string): string | undefined {
  // Long text and runs of blanks would cost the pattern below too much time.
  if (source.length > 400) return undefined;
  const text = source.replace(/\s+/g, ' ');
  const match =
    /^[bfrBFR]{0,2}(?:`|"{1,3}|')\s*((?:delete\s+from|truncate(?:\s+table)?|drop\s+(?:table|schema|database)(?:\s+if\s+exists)?)\s+(?:only\s+)?)["`\\]{0,3}(?:\w{1,60}\.)?(?:\$?\{|#\{|%s|" ?\+ ?|' ?\+ ?)([^`'"{}]{0,80})\}?["'`\\]{0,3}\s*(?:(?:restart\s+identity\s*)?cascade)?\s*;?\s*["'`]{0,3}(?:\s*%\s*[\w(), .]{1,60})?$/i.exec(
      text,
    );
  if (!match) return undefined;
  const name = /\w+/.exec(match[2]!)?.[0] ?? 'computed';
  return `${match[1]!}"${name}"`;
}

/** Where the text connects to, as far as a URL in it says. */
function databaseOf(code: Code): { tool: string; hosts?: readonly string[] } {
  const hosts = code.strings
    .filter((string) => /^(postgres(ql)?|mysql|mariadb|mongodb(\+srv)?|redis|rediss|sqlserver):\/\//.test(string.value))
    .map((string) => splitUrl(string.value).host);
  return { tool: 'database', ...(hosts.length > 0 ? { hosts } : {}) };
}

const httpDelete =
  /^(requests|httpx|axios|got|ky|superagent|session|http|https|client|urllib3?|HTTParty|Faraday|RestClient|needle)\.(delete|del)$/;

function requestDrafts(code: Code, context: RuleContext): readonly Draft[] {
  const drafts: Draft[] = [];
  const send = (method: string, url: string): void => {
    const parts = splitUrl(url);
    if (parts.host !== '')
      drafts.push(
        ...judgeRequest(
          {
            method,
            url: parts.shown,
            scheme: parts.scheme,
            host: parts.host,
            path: parts.path,
            query: parts.query,
            headers: new Map(),
            files: [],
          },
          context,
        ),
      );
  };
  const urls = code.strings.filter((string) => /^https?:\/\//.test(string.value));
  for (const call of callsIn(code, httpDelete)) {
    const url = call.arguments[0]?.values.find((value) => value !== undefined && /^https?:/.test(value));
    if (url !== undefined) send('DELETE', url);
  }
  for (const call of callsIn(
    code,
    /^(fetch|requests\.request|httpx\.request|axios|axios\.request|got|ky|undici\.request|https?\.request|urllib\.request\.Request|Request)$/,
  )) {
    const source = call.arguments.map((argument) => argument.source).join(',');
    const url =
      call.arguments.flatMap((argument) => argument.values).find((value) => value !== undefined && /^https?:/.test(value)) ??
      /["'`](https?:\/\/[^"'`]+)/.exec(source)?.[1];
    if (url !== undefined && /["'`]DELETE["'`]/i.test(source)) send('DELETE', url);
  }
  for (const string of code.strings)
    if (/\bmutation\b/.test(string.value) && string.value.includes('{'))
      drafts.push(...judgeGraphql(string.value, { tool: 'graphql', hosts: urls.map((url) => splitUrl(url.value).host) }, context));
  return drafts;
}

function storeDrafts(code: Code): readonly Draft[] {
  const drafts: Draft[] = [];
  const target = databaseOf(code);
  const name = target.hosts?.[0] ?? 'the database of this code';
  if (
    /\b(dropDatabase|drop_database)\s*\(|\.deleteMany\(\s*(?:\{\s*\}\s*)?\)|\.delete_many\(\s*\{\s*\}\s*\)/.test(code.masked) &&
    /mongo|prisma|db\b/i.test(code.text)
  )
    drafts.push({ rule: mongoDestroy, resource: { kind: 'database', name }, target });
  if (
    /\.(?:flushall|flushdb|flushAll|flushDb)(?:\s*\(|\b(?=\s*(?:[;\n)}]|$)))/.test(code.masked) ||
    // Every key that a scan finds: `[r.delete(k) for k in r.scan_iter('*')]`.
    (/redis|valkey/i.test(code.text) &&
      /\b(?:scan_iter|keys|scanIterator|scanStream|scan_each)\s?\(/.test(code.masked) &&
      /\.(?:delete|del|unlink)\s?\(/.test(code.masked))
  )
    drafts.push({ rule: redisFlush, resource: { kind: 'database', name }, target: { ...target, tool: 'redis' } });
  const aws =
    /\.((?:delete|terminate)_(?!message|tags?\b|item\b)\w{3,60})\s*\(|(?:\bnew\s(?:\([^()]{0,40}\([^()]{0,80}\)\.)?)(Delete(?!Message|Tags?\b|Item\b)\w{3,60}|Terminate\w{3,60})Command\b/.exec(
      code.masked,
    );
  if (aws && /boto3|@aws-sdk|aws-sdk|Aws::/.test(code.text))
    drafts.push({ rule: awsDelete, resource: { kind: 'resource', name: aws[1] ?? aws[2]! }, target: { tool: 'aws' } });
  return drafts;
}

/** Script files that are read. Longer ones are judged by their beginning. */
const scriptLimit = 65_536;
const scriptName = /\.(py|pyw|js|mjs|cjs|ts|mts|cts|rb|pl|php|lua|jsx|tsx)$/;

export const codeTool: Tool = {
  names: Object.keys(interpreters),
  family: 'interpreters',
  rules: [libraryRule],
  find: (invocation, context) =>
    programTexts(invocation, context).flatMap(({ text, language, inline }) => judgeCode(text, language, invocation, context, inline)),
};

/** Program text that a command would run. */
export interface ProgramText {
  readonly text: string;
  readonly language: Language;
  /** Given on the command line or on standard input, so all about this action. */
  readonly inline: boolean;
  /** Its value is printed (`node -p`). */
  readonly printed?: boolean;
  /** Words behind the code: what `perl -ne` goes through. */
  readonly rest: readonly Word[];
}

/** The text that an interpreter would run, from its options, its script file or its input. */
export function programTexts(invocation: Invocation, context: RuleContext): readonly ProgramText[] {
  const interpreter = own(interpreters, invocation.program);
  if (!interpreter) return ownScript(invocation, context);
  const { language } = interpreter;
  const texts: ProgramText[] = [];
  const { argv, input } = invocation;
  for (let i = 1; i < argv.length; i++) {
    const { text } = argv[i]!;
    const clustered = interpreter.code.find(
      (option) => text === option || (option.length === 2 && new RegExp(`^-[a-zA-Z]*${option[1]}$`).test(text)),
    );
    if (clustered !== undefined) {
      const value = argv[++i];
      const printed = language === 'javascript' && /p/.test(text) ? { printed: true } : {};
      if (value) texts.push({ text: value.text, language, inline: true, rest: argv.slice(i + 1), ...printed });
      if (language === 'python') return texts;
      continue;
    }
    const equals = interpreter.code.find((option) => text.startsWith(`${option}=`));
    if (equals !== undefined) texts.push({ text: text.slice(equals.length + 1), language, inline: true, rest: argv.slice(i + 1) });
    if (interpreter.valued.includes(text)) {
      if (text === '-m') return texts;
      i++;
      continue;
    }
    if (text.startsWith('-') && text !== '-') continue;
    if (text === 'run' && (invocation.program === 'deno' || invocation.program === 'bun')) continue;
    if (text === '-') break;
    if (texts.length === 0 && scriptName.test(baseName(text))) texts.push(...scriptText(argv[i]!, language, invocation, context));
    return texts;
  }
  if (texts.length === 0 && input.type === 'text') texts.push({ text: input.text, language, inline: true, rest: [] });
  return texts;
}

function scriptText(word: Word, language: Language, invocation: Invocation, context: RuleContext): readonly ProgramText[] {
  if (invocation.place.type !== 'here') return [];
  const path = context.path(word, invocation);
  const answer = path === undefined ? undefined : context.ask({ type: 'text', path, limit: scriptLimit });
  return answer?.type === 'text' ? [{ text: answer.text, language, inline: false, rest: [] }] : [];
}

const languages: Readonly<Record<string, Language>> = { py: 'python', pyw: 'python', rb: 'ruby', pl: 'perl', php: 'php', lua: 'lua' };

/** `./clean.py`: the script's own name tells its language. */
function ownScript(invocation: Invocation, context: RuleContext): readonly ProgramText[] {
  const word = invocation.argv[0];
  if (!word || !word.text.includes('/') || !scriptName.test(word.text)) return [];
  const language = languages[word.text.slice(word.text.lastIndexOf('.') + 1)] ?? 'javascript';
  return scriptText(word, language, invocation, context);
}

/** A script that is run by its own name. */
export function judgeOwnScript(invocation: Invocation, context: RuleContext): readonly Draft[] {
  return ownScript(invocation, context).flatMap(({ text, language, inline }) => judgeCode(text, language, invocation, context, inline));
}
