import { own } from '../own.ts';
import type { Run } from './call.ts';
import { given, readParameters, switched, type Parameters } from './cmdletParameters.ts';
import type { Piece, Word } from './invocation.ts';
import { resolvePath } from './paths.ts';
import type { Scope } from './state.ts';
import { literalPath, plainWord, unknownWord, wordOf } from './word.ts';

/** A cmdlet about to run, with what it may do. */
export interface Cmdlet {
  readonly name: string;
  /** Arguments in order; those joined by commas are one list. */
  readonly lists: readonly (readonly Word[])[];
  readonly blocks: readonly string[];
  /** What the pipe hands over; undefined when it is not known. */
  readonly piped: readonly Word[] | undefined;
  readonly isPiped: boolean;
  readonly text: string;
  readonly scope: Scope;
  readonly run: Run;
  emit(argv: readonly Word[]): void;
  truncate(target: Word, append: boolean): void;
  /** Leaves nothing in a file. */
  empty(target: Word): void;
  native(argv: readonly Word[]): void;
  block(text: string, items: readonly Word[] | undefined): void;
}

type Result = readonly Word[] | undefined | 'native';
type Handler = (cmdlet: Cmdlet, parameters: Parameters) => Result;

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.management/, aliases by `Get-Alias`. */
const aliases: Readonly<Record<string, string>> = {
  ri: 'remove-item',
  rm: 'remove-item',
  rmdir: 'remove-item',
  del: 'remove-item',
  erase: 'remove-item',
  rd: 'remove-item',
  clc: 'clear-content',
  cli: 'clear-item',
  sc: 'set-content',
  ac: 'add-content',
  mi: 'move-item',
  mv: 'move-item',
  move: 'move-item',
  cpi: 'copy-item',
  cp: 'copy-item',
  copy: 'copy-item',
  rni: 'rename-item',
  ren: 'rename-item',
  ni: 'new-item',
  gci: 'get-childitem',
  ls: 'get-childitem',
  dir: 'get-childitem',
  gi: 'get-item',
  gc: 'get-content',
  sls: 'select-string',
  fhx: 'format-hex',
  cat: 'get-content',
  type: 'get-content',
  sl: 'set-location',
  cd: 'set-location',
  chdir: 'set-location',
  pushd: 'push-location',
  popd: 'pop-location',
  foreach: 'foreach-object',
  '%': 'foreach-object',
  where: 'where-object',
  '?': 'where-object',
  select: 'select-object',
  sort: 'sort-object',
  iex: 'invoke-expression',
  icm: 'invoke-command',
  saps: 'start-process',
  start: 'start-process',
  sajb: 'start-job',
  irm: 'invoke-restmethod',
  iwr: 'invoke-webrequest',
  wget: 'invoke-webrequest',
  kill: 'stop-process',
  spps: 'stop-process',
  echo: 'write-output',
  write: 'write-output',
  rp: 'remove-itemproperty',
  si: 'set-item',
};

/** Paths of Windows as words with slashes. */
export function slashed(word: Word): Word {
  if (!word.text.includes('\\')) return word;
  return wordOf(
    word.pieces.map((piece): Piece => (piece.type === 'unknown' ? piece : { ...piece, value: piece.value.replaceAll('\\', '/') })),
  );
}

function paths(cmdlet: Cmdlet, parameters: Parameters): readonly Word[] {
  const direct = given(parameters, 'path', 'literalpath', 'lp', 'pspath') ?? parameters.positional[0];
  if (direct) return direct.map(slashed);
  if (!cmdlet.isPiped) return [];
  return (cmdlet.piped ?? [unknownWord('$_')]).map(slashed);
}

function narrowed(words: readonly Word[], parameters: Parameters, deep: boolean): readonly Word[] {
  // Beside -LiteralPath, PowerShell 5.1 takes no notice of -Include, and everything is listed.
  // Reported in https://github.com/openai/codex/issues/35707
  const filter =
    given(parameters, 'filter', 'name') ?? (given(parameters, 'literalpath', 'lp', 'pspath') ? undefined : given(parameters, 'include'));
  const all: readonly Piece[] = [{ type: 'glob', value: '*' }];
  const slash: Piece = { type: 'text', value: '/', quoted: true };
  return words.flatMap((word) =>
    (filter ?? [undefined]).map((pattern) => {
      if (!pattern && word.pieces.some((piece) => piece.type === 'glob')) return word;
      const below: readonly Piece[] = deep && pattern ? [{ type: 'glob', value: '**' }, slash] : [];
      return wordOf([...word.pieces, ...(word.text.endsWith('/') ? [] : [slash]), ...below, ...(pattern?.pieces ?? all)]);
    }),
  );
}

