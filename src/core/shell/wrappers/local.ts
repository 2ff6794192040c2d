import { after } from '../../rules/arguments.ts';
import { mentionedFiles } from '../../environments/selections.ts';
import type { Call, Handler, Output, Run } from '../call.ts';
import type { Word } from '../invocation.ts';
import { resolvePath } from '../paths.ts';
import { childShell, runShellCode } from '../scripts.ts';
import { plainWord, unknownWord } from '../word.ts';
import { has, names, readOptions, runInner, runRest, valueOf, type OptionSyntax } from './options.ts';

interface Prefix extends OptionSyntax {
  /** Operands of its own before the program: `timeout DURATION`. */
  readonly operands?: number;
}

/**
 * Programs that run the rest of their words as it stands, on this machine, with the options that take a value. From their manual
 * pages (https://man7.org/linux/man-pages/, https://man.openbsd.org/doas, https://ss64.com/mac/caffeinate.html).
 */
const prefixes: Readonly<Record<string, Prefix>> = {
  doas: { short: 'Cu' },
  pkexec: { long: names('--user') },
  nice: { short: 'n', long: names('--adjustment') },
  ionice: { short: 'cnpPu', long: names('--class --classdata --pid --pgid --uid') },
  nohup: {},
  setsid: {},
  timeout: { short: 'ks', long: names('--kill-after --signal'), operands: 1 },
  gtimeout: { short: 'ks', long: names('--kill-after --signal'), operands: 1 },
  stdbuf: { short: 'ioe', long: names('--input --output --error') },
  unbuffer: {},
  time: { short: 'fo', long: names('--format --output') },
  gtime: { short: 'fo', long: names('--format --output') },
  chrt: { short: 'TPD', long: names('--sched-runtime --sched-period --sched-deadline'), operands: 1 },
  taskset: { operands: 1 },
  numactl: { short: 'iNmpCP', long: names('--interleave --cpunodebind --membind --preferred --physcpubind --localalloc') },
  prlimit: { long: names('--pid --output') },
  setarch: {},
  linux32: {},
  linux64: {},
  arch: {},
  caffeinate: { short: 'tw' },
  chronic: {},
  ifne: {},
  catchsegv: {},
  proot: { short: 'rbwq' },
  fakeroot: { short: 'lfisbu', long: names('--lib --faked --save-file --load-file') },
  fakechroot: { short: 'ld' },
  firejail: {},
  rlwrap: { short: 'abcCDefFgHilmMpPqsStwz' },
  setpriv: { flags: names('--clear-groups --dump --init-groups --keep-groups --list-caps --no-new-privs --nnp --reset-env') },
  softlimit: { short: 'adfmclornspt' },
  chpst: { short: 'uUbeCnlmdofcrtp/' },
  setuidgid: { operands: 1 },
  'systemd-inhibit': { long: names('--what --who --why --mode') },
  'dbus-run-session': { long: names('--config-file --dbus-daemon') },
  'dbus-launch': {},
  'xvfb-run': { short: 'efnpsw', long: names('--error-file --auth-file --server-num --xauth-protocol --server-args --wait') },
  optirun: { short: 'bcdCl' },
  primusrun: {},
  gamemoderun: {},
  eatmydata: {},
  torsocks: {},
  torify: {},
  proxychains: { short: 'f' },
  proxychains4: { short: 'f' },
  tsocks: {},
  sem: { short: 'jT', long: names('--id --jobs --semaphoretimeout --st') },
  hyperfine: { short: 'wmMrsSLpcnuNi' },
  valgrind: {},
  gosu: { operands: 1 },
  sshpass: { short: 'fdpP' },
  'su-exec': { operands: 1 },
  tini: { short: 'pev' },
  'dumb-init': { short: 'r' },
  catatonit: {},
  faketime: { short: 'fmp', operands: 1 },
  cpulimit: { short: 'lep', long: names('--limit --exe --pid') },
  runcon: { short: 'turl', long: names('--type --user --role --range'), operands: 0 },
  cgexec: { short: 'g' },
  'aa-exec': { short: 'pn', long: names('--profile --namespace') },
  strace: { short: 'abeEIoOpPsSuUX', long: names('--trace --signal --status --string-limit --attach --user --output --env --trace-path') },
  ltrace: { short: 'aAeFlnopsuwxX', long: names('--output --library') },
  dtruss: { short: 'nptb' },
};

function prefix(call: Call, run: Run, name: string): Output | undefined {
  const syntax = prefixes[name]!;
  const { at } = readOptions(call.argv, 1, syntax);
  return runRest(call, run, at + (syntax.operands ?? 0), name);
}

