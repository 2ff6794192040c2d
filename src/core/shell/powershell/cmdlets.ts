import type { Word } from '../invocation.ts';
import { plainWord, unknownWord } from '../word.ts';
import { openText, runBlock, runProgram } from './commands.ts';
import { cmdletWords, emitCmdlet, Parameters, unknownOutput, type Emission, type Given } from './emit.ts';
import { slashed } from './files.ts';
import { filtered, globbed, listed, textOf } from './listing.ts';
import { split } from './members.ts';
import { forItems } from './statements.ts';
import type { PowerShellState } from './state.ts';
import { concat, isKnown, jsonOf, nothing, unknownValue, wordFrom, wordValue, type Value } from './values.ts';

export interface CmdletCall {
  readonly name: string;
  readonly list: readonly Given[];
  readonly state: PowerShellState;
  readonly emission: Emission;
  readonly source: string;
}

/** Follows a cmdlet that changes what comes after it, or runs others. Undefined: it is kept like any other. */
export type Cmdlet = (call: CmdletCall) => Value | undefined;

const none: ReadonlySet<string> = new Set();

/** Runs in the stead of the cmdlet, which is kept too when its output is written somewhere. */
function keep({ name, list, state, emission, source }: CmdletCall): void {
  emitCmdlet(name, cmdletWords(list), state, source, emission);
}

function changeDirectory(call: CmdletCall): Value {
  const { state, list, name } = call;
  const parameters = new Parameters(list, ['path', 'literalpath', 'stackname'], none);
  const { scope } = state;
  if (name === 'pop-location') {
    const [top, ...rest] = scope.stack;
    scope.stack = rest;
    scope.changeDirectory(top);
    return nothing;
  }
  if (name === 'push-location') scope.stack = [scope.cwd, ...scope.stack];
  const path = parameters.get('path', 'literalpath') ?? parameters.positional[0];
  if (!path) return nothing;
  const word = wordFrom(path);
  if (word.text === '-') scope.changeDirectory(scope.previous);
  else if (/^~(?:[\\/]|$)/.test(word.text) && word.known && scope.place.type === 'here')
    scope.changeDirectory(`${state.run.ports.home}${slashed(word).text.slice(1)}`);
  else scope.changeDirectory(state.run.resolve(slashed(word), scope));
  return nothing;
}

function invokeExpression(call: CmdletCall): Value {
  const { list, state, emission, source } = call;
  const parameters = new Parameters(list, ['command'], none);
  const value = parameters.get('command') ?? parameters.positional[0] ?? emission.input ?? nothing;
  if (value.type === 'block') return runBlock(value.block, state, []);
  if (value.type === 'words' && value.file) {
    const path = state.run.resolve(slashed(value.file), state.scope);
    const text = path === undefined ? undefined : state.run.fileText(path);
    if (text?.type === 'text') return openText(plainWord(text.text), state, 'Invoke-Expression', source);
  }
  const decoded = decodedText(value, state);
  if (decoded !== undefined) return openText(plainWord(decoded), state, 'Invoke-Expression', source);
  // An installer from the net is as unknown as any download; the POSIX reader treats `curl … | sh` alike.
  const downloaded =
    (value.type === 'words' && value.from?.some(({ program }) => /^(?:invoke-(?:restmethod|webrequest)|curl|wget)$/.test(program))) ||
    /(?:DownloadString|Invoke-RestMethod|\birm\b|\biwr\b|Invoke-WebRequest|ReadToEnd)/i.test(wordFrom(value).text);
  if (!isKnown(value) && downloaded) {
    emitCmdlet('invoke-expression', [wordFrom(value)], state, source, { input: value });
    return unknownValue(source);
  }
  return openText(wordFrom(value), state, 'Invoke-Expression', source);
}