function removeItem(cmdlet: Cmdlet, parameters: Parameters): Result {
  if (switched(parameters, 'whatif', 2) || parameters.named.has('wi')) return [];
  let words = paths(cmdlet, parameters);
  if (given(parameters, 'include', 'filter')) words = narrowed(words.map(withoutStar), parameters, switched(parameters, 'recurse'));
  const registry = words.filter((word) => /^(?:HK(?:LM|CU|CR|U|CC)|Registry)::?/i.test(word.text));
  if (registry.length > 0) cmdlet.native([plainWord('reg'), plainWord('delete'), ...registry, plainWord('/f')]);
  const files = words.filter((word) => !/^(?:HK\w+|Registry|Env|Variable|Function|Alias|Cert|WSMan):/i.test(word.text));
  if (files.length === 0) return [];
  const options = [
    ...(switched(parameters, 'recurse') ? [plainWord('-r')] : []),
    ...(switched(parameters, 'force', 2) ? [plainWord('-f')] : []),
  ];
  cmdlet.emit([plainWord('rm'), ...options, plainWord('--'), ...files]);
  return [];
}

/** `Remove-Item x\* -Include *.log` */
function withoutStar(word: Word): Word {
  const last = word.pieces.at(-1);
  if (last?.type !== 'glob' || last.value !== '*') return word;
  return wordOf(word.pieces.slice(0, -1));
}

/** `Env:`, `Env:TOKEN`: variables as if they were files. https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_environment_provider */
function variables(cmdlet: Cmdlet, words: readonly Word[]): boolean {
  const names = words.flatMap(({ text }) => /^env:[\\/]?(.*)$/i.exec(text)?.[1] ?? []);
  if (names.length === 0) return false;
  const some = names.filter((name) => name !== '' && !name.includes('*'));
  cmdlet.emit([plainWord('printenv'), ...(some.length === names.length ? some.map(plainWord) : [])]);
  return true;
}

function getItem(cmdlet: Cmdlet, parameters: Parameters): Result {
  const words = paths(cmdlet, parameters);
  return variables(cmdlet, words) ? undefined : words;
}

/** What grep would print. */
function selectString(cmdlet: Cmdlet, parameters: Parameters): Result {
  blocks(cmdlet, cmdlet.piped);
  if (switched(parameters, 'quiet')) return [];
  const pattern = given(parameters, 'pattern') ?? parameters.positional[0] ?? [];
  const files = given(parameters, 'path', 'literalpath') ?? parameters.positional[given(parameters, 'pattern') ? 0 : 1];
  if (files)
    cmdlet.emit([
      plainWord('grep'),
      plainWord(switched(parameters, 'simplematch', 2) ? '-Fi' : '-Ei'),
      ...pattern.flatMap((word) => [plainWord('-e'), word]),
      ...files.map(slashed),
    ]);
  return undefined;
}

function compress(cmdlet: Cmdlet, parameters: Parameters): Result {
  const target = given(parameters, 'destinationpath') ?? parameters.positional[given(parameters, 'path', 'literalpath') ? 0 : 1];
  cmdlet.emit([plainWord('zip'), plainWord('-r'), ...(target ?? [plainWord('x.zip')]).slice(0, 1), ...paths(cmdlet, parameters)]);
  return [];
}

function formatHex(cmdlet: Cmdlet, parameters: Parameters): Result {
  cmdlet.emit([plainWord('xxd'), ...paths(cmdlet, parameters)]);
  return undefined;
}

function getItems(cmdlet: Cmdlet, parameters: Parameters): Result {
  if (variables(cmdlet, paths(cmdlet, parameters))) return undefined;
  cmdlet.emit([plainWord('ls'), ...paths(cmdlet, parameters)]);
  const words = paths(cmdlet, parameters);
  return narrowed(words.length > 0 ? words : [plainWord('.')], parameters, switched(parameters, 'recurse'));
}

function write(cmdlet: Cmdlet, parameters: Parameters, append: boolean): Result {
  if (switched(parameters, 'whatif', 2)) return [];
  const target = given(parameters, 'path', 'literalpath', 'filepath') ?? parameters.positional[0] ?? [];
  const value = given(parameters, 'value', 'inputobject');
  const nothing = !append && value !== undefined && value.every((word) => word.text === '' || word.text.toLowerCase() === '$null');
  for (const word of target)
    if (nothing) cmdlet.empty(slashed(word));
    else cmdlet.truncate(slashed(word), append);
  return [];
}

