import type { Call, Handler, Output, Run } from '../call.ts';
import type { Input, Place, Word } from '../invocation.ts';
import { runShellCode, runShellInput } from '../scripts.ts';
import { joinWords, literalPath, plainWord } from '../word.ts';
import { has, readOptions, valueOf, type OptionSyntax } from './options.ts';
import { upTo } from '../../text.ts';

/** https://man.openbsd.org/ssh */
const sshSyntax: OptionSyntax = { short: 'BbcDEeFIiJLlmOoPpQRSWw' };

function ssh(call: Call, run: Run, name: string): Output | undefined {
  const options = readOptions(call.argv, 1, sshSyntax);
  const host = call.argv[options.at];
  if (!host) return undefined;
  localCommands(call, run, call.argv.slice(1, options.at));
  // Options may stand behind the host, too.
  const { at } = readOptions(call.argv, options.at + 1, sshSyntax);
  const words = call.argv.slice(at);
  // The account of Dokku has its command for a shell: https://dokku.com/docs/getting-started/where-to-get-help/
  if (/^(?:ssh:\/\/)?dokku@/.test(host.text) && words.length > 0) words.unshift(plainWord('dokku'));
  return runRemote(call, run, { type: 'host', tool: name, name: hostName(host.text) }, words);
}

/** `-o ProxyCommand=…` and `-o LocalCommand=…` run here. */
function localCommands(call: Call, run: Run, options: readonly Word[]): void {
  for (const { text } of options) {
    const command = /^(?:-o)?\s*(?:ProxyCommand|LocalCommand|KnownHostsCommand)[=\s](.+)$/is.exec(text)?.[1]?.trimStart();
    if (command !== undefined && command !== '' && command !== 'none') run.shellText(command, call.scope.within('ssh'), false);
  }
}

/** `user@host:port` or `ssh://user@host:port/` → `host`. */
function hostName(destination: string): string {
  const text = upTo(destination.replace(/^\w+:\/\//, ''), '/');
  const host = text.slice(text.lastIndexOf('@') + 1);
  return host.startsWith('[') ? upTo(host.slice(1), ']') : host.replace(/:\d*$/, '');
}

/** Words that a login shell on the other side reads as text; without any it reads standard input. */
export function runRemote(call: Call, run: Run, place: Place, words: readonly Word[]): Output | undefined {
  if (place.type === 'here') return undefined;
  const scope = call.scope.at(place, place.tool);
  scope.input = hereInput(call, run);
  const inner = { ...call, input: scope.input };
  if (words.length === 0) {
    const before = call.input.type === 'text' || call.input.type === 'file' ? runShellInput(call.input, scope, call, run) : undefined;
    if (before) run.redirections(call);
    return before;
  }
  run.redirections(call);
  return runShellCode(joinWords(words, ' '), scope, inner, run, place.tool);
}

/** Input from a file of this machine, named so that it is found from another place. */
export function hereInput(call: Call, run: Run): Input {
  if (call.input.type !== 'file') return call.input;
  const path = run.resolve(call.input.path, call.scope);
  return path === undefined ? call.input : { type: 'file', path: literalPath(path) };
}

function mosh(call: Call, run: Run, name: string): Output | undefined {
  const options = readOptions(call.argv, 1, {
    short: 'p',
    flags: new Set(['--local', '--no-init', '--help', '--version', '--no-ssh-pty']),
  });
  const host = call.argv[options.at];
  if (!host) return undefined;
  const rest = call.argv.slice(options.at + 1);
  return runRemote(call, run, { type: 'host', tool: name, name: hostName(host.text) }, rest[0]?.text === '--' ? rest.slice(1) : rest);
}

/** `vagrant ssh [name] -c text`. https://developer.hashicorp.com/vagrant/docs/cli/ssh */
function vagrant(call: Call, run: Run, name: string): Output | undefined {
  if (call.argv[1]?.text !== 'ssh') return undefined;
  run.emit(call);
  const at = call.argv.findIndex((word) => word.text === '-c' || word.text === '--command');
  const machine = call.argv[2] && !call.argv[2].text.startsWith('-') ? call.argv[2].text : 'default';
  return at > 0 && call.argv[at + 1] ? runRemote(call, run, { type: 'host', tool: name, name: machine }, [call.argv[at + 1]!]) : undefined;
}

/** Options of the hosting tools that take a value, as far as they may stand before the command. */
const hostedSyntax: OptionSyntax = {
  short: 'apsercgiCnqdNm',
  long: new Set(
    '--app --address --command --config --container --group --machine --org --region --user --remote --service --environment --project --size --type --env --deployment-instance --session --identity-file'.split(
      ' ',
    ),
  ),
};

/** Tools whose subcommand runs a command in a machine of theirs: `fly ssh console -C`, `heroku run`, `railway ssh`, … */
const hosted: Readonly<Record<string, readonly string[]>> = {
  fly: ['ssh console', 'machine exec', 'console'],
  flyctl: ['ssh console', 'machine exec', 'console'],
  heroku: ['run', 'run:detached', 'ps:exec'],
  railway: ['ssh'],
  render: ['ssh'],
  scalingo: ['run'],
  eb: ['ssh'],
  dokku: ['run', 'enter'],
  cf: ['ssh'],
  gigalixir: ['ps:run', 'ps:ssh'],
  clever: ['ssh'],
  platform: ['ssh'],
  upsun: ['ssh'],
};

function hostedCommand(call: Call, run: Run, name: string): Output | undefined {
  const words: string[] = [];
  let start = 1;
  const options = readOptions(call.argv, 1, hostedSyntax);
  start = options.at;
  for (let i = start; i < call.argv.length && words.length < 2; i++) words.push(call.argv[i]!.text);
  const subcommand = hosted[name]!.find((known) => words.join(' ') === known || words[0] === known);
  if (subcommand === undefined) return undefined;
  const inner = readOptions(call.argv, start + subcommand.split(' ').length, hostedSyntax);
  const code =
    subcommand === 'ssh console' || subcommand === 'console' ? valueOf(inner, '-C', '--command') : valueOf(inner, '-c', '--command');
  const application = valueOf(options, '-a', '--app') ?? valueOf(inner, '-a', '--app', '-s', '--service') ?? undefined;
  let rest = call.argv.slice(inner.at);
  if (subcommand === 'machine exec' || name === 'dokku' || name === 'cf' || (name === 'eb' && rest.length > 0)) rest = rest.slice(1);
  if (rest[0]?.text === '--') rest = rest.slice(1);
  const place: Place = { type: 'host', tool: name, name: application?.text ?? '' };
  const command = code ? [code] : has(inner, '--help') ? [] : rest;
  if (command.length === 0) return undefined;
  run.emit(call);
  return runRemote({ ...call, redirects: [] }, run, place, command);
}

/** Wrappers that reach another machine. */
export const remoteWrappers: readonly (readonly [string, Handler])[] = [
  ['ssh', ssh],
  ['autossh', ssh],
  ['mosh', mosh],
  ['vagrant', vagrant],
  ...Object.keys(hosted).map((name): readonly [string, Handler] => [name, hostedCommand]),
];