/** https://www.sudo.ws/docs/man/sudo.man/ */
const sudoSyntax: OptionSyntax = {
  short: 'CDghpRrTtuU',
  long: names('--close-from --chdir --group --host --prompt --chroot --role --command-timeout --type --user --other-user'),
  assignments: true,
};

function sudo(call: Call, run: Run, name: string): Output | undefined {
  const options = readOptions(call.argv, 1, sudoSyntax);
  if (has(options, '-e', '--edit', '-l', '--list', '-v', '--validate')) return undefined;
  const assignments = call.argv.slice(1, options.at).filter((word) => /^[A-Za-z_]\w*=/.test(word.text));
  const inner = assignments.length > 0 ? { ...call, variables: withAssignments(call, assignments) } : call;
  if (options.at >= call.argv.length) return readsShell(options.values.has('-s') || options.values.has('-i'), inner, run, name);
  const scope = call.scope.within(name);
  const directory = valueOf(options, '-D', '--chdir');
  if (directory) scope.cwd = directory.known ? resolvePath(scope.cwd, directory.text) : undefined;
  if (has(options, '-i', '--login')) scope.cwd = undefined;
  return runInner(inner, run, call.argv.slice(options.at), scope);
}

/** `sudo -s`, `su`: a shell that reads the wrapper's standard input. */
function readsShell(starts: boolean, call: Call, run: Run, name: string): Output | undefined {
  if (!starts || call.input.type === 'none') return undefined;
  return runInner(call, run, [plainWord('sh')], call.scope.within(name));
}

function withAssignments(call: Call, assignments: readonly Word[]): ReadonlyMap<string, Word> {
  const variables = new Map(call.variables ?? call.scope.variables);
  for (const word of assignments) {
    const equals = word.text.indexOf('=');
    variables.set(word.text.slice(0, equals), after(word, equals + 1));
  }
  return variables;
}

/** https://man7.org/linux/man-pages/man1/su.1.html and runuser.1: `su [options] [-] [user [argument…]]`, options anywhere. */
function su(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  if (name === 'runuser') {
    const options = readOptions(argv, 1, {
      short: 'ugGcsw',
      long: names('--user --group --supp-group --command --shell --whitelist-environment'),
    });
    if (has(options, '-u', '--user')) return runRest(call, run, options.at, name);
  }
  for (let i = 1; i < argv.length; i++) {
    const { text } = argv[i]!;
    if (/^-[a-z]*c$|^--command$|^--session-command$/.test(text)) return runCommandText(argv[i + 1], argv.slice(i + 2), call, run, name);
    if (text.startsWith('--command=')) return runCommandText(plainWord(text.slice(10)), [], call, run, name);
    if (/^-[gGsw]$|^--(?:shell|group|supp-group)$/.test(text)) i++;
  }
  return readsShell(true, call, run, name);
}

/** The text of a `-c`. */
function runCommandText(code: Word | undefined, rest: readonly Word[], call: Call, run: Run, name: string): Output | undefined {
  if (!code) return undefined;
  run.redirections(call);
  const scope = childShell(call, name, rest[0], rest.slice(1));
  return runShellCode(code, scope, call, run, name);
}

/** https://www.gnu.org/software/coreutils/manual/html_node/env-invocation.html, with BSD's -P. */
const envSyntax: OptionSyntax = {
  short: 'uCSPa',
  long: names('--unset --chdir --split-string --argv0'),
};

function env(call: Call, run: Run, name: string): Output | undefined {
  let { argv } = call;
  let options = readOptions(argv, 1, envSyntax);
  const split = valueOf(options, '-S', '--split-string');
  if (split) {
    // Its quoting is close enough to the shell's to be read as such.
    argv = [argv[0]!, ...splitWords(run.hidden.encode(split), run), ...argv.slice(options.at)];
    options = readOptions(argv, 1, envSyntax);
  }
  let { at } = options;
  const start = at;
  // `env $(cat .env | xargs) command`: what a substitution prints there can only be assignments.
  while (at < argv.length && (/^[^=]+=/.test(argv[at]!.text) || (at + 1 < argv.length && isSubstitution(argv[at]!)))) at++;
  if (at >= argv.length) return undefined;
  const given = argv.slice(start, at);
  const inner =
    at > start
      ? {
          ...call,
          variables: withAssignments(
            call,
            given.filter((word) => !isSubstitution(word)),
          ),
        }
      : call;
  const scope = call.scope.within(name);
  const files = given.filter(isSubstitution).flatMap(mentionedFiles);
  if (files.length > 0) {
    const paths = files.flatMap((file) => run.resolve(plainWord(file), scope) ?? []);
    scope.supplies = [...(scope.supplies ?? []), { tool: 'dotenv', files: paths }];
  }
  const directory = valueOf(options, '-C', '--chdir');
  if (directory) scope.cwd = directory.known ? resolvePath(scope.cwd, directory.text) : undefined;
  return runInner(inner, run, argv.slice(at), scope);
}

