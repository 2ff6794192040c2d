import { after } from '../../rules/arguments.ts';
import type { Call, Handler, Output, Run } from '../call.ts';
import type { Word } from '../invocation.ts';
import { childShell, runShellCode } from '../scripts.ts';
import { names } from './options.ts';
import { runRemote } from './remote.ts';

/** How a tool names a command that it runs in a machine of its own or of a cloud. */
interface Reach {
  /** Its first words; several spellings are separated by `|`. */
  readonly verb: string;
  /** Options whose value is the command, as text. */
  readonly text?: readonly string[];
  /** The command stands behind `--`. */
  readonly dashes?: boolean;
  /** The command stands behind this many operands, the first of which names the machine. */
  readonly operands?: number;
  /** Options that take a value, so that it is not taken for an operand. */
  readonly valued?: ReadonlySet<string>;
}

/** From the documentation of each tool: `… ssh`, `… exec`, `… run-command`. */
const machines: Readonly<Record<string, readonly Reach[]>> = {
  // https://cloud.google.com/sdk/gcloud/reference/compute/ssh
  gcloud: [
    {
      verb: 'compute ssh|alpha compute ssh|beta compute ssh|compute tpus tpu-vm ssh|cloud-shell ssh|workstations ssh',
      text: ['--command'],
      dashes: true,
    },
    { verb: 'app instances ssh', dashes: true },
  ],
  // https://docs.aws.amazon.com/cli/latest/reference/ecs/execute-command.html, …/ssm/send-command.html
  aws: [
    { verb: 'ecs execute-command', text: ['--command'] },
    { verb: 'ssm send-command', text: ['--parameters'] },
    { verb: 'ssm start-session', text: ['--parameters'] },
  ],
  // https://learn.microsoft.com/cli/azure/vm/run-command, …/container#az-container-exec, …/containerapp#az-containerapp-exec
  az: [
    { verb: 'vm run-command invoke|vmss run-command invoke|vm run-command create', text: ['--scripts', '--script'] },
    { verb: 'container exec', text: ['--exec-command'] },
    { verb: 'containerapp exec|webapp ssh', text: ['--command'] },
    { verb: 'aks command invoke', text: ['--command', '-c'] },
    { verb: 'ssh vm|ssh arc', dashes: true },
  ],
  doctl: [{ verb: 'compute ssh', text: ['--ssh-command'] }],
  hcloud: [{ verb: 'server ssh', operands: 1 }],
  gh: [{ verb: 'codespace ssh|cs ssh', dashes: true }],
  coder: [{ verb: 'ssh', operands: 1 }],
  gitpod: [{ verb: 'environment ssh', dashes: true }],
  devpod: [{ verb: 'ssh', text: ['--command'] }],
  devcontainer: [
    {
      verb: 'exec',
      operands: 0,
      valued: names('--workspace-folder --container-id --id-label --config --docker-path --remote-env --user-data-folder'),
    },
  ],
  tsh: [
    { verb: 'ssh', operands: 1, valued: names('--proxy --user --login -l -p --port --cluster -i') },
    { verb: 'kube exec', dashes: true },
  ],
  tailscale: [{ verb: 'ssh', operands: 1 }],
  boundary: [{ verb: 'connect ssh', dashes: true }],
  // https://documentation.ubuntu.com/multipass/en/latest/reference/command-line-interface/exec/
  multipass: [{ verb: 'exec', operands: 1, valued: names('--working-directory -d') }],
  limactl: [{ verb: 'shell', operands: 1, valued: names('--workdir --shell') }],
  lima: [{ verb: '', operands: 0 }],
  colima: [{ verb: 'ssh', dashes: true }],
  orb: [{ verb: '', operands: 0, valued: names('-m --machine -u --user -w --workdir --path') }],
  minikube: [{ verb: 'ssh', dashes: true, operands: 0 }],
  adb: [{ verb: 'shell', operands: 0, valued: names('-s -t -H -P -L') }],
  incus: [{ verb: 'exec', operands: 1, valued: names('--cwd --env --group --user --mode') }],
  lxc: [{ verb: 'exec', operands: 1, valued: names('--cwd --env --group --user --mode') }],
  pct: [{ verb: 'exec', operands: 1 }],
  crictl: [{ verb: 'exec', operands: 1 }],
  ctr: [{ verb: 'task exec|tasks exec', operands: 1, valued: names('--exec-id --cwd --user') }],
  nomad: [{ verb: 'alloc exec|exec', operands: 1, valued: names('-task -job -namespace -region -e -address -i -t') }],
  juju: [{ verb: 'ssh|exec|run', dashes: true, operands: 1, valued: names('-m --model --unit --application --machine --timeout') }],
  'docker-machine': [{ verb: 'ssh', operands: 1 }],
  // https://docs.ansible.com/ansible/latest/command_guide/intro_adhoc.html
  ansible: [{ verb: '', text: ['-a', '--args'], valued: names('-m -i -u -f -e -l -t') }],
  pdsh: [{ verb: '', operands: 0, valued: names('-w -g -x -l -f -t -u -R') }],
  clush: [{ verb: '', operands: 0, valued: names('-w -g -x -l -f -t -u -X') }],
  dsh: [{ verb: '', operands: 0, valued: names('-m -g -f -r -o -n') }],
  dcli: [{ verb: '', operands: 0, valued: names('-c -g -l -f') }],
  // https://docs.chef.io/workstation/knife_ssh/, https://www.puppet.com/docs/bolt/latest/bolt_command_reference
  knife: [{ verb: 'ssh', operands: 1, valued: names('-x -P -i -a -C -G -p --ssh-user --identity-file --attribute') }],
  bolt: [{ verb: 'command run', operands: 0, valued: names('-t --targets -q --query -u --user -p --password -i --inventoryfile') }],
  fab: [{ verb: '', dashes: true }],
  // https://kamal-deploy.org/docs/commands/app/
  kamal: [
    {
      verb: 'server exec|app exec',
      operands: 0,
      valued: names('-d --destination -c --config-file -h --hosts -r --roles --version -e --env'),
    },
    { verb: 'accessory exec', operands: 1, valued: names('-d --destination -c --config-file -h --hosts -e --env') },
  ],
  pssh: [{ verb: '', operands: 0, valued: names('-h -H -l -p -o -e -t -O') }],
  'parallel-ssh': [{ verb: '', operands: 0, valued: names('-h -H -l -p -o -e -t -O') }],
};