function transfer(program: string): Handler {
  return (cmdlet, parameters) => {
    if (switched(parameters, 'whatif', 2)) return [];
    const from = paths(cmdlet, parameters);
    const piped = cmdlet.isPiped && !given(parameters, 'path', 'literalpath') && parameters.positional.length < 2;
    const to = given(parameters, 'destination', 'newname') ?? parameters.positional[piped ? 0 : 1];
    cmdlet.emit([
      plainWord(program),
      ...(switched(parameters, 'recurse') ? [plainWord('-r')] : []),
      ...(piped ? (cmdlet.piped ?? [unknownWord('$_')]) : from),
      ...(to ?? []).map(slashed),
    ]);
    return [];
  };
}

function setLocation(cmdlet: Cmdlet, parameters: Parameters): Result {
  const [target] = paths(cmdlet, parameters);
  cmdlet.emit([plainWord('cd'), ...(target ? [target] : [])]);
  const { scope, run } = cmdlet;
  if (!target) scope.changeDirectory(run.ports.home);
  else if (target.text === '-') scope.changeDirectory(scope.previous);
  else if (!target.known || target.pieces.some((piece) => piece.type === 'glob')) scope.changeDirectory(undefined);
  else
    scope.changeDirectory(resolvePath(scope.cwd, target.text === '~' ? run.ports.home : target.text.replace(/^~\//, `${run.ports.home}/`)));
  return [];
}

/** The same request as curl would make it. */
function request(cmdlet: Cmdlet, parameters: Parameters): Result {
  const method = given(parameters, 'method', 'custommethod');
  const address = given(parameters, 'uri') ?? parameters.positional[0];
  const body = given(parameters, 'body');
  const file = given(parameters, 'infile');
  const output = given(parameters, 'outfile');
  const headers = given(parameters, 'headers');
  cmdlet.native([
    plainWord('curl'),
    ...(method ? [plainWord('-X'), ...method.slice(0, 1).map((word) => (word.known ? plainWord(word.text.toUpperCase()) : word))] : []),
    ...(headers ? [plainWord('-H'), headers[0]!] : []),
    ...(body ? [plainWord('--data-raw'), body[0]!] : []),
    ...(file ? [plainWord('-T'), file[0]!] : []),
    ...(output ? [plainWord('-o'), output[0]!] : []),
    ...(address ?? []),
  ]);
  return undefined;
}

/** Runs a word as PowerShell text. */
function evaluate(cmdlet: Cmdlet, words: readonly Word[] | undefined): Result {
  const known = words?.length ? words : undefined;
  if (!known || known.some((word) => word.pieces.every((piece) => piece.type === 'unknown'))) {
    cmdlet.run.opaque('Invoke-Expression runs text that cannot be known', cmdlet.text);
    return undefined;
  }
  for (const word of known) cmdlet.block(word.text, undefined);
  return undefined;
}

function startProcess(cmdlet: Cmdlet, parameters: Parameters): Result {
  const program = given(parameters, 'filepath') ?? parameters.positional[0];
  const list = given(parameters, 'argumentlist', 'args') ?? parameters.positional[1] ?? [];
  if (!program?.[0]) return undefined;
  // One string of arguments is split by the program that gets it.
  const words = list.length === 1 && list[0]!.known ? splitArguments(list[0]!.text) : list;
  cmdlet.native([program[0], ...words]);
  return undefined;
}

function splitArguments(text: string): readonly Word[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => literalPath(match[1] ?? match[2] ?? match[3]!));
}

function blocks(cmdlet: Cmdlet, items: readonly Word[] | undefined): Result {
  for (const block of cmdlet.blocks) cmdlet.block(block, items);
  return undefined;
}

function invokeCommand(cmdlet: Cmdlet, parameters: Parameters): Result {
  const host = given(parameters, 'computername', 'hostname', 'vmname', 'containerid');
  if (!host) return blocks(cmdlet, undefined);
  const { scope } = cmdlet;
  const { place, cwd } = scope;
  scope.place = { type: 'host', tool: 'Invoke-Command', name: host[0]!.text };
  scope.cwd = undefined;
  blocks(cmdlet, undefined);
  scope.place = place;
  scope.cwd = cwd;
  return undefined;
}

/** Filters leave or take away items, but add none. */
const through: Handler = (cmdlet) => {
  blocks(cmdlet, cmdlet.piped);
  return cmdlet.isPiped ? cmdlet.piped : undefined;
};

const quiet: Handler = () => undefined;

const append = (parameters: Parameters): boolean => switched(parameters, 'append', 2);

function clearContent(cmdlet: Cmdlet, parameters: Parameters): Result {
  for (const word of paths(cmdlet, parameters)) cmdlet.empty(word);
  return [];
}

function tee(cmdlet: Cmdlet, parameters: Parameters): Result {
  write(cmdlet, parameters, append(parameters));
  return cmdlet.piped;
}

/** `New-Item -Force` empties a file that is there. */
function newItem(cmdlet: Cmdlet, parameters: Parameters): Result {
  const type = given(parameters, 'itemtype', 'type')?.[0]?.text ?? '';
  return switched(parameters, 'force', 2) && !/^dir/i.test(type) ? write(cmdlet, parameters, false) : [];
}

function getContent(cmdlet: Cmdlet, parameters: Parameters): Result {
  if (variables(cmdlet, paths(cmdlet, parameters))) return undefined;
  cmdlet.emit([plainWord('cat'), ...paths(cmdlet, parameters)]);
  return undefined;
}

function pushLocation(cmdlet: Cmdlet, parameters: Parameters): Result {
  cmdlet.scope.stack = [...cmdlet.scope.stack, cmdlet.scope.cwd];
  return setLocation(cmdlet, parameters);
}

function stopProcess(cmdlet: Cmdlet, parameters: Parameters): Result {
  const named = given(parameters, 'id', 'name') ?? parameters.positional[0];
  const all = named?.some((word) => word.text === '*') || (!named && /\b(?:get-process|gps|ps)\s*\|/i.test(cmdlet.text));
  if (all) cmdlet.emit([plainWord('kill'), plainWord('-9'), plainWord('-1')]);
  const byName = given(parameters, 'name');
  cmdlet.emit([plainWord(byName ? 'pkill' : 'kill'), ...(given(parameters, 'id', 'name') ?? parameters.positional[0] ?? [])]);
  return undefined;
}

function shutdown(flag: string): Handler {
  return (cmdlet) => {
    cmdlet.emit([plainWord('shutdown'), plainWord(flag), plainWord('now')]);
    return undefined;
  };
}

const runBlocks: Handler = (cmdlet) => blocks(cmdlet, undefined);

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['remove-item', removeItem],
  ['clear-item', removeItem],
  ['clear-content', clearContent],
  ['set-content', (cmdlet, parameters) => write(cmdlet, parameters, false)],
  ['out-file', (cmdlet, parameters) => write(cmdlet, parameters, append(parameters))],
  ['add-content', (cmdlet, parameters) => write(cmdlet, parameters, true)],
  ['tee-object', tee],
  ['new-item', newItem],
  ['move-item', transfer('mv')],
  ['rename-item', transfer('mv')],
  ['copy-item', transfer('cp')],
  ['get-childitem', getItems],
  ['get-item', getItem],
  ['select-string', selectString],
  ['compress-archive', compress],
  ['format-hex', formatHex],
  ['resolve-path', paths],
  ['convert-path', paths],
  ['join-path', (_, parameters) => joinPath(parameters)],
  ['get-content', getContent],
  ['get-location', ({ scope }) => (scope.cwd === undefined ? undefined : [literalPath(scope.cwd)])],
  ['set-location', setLocation],
  ['push-location', pushLocation],
  ['pop-location', popLocation],
  ['foreach-object', (cmdlet) => blocks(cmdlet, cmdlet.isPiped ? cmdlet.piped : undefined)],
  ['where-object', through],
  ['select-object', through],
  ['sort-object', through],
  ['write-output', (cmdlet) => cmdlet.lists.flat()],
  ['write-host', quiet],
  ['out-null', quiet],
  ['invoke-expression', (cmdlet, parameters) => evaluate(cmdlet, given(parameters, 'command') ?? parameters.positional[0] ?? cmdlet.piped)],
  ['invoke-command', invokeCommand],
  ['start-job', runBlocks],
  ['start-threadjob', runBlocks],
  ['measure-command', runBlocks],
  ['register-objectevent', runBlocks],
  ['start-process', startProcess],
  ['invoke-restmethod', request],
  ['invoke-webrequest', request],
  ['stop-process', stopProcess],
  ['stop-computer', shutdown('-h')],
  ['restart-computer', shutdown('-r')],
]);