function isSubstitution(word: Word): boolean {
  return word.pieces.length === 1 && word.pieces[0]!.type === 'unknown' && /^(?:\$\(|`)/.test(word.pieces[0]!.value);
}

function splitWords(source: string, run: Run): readonly Word[] {
  const words: Word[] = [];
  for (const [part] of source.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g)) {
    const text = part.replace(
      /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replace(/\\(["\\$])/g, '$1') ?? (escaped === '_' ? ' ' : (escaped ?? '')),
    );
    // `${NAME}` is the only expansion that env itself does.
    words.push(/\$\{\w+\}/.test(text) ? unknownWord(text) : run.hidden.word(text));
  }
  return words;
}

/** `flock [options] file command…`, `flock [options] file -c text`. https://man7.org/linux/man-pages/man1/flock.1.html */
function flock(call: Call, run: Run, name: string): Output | undefined {
  const { at } = readOptions(call.argv, 1, { short: 'wEc', long: names('--timeout --wait --conflict-exit-code') });
  const next = call.argv[at + 1];
  if (next && /^-c$|^--command$/.test(next.text)) return runCommandText(call.argv[at + 2], [], call, run, name);
  return runRest(call, run, at + 1, name);
}

/** `script [options] [file]` with `-c text`; on BSD and macOS `script [options] file command…`. */
function script(call: Call, run: Run, name: string): Output | undefined {
  const options = readOptions(call.argv, 1, {
    short: 'cEIBOTmoFt',
    long: names('--command --echo --log-in --log-io --log-out --log-timing --output-limit'),
  });
  const code = valueOf(options, '-c', '--command');
  if (code) return runCommandText(code, [], call, run, name);
  return runRest(call, run, options.at + 1, name);
}

/** `systemd-run [options] command…`: options with a value are written apart or with `=`. */
function systemdRun(call: Call, run: Run, name: string): Output | undefined {
  const { at } = readOptions(call.argv, 1, {
    short: 'HMpEtu',
    flags: names(
      '--no-ask-password --scope --remain-after-exit --send-sighup --no-block --wait --pty --pipe --shell --quiet --collect --user --system --same-dir --help --version -P -q -G -r -d -S -t',
    ),
  });
  return runRest(call, run, at, name);
}

/** `busybox rm -rf x`: the applet is the program. */
function applet(call: Call, run: Run, name: string): Output | undefined {
  const first = call.argv[1];
  return !first || first.text.startsWith('-') ? undefined : runRest(call, run, 1, name);
}

function perf(call: Call, run: Run, name: string): Output | undefined {
  const dashes = call.argv.findIndex((word) => word.text === '--');
  if (dashes > 0) return runRest(call, run, dashes + 1, name);
  return undefined;
}

function newgrp(call: Call, run: Run, name: string): Output | undefined {
  const at = call.argv.findIndex((word) => word.text === '-c');
  if (at > 0) return runCommandText(call.argv[at + 1], [], call, run, name);
  return readsShell(name === 'newgrp', call, run, name);
}

/** `capsh [options] -- [arguments of bash]`. https://man7.org/linux/man-pages/man1/capsh.1.html */
function capsh(call: Call, run: Run, name: string): Output | undefined {
  const dashes = call.argv.findIndex((word) => word.text === '--' || word.text === '==');
  return dashes > 0 ? runInner(call, run, [plainWord('bash'), ...call.argv.slice(dashes + 1)], call.scope.within(name)) : undefined;
}

/** Wrappers that run words or a text on this machine. */
export const localWrappers: readonly (readonly [string, Handler])[] = [
  ...Object.keys(prefixes).map((name): readonly [string, Handler] => [name, prefix]),
  ['sudo', sudo],
  ['su', su],
  ['runuser', su],
  ['sg', newgrp],
  ['env', env],
  ['genv', env],
  ['flock', flock],
  ['script', script],
  ['systemd-run', systemdRun],
  ['busybox', applet],
  ['toybox', applet],
  ['perf', perf],
  ['gdb', perf],
  ['capsh', capsh],
  ['newgrp', newgrp],
];