/** `[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('…'))` stands in the value as its source. */
function decodedText(value: Value, state: PowerShellState): string | undefined {
  const base64 = /FromBase64String\(\s*['"]([A-Za-z0-9+/=]+)['"]/i.exec(wordFrom(value).text)?.[1];
  if (base64 === undefined) return undefined;
  return state.run.ports.decodeBase64(base64)?.replaceAll('\0', '');
}

function forEachObject(call: CmdletCall): Value {
  const { list, state, emission, source } = call;
  const blocks = list.flatMap(({ value }) => (value?.type === 'block' ? [value.block] : []));
  const before = state.run.invocations.length;
  if (blocks.length === 0) {
    const name = list.find(({ value }) => value?.type === 'words')?.value;
    const member = name ? wordFrom(name).text : '';
    if (/^delete$/i.test(member) && emission.input) {
      emitCmdlet('remove-item', [...wordsOf(emission.input), plainWord('-Recurse')], state, source);
      return nothing;
    }
    return /^(?:FullName|Path|Name)$/i.test(member) && emission.input ? emission.input : unknownOutput(source, state, before);
  }
  const input = emission.input ?? unknownValue('$_', '_');
  const items = input.type === 'words' && input.words.length === 0 ? unknownValue('$_', '_') : input;
  for (const block of blocks) {
    if (items.type === 'words') {
      forItems(items, '_', state, () => {
        state.set('psitem', state.get('_', '$_'));
        runBlock(block, state, []);
      });
    } else {
      state.set('_', items);
      runBlock(block, state, []);
    }
  }
  return unknownOutput(source, state, before);
}

function wordsOf(value: Value): readonly Word[] {
  return value.type === 'words' ? value.words : [wordFrom(value)];
}

function whereObject({ list, state, emission }: CmdletCall): Value {
  const block = list.find(({ value }) => value?.type === 'block')?.value;
  const input = emission.input ?? nothing;
  if (block?.type === 'block') {
    // What runs in a filter runs.
    state.set('_', input.type === 'words' && input.words.length === 1 ? input : unknownValue('$_', '_'));
    runBlock(block.block, state, []);
    return filtered(input, block.block);
  }
  return input;
}

const startNames = [
  'filepath',
  'argumentlist',
  'args',
  'workingdirectory',
  'verb',
  'windowstyle',
  'credential',
  'wait',
  'nonewwindow',
  'passthru',
  'redirectstandardoutput',
  'redirectstandarderror',
];

function startProcess(call: CmdletCall): Value | undefined {
  const { list, state, source } = call;
  const parameters = new Parameters(list, startNames, none);
  const positional = [...parameters.positional];
  const program = parameters.get('filepath') ?? positional.shift();
  const args = parameters.get('argumentlist', 'args') ?? positional.shift();
  if (!program) return undefined;
  const words = args?.type === 'words' ? args.words.flatMap((word) => (/\s/.test(word.text) ? split(word) : [word])) : [];
  // Addresses and documents are opened, not run.
  if (/^(?:https?|mailto|ms-settings|shell):/i.test(wordFrom(program).text)) {
    keep(call);
    return nothing;
  }
  const inner = state.fork(state.scope.within('start-process'));
  const folder = parameters.get('workingdirectory');
  if (folder) inner.scope.cwd = state.run.resolve(slashed(wordFrom(folder)), state.scope);
  runProgram([wordFrom(program), ...words], inner, undefined, source);
  return nothing;
}

const remoteNames = [
  'scriptblock',
  'computername',
  'cn',
  'session',
  'hostname',
  'vmname',
  'containerid',
  'argumentlist',
  'args',
  'filepath',
  'credential',
  'asjob',
  'jobname',
  'authentication',
  'usessl',
  'port',
  'username',
  'keyfilepath',
  'initializationscript',
  'name',
];

/** `Invoke-Command` on this machine or others, `Start-Job`, `Measure-Command`. */
function invokeCommand(call: CmdletCall): Value | undefined {
  const { list, state, name, source } = call;
  const parameters = new Parameters(list, remoteNames, new Set(['asjob', 'usessl']));
  const where = parameters.get('computername', 'cn', 'hostname', 'session', 'vmname', 'containerid');
  const block =
    parameters.get('scriptblock', 'initializationscript', 'expression') ?? list.find(({ value }) => value?.type === 'block')?.value;
  const host = where ? wordFrom(where).text : parameters.positional.length > 1 ? wordFrom(parameters.positional[0]!).text : undefined;
  const args = parameters.get('argumentlist', 'args');
  if (block?.type !== 'block') {
    if (block && !isKnown(block)) state.run.opaque(`${name} runs text that cannot be known`, source);
    return undefined;
  }
  const local = host === undefined || /^(?:localhost|127\.0\.0\.1|\.)$/i.test(host);
  const scope = local ? state.scope.within(name) : state.scope.at({ type: 'host', tool: name, name: host }, name);
  const inner = state.fork(scope);
  const before = state.run.invocations.length;
  runBlock(block.block, inner, args?.type === 'words' ? args.words.map(wordValue) : []);
  return unknownOutput(source, state, before);
}

function setVariable(call: CmdletCall): Value {
  const parameters = new Parameters(call.list, ['name', 'value', 'scope', 'option', 'description'], none);
  const positional = [...parameters.positional];
  const name = textOf(parameters.get('name') ?? positional.shift());
  const value = parameters.get('value') ?? positional.shift() ?? call.emission.input;
  if (name !== undefined) call.state.set(name.toLowerCase(), value ?? nothing);
  return nothing;
}

function setAlias({ list, state }: CmdletCall): Value {
  const parameters = new Parameters(list, ['name', 'value', 'scope', 'option', 'force', 'description'], none);
  const positional = [...parameters.positional];
  const name = textOf(parameters.get('name') ?? positional.shift());
  const value = textOf(parameters.get('value') ?? positional.shift());
  if (name !== undefined && value !== undefined && state.aliases.size < 256) state.aliases.set(name.toLowerCase(), value.toLowerCase());
  return nothing;
}

function writeOutput(call: CmdletCall): Value {
  keep(call);
  const values = call.list.flatMap(({ value }) => (value ? [value] : []));
  const words = values.flatMap(wordsOf);
  if (words.length === 0) return call.emission.input ?? nothing;
  return { type: 'words', words: call.name === 'write-output' ? words : [], ...(words.length > 1 ? { many: true } : {}) };
}

function getContent(call: CmdletCall): Value {
  keep(call);
  const parameters = new Parameters(call.list, ['path', 'literalpath', 'encoding', 'tail', 'totalcount', 'raw', 'delimiter'], none);
  const path = parameters.get('path', 'literalpath') ?? parameters.positional[0];
  const word = path ? wordFrom(path) : undefined;
  return {
    type: 'words',
    words: [unknownWord(`$(${call.source})`)],
    ...(word ? { file: slashed(word) } : {}),
    from: call.state.run.invocations.slice(-1),
  };
}

function getItems(call: CmdletCall): Value {
  const parameters = new Parameters(call.list, ['path', 'literalpath', 'filter', 'force', 'relative'], new Set(['relative']));
  const path = parameters.get('path', 'literalpath') ?? parameters.positional[0] ?? call.emission.input;
  return path?.type === 'words' ? { ...path, words: path.words.map(globbed) } : unknownValue(call.source);
}

function joinPath(call: CmdletCall): Value {
  const parameters = new Parameters(call.list, ['path', 'childpath', 'additionalchildpath', 'resolve'], new Set(['resolve']));
  const parts = [...parameters.positional];
  const first = parameters.get('path') ?? parts.shift() ?? call.emission.input ?? nothing;
  const children = [parameters.get('childpath') ?? parts.shift(), parameters.get('additionalchildpath'), ...parts].flatMap((value) =>
    value ? wordsOf(value) : [],
  );
  const words = wordsOf(first).map((word) => concat([word, ...children.flatMap((child) => [plainWord('/'), slashed(child)])]));
  return { type: 'words', words };
}

function splitPath(call: CmdletCall): Value {
  const parameters = new Parameters(
    call.list,
    ['path', 'literalpath', 'parent', 'leaf', 'leafbase', 'extension', 'qualifier', 'noqualifier', 'isabsolute'],
    new Set(['parent', 'leaf', 'leafbase', 'extension', 'qualifier', 'noqualifier', 'isabsolute']),
  );
  const path = parameters.get('path', 'literalpath') ?? parameters.positional[0] ?? call.emission.input;
  const text = textOf(path);
  if (text === undefined || !path) return unknownValue(call.source);
  const cut = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
  if (parameters.has('leaf')) return wordValue(plainWord(text.slice(cut + 1)));
  if (parameters.has('leafbase') || parameters.has('extension') || parameters.has('qualifier') || parameters.has('noqualifier'))
    return unknownValue(call.source);
  return wordValue(plainWord(cut > 0 ? text.slice(0, cut) : ''));
}

function passThrough({ emission, name, list }: CmdletCall): Value | undefined {
  if (name === 'select-object' && list.some(({ parameter }) => /^-exp/i.test(parameter ?? ''))) {
    const field = list.map(({ value }) => (value ? wordFrom(value).text : '')).find((text) => text !== '') ?? '';
    if (!/^(?:FullName|Path|Name|PSPath)$/i.test(field)) return unknownValue(`$(${name})`);
  }
  return emission.input ?? nothing;
}

function convertToJson({ list, emission }: CmdletCall): Value {
  const parameters = new Parameters(
    list,
    ['inputobject', 'depth', 'compress', 'asarray', 'enumsasstrings'],
    new Set(['compress', 'asarray', 'enumsasstrings']),
  );
  const value = parameters.get('inputobject') ?? emission.input ?? parameters.positional[0];
  return value ? wordValue(jsonOf(value)) : nothing;
}

/** `New-Object Type(args)`: a folder is its path, a command of a database its text. */
function newObject(call: CmdletCall): Value {
  const parameters = new Parameters(call.list, ['typename', 'argumentlist', 'args', 'comobject', 'property', 'strict'], none);
  const positional = [...parameters.positional];
  const type = textOf(parameters.get('typename') ?? positional.shift()) ?? '';
  const args = parameters.get('argumentlist', 'args') ?? positional.shift();
  if (args?.type === 'words' && /IO\.(?:Directory|File)Info$/i.test(type)) return args;
  if (args?.type === 'words' && /Command$/i.test(type) && args.words[0])
    emitCmdlet('invoke-sqlcmd', [plainWord('-Query'), args.words[0]], call.state, call.source);
  const properties = parameters.get('property');
  return properties?.type === 'hash' ? properties : unknownValue(call.source);
}

/** Cmdlets that take what they work on from the pipe, too. */
function withPiped(call: CmdletCall): Value | undefined {
  const { name, list, state, emission, source } = call;
  const { input } = emission;
  if (!input) return undefined;
  const before = state.run.invocations.length;
  const words = wordsOf(input);
  // What nobody knows goes to the cmdlet all the same.
  const items = words.length > 0 ? words : [unknownWord('$input')];
  const piped = items.slice(0, 64).map((word) => concat([plainWord('-PipedPath:'), slashed(word)]));
  emitCmdlet(name, [...cmdletWords(list), ...piped], state, source, { ...emission, input: undefined });
  return unknownOutput(source, state, before);
}

export const cmdlets: ReadonlyMap<string, Cmdlet> = new Map<string, Cmdlet>([
  ...['set-location', 'push-location', 'pop-location'].map((name) => [name, changeDirectory] as const),
  ['invoke-expression', invokeExpression],
  ['foreach-object', forEachObject],
  ['where-object', whereObject],
  ['start-process', startProcess],
  ...['invoke-command', 'start-job', 'start-threadjob', 'measure-command', 'register-scheduledjob', 'trace-command'].map(
    (name) => [name, invokeCommand] as const,
  ),
  ['set-variable', setVariable],
  ['new-variable', setVariable],
  ['set-alias', setAlias],
  ['new-alias', setAlias],
  ['write-output', writeOutput],
  ['write-host', writeOutput],
  ['get-content', getContent],
  ['get-childitem', (call) => (keep(call), listed(call.list))],
  ...['get-item', 'resolve-path', 'convert-path'].map((name) => [name, getItems] as const),
  ['join-path', joinPath],
  ['split-path', splitPath],
  ['get-location', ({ state }) => state.get('pwd', '$PWD')],
  ['new-temporaryfile', () => wordValue(concat([wordFrom(unknownValue('$env:TEMP', 'TEMP')), plainWord('/tmp.tmp')]))],
  ...['select-object', 'sort-object', 'out-string', 'group-object', 'get-unique'].map((name) => [name, passThrough] as const),
  ['out-null', () => nothing],
  ['convertto-json', convertToJson],
  ['new-object', newObject],
  ...[
    'remove-item',
    'clear-item',
    'clear-content',
    'move-item',
    'copy-item',
    'rename-item',
    'remove-itemproperty',
    'clear-itemproperty',
  ].map((name) => [name, withPiped] as const),
]);