function joinPath(parameters: Parameters): Result {
  const words = [given(parameters, 'path'), given(parameters, 'childpath'), ...parameters.positional]
    .flatMap((list) => list ?? [])
    .map(slashed);
  return [
    wordOf(
      words.flatMap((word, index): readonly Piece[] =>
        index > 0 ? [{ type: 'text', value: '/', quoted: true }, ...word.pieces] : word.pieces,
      ),
    ),
  ];
}

function popLocation(cmdlet: Cmdlet): Result {
  const { scope } = cmdlet;
  scope.changeDirectory(scope.stack.at(-1));
  scope.stack = scope.stack.slice(0, -1);
  return [];
}

/** Cmdlets that destroy and that no rule judges. */
const unjudged =
  /^(?:format-volume|clear-disk|initialize-disk|remove-partition|reset-physicaldisk|remove-physicaldisk|remove-virtualdisk|remove-storagepool|clear-recyclebin|remove-itemproperty|clear-itemproperty|remove-vm\w*|remove-ad\w+|remove-az\w+|remove-mg\w+|remove-dbadatabase|remove-localuser|remove-localgroup|remove-service|disable-computerrestore|clear-eventlog|remove-eventlog|remove-appxpackage|uninstall-\w+|remove-smbshare|remove-netfirewallrule|remove-dnsserver\w+|remove-iis\w+|remove-webapp\w*|remove-website|invoke-sqlcmd|remove-ec2\w+|remove-s3\w+|remove-rds\w+)$/;