/** Modules of ansible whose arguments are a command. Without `-m` it is `command`. */
const ansibleModules = /^(?:ansible\.builtin\.)?(?:command|shell|raw|script)$/;

function machine(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  for (const reach of machines[name]!) {
    const start = afterVerb(argv, reach.verb);
    if (start === undefined) continue;
    const command = commandOf(argv, start, reach);
    if (!command) continue;
    if (name === 'ansible' && !ansibleModules.test(optionOf(argv, '-m', '--module-name')?.text ?? 'command')) return undefined;
    run.emit(call);
    return runRemote({ ...call, redirects: [] }, run, { type: 'host', tool: name, name: command.host }, command.words);
  }
  return undefined;
}

function afterVerb(argv: readonly Word[], verb: string): number | undefined {
  if (verb === '') return 1;
  for (const spelling of verb.split('|')) {
    const words = spelling.split(' ');
    let at = 1;
    // Global options may stand before the verb.
    while (at < argv.length && argv[at]!.text.startsWith('-'))
      at += argv[at]!.text.includes('=') || argv[at + 1]?.text === words[0] ? 1 : 2;
    if (words.every((word, index) => argv[at + index]?.text === word)) return at + words.length;
  }
  return undefined;
}

function commandOf(
  argv: readonly Word[],
  start: number,
  reach: Reach,
): { readonly host: string; readonly words: readonly Word[] } | undefined {
  const operands: number[] = [];
  let dashes = -1;
  let at = start;
  for (; at < argv.length; at++) {
    const { text } = argv[at]!;
    if (text === '--') {
      dashes = at;
      break;
    }
    if (text.startsWith('-') && text.length > 1) {
      const equals = text.indexOf('=');
      const option = equals > 0 ? text.slice(0, equals) : text;
      if (reach.text?.includes(option)) {
        const value = equals > 0 ? after(argv[at]!, equals + 1) : argv[at + 1];
        const named = argv[operands[0] ?? -1] ?? optionOf(argv, '-n', '--name', '--vm-name');
        return value && { host: named?.text ?? '', words: [unwrapped(value)] };
      }
      const takesValue = reach.valued?.has(text) || (reach.text !== undefined && argv[at + 1]?.text.startsWith('-') === false);
      if (equals < 0 && takesValue) at++;
      continue;
    }
    operands.push(at);
    if (reach.operands !== undefined && !reach.dashes && operands.length > reach.operands) break;
  }
  const host = (reach.operands === 0 ? undefined : argv[operands[0] ?? -1]?.text) ?? '';
  if (dashes > 0 && (reach.dashes || reach.operands !== undefined)) {
    return dashes + 1 < argv.length ? { host, words: argv.slice(dashes + 1) } : undefined;
  }
  if (reach.operands === undefined) return undefined;
  const first = operands[reach.operands];
  return first === undefined ? undefined : { host, words: argv.slice(first) };
}