const changing = /^(?:remove|clear|uninstall|unregister|revoke|disable|enable|reset|set|add|stop|suspend|dismount|disconnect)-/;

/** Runs a cmdlet; `native` when the name is that of a program. */
export function runCmdlet(cmdlet: Cmdlet): Result {
  const plain = cmdlet.name
    .toLowerCase()
    .replace(/^.*\\(?=[a-z]+-[a-z]+$)/, '')
    .replace(/\.exe$/, '');
  const name = own(aliases, plain) ?? plain;
  const handler = handlers.get(name);
  if (handler) return handler(cmdlet, readParameters(cmdlet.lists, name));
  if (unjudged.test(name)) {
    const parameters = readParameters(cmdlet.lists, name);
    if (switched(parameters, 'whatif', 2)) return [];
    if (name === 'invoke-sqlcmd') {
      const query = given(parameters, 'query') ?? parameters.positional[0];
      cmdlet.native([plainWord('sqlcmd'), ...serverOf(parameters), ...(query ? [plainWord('-Q'), query[0]!] : [])]);
      return undefined;
    }
    cmdlet.run.opaque(`what ${cmdlet.name} destroys cannot be told`, cmdlet.text);
    return undefined;
  }
  if (/^[a-z]+-[a-z]\w*$/.test(name) && verbs.test(name)) {
    blocks(cmdlet, cmdlet.piped);
    // For the rules: what it changes is said by its name and its parameters.
    if (changing.test(name)) cmdlet.emit([plainWord(name), ...cmdlet.lists.flat()]);
    return undefined;
  }
  return 'native';
}

/** True for the full name of a cmdlet that is run or judged, or that has a verb of cmdlets. */
export function isCmdlet(name: string): boolean {
  const lower = name.toLowerCase();
  return handlers.has(lower) || unjudged.test(lower) || (/[A-Z]/.test(name) && verbs.test(lower));
}

function serverOf(parameters: Parameters): readonly Word[] {
  const server = given(parameters, 'serverinstance');
  const database = given(parameters, 'database');
  return [...(server ? [plainWord('-S'), server[0]!] : []), ...(database ? [plainWord('-d'), database[0]!] : [])];
}

/** Verbs of cmdlets, so that `docker-compose` stays a program. https://learn.microsoft.com/powershell/scripting/developer/cmdlet/approved-verbs-for-windows-powershell-commands */
const verbs =
  /^(?:add|clear|close|compare|compress|convert|convertfrom|convertto|copy|debug|disable|enable|enter|exit|expand|export|find|foreach|format|get|group|import|install|invoke|join|limit|measure|move|new|out|pop|push|read|receive|register|remove|rename|resolve|restart|resume|save|search|select|send|set|show|sort|split|start|stop|suspend|switch|tee|test|trace|undo|uninstall|unregister|update|use|wait|where|write)-/;