/** `commands=["rm x"]`, `'{"commands":["rm x"]}'`, `command="rm x"`: the text in it. */
function unwrapped(word: Word): Word {
  const list = /^\s*(?:\{\s*)?"?(?:commands?|script)"?\s*[=:](.*)$/s.exec(word.text)?.[1]?.trim().replace(/\}$/, '').trim();
  if (list === undefined || !word.known) return word;
  const texts = [...list.matchAll(/"((?:[^"\\]|\\[^]?)*)(?:"|$)|'([^']*)(?:'|$)/g)].map(
    (match) => match[2] ?? match[1]!.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)),
  );
  const text = texts.length > 0 ? texts.join('\n') : list.replace(/^\[|\]$/g, '');
  return { text, known: true, pieces: [{ type: 'text', value: text, quoted: true }] };
}

function optionOf(argv: readonly Word[], ...options: readonly string[]): Word | undefined {
  const at = argv.findIndex((word) => options.includes(word.text));
  return at > 0 ? argv[at + 1] : undefined;
}

/** `salt '*' cmd.run 'text'`. https://docs.saltproject.io/en/latest/ref/modules/all/salt.modules.cmdmod.html */
function salt(call: Call, run: Run, name: string): Output | undefined {
  const at = call.argv.findIndex((word) => /^cmd\.(?:run|run_all|run_stdout|shell|script|powershell|exec_code)/.test(word.text));
  const code = call.argv[at + 1];
  if (at < 0 || !code) return undefined;
  run.emit(call);
  return runRemote({ ...call, redirects: [] }, run, { type: 'host', tool: name, name: call.argv[at - 1]?.text ?? '' }, [code]);
}

/** Programs with an option that runs a command here: `tar --checkpoint-action=exec=…`, `rsync -e …`. */
const options: Readonly<Record<string, readonly RegExp[]>> = {
  tar: [
    /^--checkpoint-action=exec=(.+)$/s,
    /^--(?:to-command|use-compress-program|rmt-command|rsh-command|info-script|new-volume-script)=(.+)$/s,
  ],
  gtar: [
    /^--checkpoint-action=exec=(.+)$/s,
    /^--(?:to-command|use-compress-program|rmt-command|rsh-command|info-script|new-volume-script)=(.+)$/s,
  ],
  rsync: [/^--rsh=(.+)$/s],
  zip: [/^--unzip-command=(.+)$/s],
  make: [/^--eval=\s*\$\(shell\s(.+)\)$/s],
  gdb: [/^!(.+)$/s, /^(?:shell|!)\s*(.+)$/s],
  wget: [/^--use-askpass=(.+)$/s],
  split: [/^--filter=(.+)$/s],
  sort: [/^--compress-program=(.+)$/s],
};

function option(call: Call, run: Run, name: string): undefined {
  const patterns = options[name]!;
  for (const [index, word] of call.argv.entries()) {
    const joined =
      index > 0 &&
      /^--(?:to-command|checkpoint-action|rsh|filter|use-compress-program|eval)$|^-(?:e|ex|TT|I)$/.test(call.argv[index - 1]!.text);
    const text = patterns.map((pattern) => pattern.exec(word.text)?.[1]).find((match) => match !== undefined);
    const value =
      text ?? (joined && (name === 'rsync' || name === 'tar' || name === 'split') ? word.text.replace(/^exec=/, '') : undefined);
    if (value === undefined || !word.known || !/\s/.test(value)) continue;
    const scope = childShell(call, name, undefined, []);
    scope.input = { type: 'none' };
    runShellCode(
      { text: value, known: true, pieces: [{ type: 'text', value, quoted: true }] },
      scope,
      { ...call, redirects: [], capture: false },
      run,
      name,
    );
  }
  return undefined;
}

/** Wrappers that reach machines of a cloud, a hypervisor or an inventory, and options that run a command. */
export const machineWrappers: readonly (readonly [string, Handler])[] = [
  ...Object.entries(machines).flatMap(([name, list]): readonly (readonly [string, Handler])[] =>
    list.length > 0 ? [[name, machine]] : [],
  ),
  ['salt', salt],
  ...Object.keys(options).map((name): readonly [string, Handler] => [name, option]),
];
