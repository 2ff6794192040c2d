import { literal, type Invocation, type Place } from '../../shell/invocation.ts';
import type { Json } from '../../types.ts';
import type { Draft, RuleContext } from '../rule.ts';
import { judgeCode } from '../interpreters/code.ts';
import { objectOf, textOf, textsOf, valueOf, type JsonObject } from './input.ts';
import { wordsOf } from './names.ts';

/** A call as if a command had been typed in its place. */
export function callInvocation(argv: readonly string[], cwd: string, text: string, place: Place = { type: 'here' }): Invocation {
  return {
    program: argv[0] ?? '',
    argv: argv.map(literal),
    variables: new Map(),
    redirects: [],
    input: { type: 'none' },
    cwd: place.type === 'here' ? cwd : undefined,
    via: [],
    place,
    shell: 'posix',
    text,
    deferred: false,
  };
}

type Lines = (input: JsonObject) => readonly string[] | undefined;

/** Tools that are a command in all but name: what their arguments would be on its command line. */
const equivalents: readonly (readonly [servers: RegExp, tools: RegExp, line: Lines])[] = [
  // https://github.com/Flux159/mcp-server-kubernetes
  [
    /./,
    /^kubectl_delete$/,
    (input) => [
      ...kubectl(input),
      'delete',
      ...optional(textOf(input, 'resourceType')),
      ...optional(textOf(input, 'name')),
      ...selector(input),
      ...option('-f', textOf(input, 'filename') ?? (textOf(input, 'manifest') && '-')),
    ],
  ],
  [
    /./,
    /^kubectl_generic$/,
    (input) => [
      ...kubectl(input),
      ...optional(textOf(input, 'command')),
      ...optional(textOf(input, 'subCommand')),
      ...optional(textOf(input, 'resourceType')),
      ...optional(textOf(input, 'name')),
      ...flags(valueOf(input, 'flags')),
      ...textsOf(input, 'args'),
    ],
  ],
  // https://github.com/containers/kubernetes-mcp-server
  [
    /./,
    /^resources_delete$/,
    (input) => [...kubectl(input), 'delete', textOf(input, 'kind') ?? 'resource', ...optional(textOf(input, 'name'))],
  ],
  [
    /./,
    /^(?:delete_namespace|namespaces_delete)$/,
    (input) => [...kubectl(input), 'delete', 'namespace', textOf(input, 'name', 'namespace') ?? ''],
  ],
  [
    /kube|k8s|helm|openshift/,
    /^(?:helm_uninstall|uninstall_helm_chart|uninstall_helm_release)$/,
    (input) => [
      'helm',
      'uninstall',
      textOf(input, 'name', 'release') ?? '',
      ...option('-n', textOf(input, 'namespace')),
      ...option('--kube-context', textOf(input, 'context')),
    ],
  ],
  [
    /kube|k8s|openshift/,
    /^node_management$/,
    (input) => (textOf(input, 'operation') === 'drain' ? [...kubectl(input), 'drain', textOf(input, 'nodeName') ?? ''] : []),
  ],
  // https://github.com/awslabs/mcp/tree/main/src/aws-api-mcp-server, https://pypi.org/project/use-aws-mcp-server/
  [
    /./,
    /^use_aws$/,
    (input) => [
      'aws',
      textOf(input, 'service_name', 'service') ?? '',
      kebab(textOf(input, 'operation_name', 'operation') ?? ''),
      ...flags(valueOf(input, 'parameters')),
      ...option('--profile', textOf(input, 'profile_name')),
    ],
  ],
  [
    /./,
    /^execute_aws_command$/,
    (input) => ['aws', textOf(input, 'command') ?? '', ...optional(textOf(input, 'subcommand')), ...flags(valueOf(input, 'options'))],
  ],
  // https://github.com/awslabs/mcp/tree/main/src/terraform-mcp-server
  [
    /./,
    /^execute_?(terraform|terragrunt)_?command$/,
    (input) => ['terraform', textOf(input, 'command') ?? '', ...(textOf(input, 'command') === 'destroy' ? ['-auto-approve'] : [])],
  ],
  [
    /docker|podman|portainer/,
    /^(?:remove|delete|rm)_volumes?$|^(?:docker_)?volumes?_(?:rm|remove|delete)$|^docker_(?:remove|delete)_volume$/,
    (input) => ['docker', 'volume', 'rm', ...textsOf(input, 'volume_name', 'name', 'volume', 'volumes', 'volume_id', 'id')],
  ],
  [/docker|podman|portainer/, /^(?:prune_volumes|volumes?_prune|docker_volume_prune)$/, () => ['docker', 'volume', 'prune', '-f']],
  [
    /docker|podman|portainer/,
    /^(?:system_prune|docker_system_prune|prune_system)$/,
    (input) => ['docker', 'system', 'prune', '-f', ...(valueOf(input, 'volumes') === true ? ['--volumes'] : [])],
  ],
  [
    /docker|compose/,
    /^(?:compose_down|docker_compose_down)$/,
    (input) => ['docker', 'compose', 'down', ...(valueOf(input, 'volumes') === true ? ['-v'] : [])],
  ],
  // https://github.com/redis/mcp-redis and others that take any command.
  [
    /redis|upstash|valkey/,
    /^(?:redis_)?(?:call|execute|command|exec|run_command|execute_command|send_command)$/,
    (input) => ['redis-cli', ...textsOf(input, 'command', 'cmd', 'args', 'arguments').flatMap((text) => text.trim().split(/\s+/))],
  ],
  // Servers of git have a tool for each of its commands, with its options as arguments.
  [
    /git/,
    /^git_reset$/,
    (input) => [
      'git',
      'reset',
      ...mode(input, ['hard', 'merge', 'keep']),
      ...optional(textOf(input, 'commit', 'target', 'ref', 'revision')),
    ],
  ],
  [
    /git/,
    /^git_clean$/,
    (input) => [
      'git',
      'clean',
      ...switches(input, { dryRun: '-n', force: '-f', directories: '-d', ignored: '-x', removeDirectories: '-d' }),
    ],
  ],
  [
    /git/,
    /^git_push$/,
    (input) => [
      'git',
      'push',
      ...switches(input, { force: '--force', forceWithLease: '--force-with-lease', delete: '--delete', mirror: '--mirror' }),
      ...optional(textOf(input, 'remote')),
      ...optional(textOf(input, 'branch', 'refspec')),
    ],
  ],
  [/git/, /^git_branch$/, deletedBranch],
  [/git/, /^git_stash$/, (input) => (/^(?:drop|clear)$/.test(operationOf(input)) ? ['git', 'stash', operationOf(input)] : [])],
  [
    /git/,
    /^git_(?:checkout|restore)$/,
    (input) => [
      'git',
      'checkout',
      ...switches(input, { force: '-f' }),
      ...optional(textOf(input, 'branch', 'branchOrPath', 'target')),
      ...paths(textsOf(input, 'files', 'paths', 'path')),
    ],
  ],
];

function operationOf(input: JsonObject): string {
  return textOf(input, 'mode', 'operation', 'action') ?? '';
}

function deletedBranch(input: JsonObject): readonly string[] {
  const name = textOf(input, 'branchName', 'branch', 'name');
  if (name === undefined || !operationOf(input).includes('delete')) return [];
  return ['git', 'branch', valueOf(input, 'force') === true ? '-D' : '-d', name];
}

/** The command that a call stands for; the empty one when it does no harm, undefined when it stands for none. */
export function equivalentOf(server: string, tool: string, input: Json): readonly string[] | undefined {
  const found = equivalents.find(([servers, tools]) => servers.test(server) && tools.test(tool));
  return found?.[2](objectOf(input));
}

function kubectl(input: JsonObject): readonly string[] {
  return ['kubectl', ...option('--context', textOf(input, 'context')), ...option('-n', textOf(input, 'namespace'))];
}

function selector(input: JsonObject): readonly string[] {
  return [
    ...option('-l', textOf(input, 'labelSelector')),
    ...(valueOf(input, 'allNamespaces') === true ? ['-A'] : []),
    ...(valueOf(input, 'dryRun') === true ? ['--dry-run=client'] : []),
  ];
}

function optional(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

function paths(list: readonly string[]): readonly string[] {
  return list.length === 0 ? [] : ['--', ...list];
}

function mode(input: JsonObject, modes: readonly string[]): readonly string[] {
  const value = textOf(input, 'mode', 'type')?.replace(/^--/, '');
  if (value !== undefined && modes.includes(value)) return [`--${value}`];
  return modes.filter((name) => valueOf(input, name) === true).map((name) => `--${name}`);
}

function switches(input: JsonObject, table: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(table).flatMap(([name, flag]) => (valueOf(input, name) === true ? [flag] : []));
}

function flags(value: Json | undefined): readonly string[] {
  return Object.entries(objectOf(value ?? null)).flatMap(([name, held]) => {
    const flag = name.startsWith('-') ? name : name.length === 1 ? `-${name}` : `--${kebab(name)}`;
    if (held === false || held === null) return [];
    return held === true || held === '' ? [flag] : [flag, typeof held === 'string' ? held : JSON.stringify(held)];
  });
}

function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}

const shellWords = new Set('bash shell terminal cmd cli process processes exec powershell pwsh ssh zsh sh subprocess pty tmux'.split(' '));
const codeLanguages: Readonly<Record<string, 'python' | 'javascript' | 'ruby'>> = {
  python: 'python',
  py: 'python',
  jupyter: 'python',
  ipython: 'python',
  javascript: 'javascript',
  js: 'javascript',
  node: 'javascript',
  typescript: 'javascript',
  ruby: 'ruby',
};

/** Whether a tool runs what a shell reads. */
export function runsShell(server: string, tool: string): boolean {
  if (/^(?:call_aws|kubectl|aws_cli|run_in_terminal|runinterminal)$/i.test(tool)) return true;
  const words = wordsOf(tool);
  if (words.some((word) => shellWords.has(word))) return true;
  if (words.some((word) => named.test(word)) && words.some((word) => /^(?:run|exec|execute|call|invoke|command|extension)$/.test(word)))
    return true;
  const runs = words.some((word) => /^(?:run|runs|exec|execute|start|send|invoke)$/.test(word));
  if (runs && words.some((word) => word === 'command' || word === 'commands')) return true;
  return (words.length === 1 && words[0] === 'command') || (/shell|terminal|bash|commander|\bssh\b|cli-mcp/i.test(server) && runs);
}

/** Judges the shell text or program text among the arguments of a tool that runs it. */
export function judgeShellArguments(server: string, tool: string, input: Json, cwd: string, context: RuleContext): readonly Draft[] {
  const fields = objectOf(input);
  const folder = textOf(
    fields,
    'cwd',
    'workdir',
    'workingDirectory',
    'directory',
    'workingDir',
    'dir',
    'projectRoot',
    'currentWorkingDirectory',
  );
  const home = context.facts.home;
  const from =
    folder === undefined ? cwd : folder.startsWith('/') ? folder : folder.startsWith('~') ? home + folder.slice(1) : `${cwd}/${folder}`;
  const place = placeOf(server, tool, fields);
  const invocation = callInvocation([tool], from, `${server} ${tool}`, place);
  return linesOf(fields, tool).flatMap((text) => context.shell(text, invocation, tool));
}

/** Arguments that hold one command: as text, or as the list of its words. */
const commandKeys = [
  'command',
  'cmd',
  'commandLine',
  'cliCommand',
  'shellCommand',
  'bashCommand',
  'script',
  'input',
  'program',
  'executable',
  'binary',
];
/** Words that stand behind it, or a whole command of their own. */
const wordKeys = ['args', 'arguments', 'argv', 'params'];
/** Programs that tools are named after: `run_gcloud` with `args: ["sql", "instances", "delete", "prod"]`. */
const named =
  /^(?:gcloud|gsutil|aws|az|kubectl|helm|git|gh|glab|docker|podman|terraform|tofu|pulumi|npm|npx|psql|mysql|redis|doctl|heroku|vercel|netlify|fly|flyctl|railway|supabase|wrangler|firebase|argocd|ansible|make|cargo|vault)$/;

/** The command lines in the arguments of a tool, as shell text. */
export function linesOf(fields: JsonObject, tool: string): readonly string[] {
  const added = wordKeys.flatMap((key) => textsOf(fields, key).map(quote));
  const lines = commandKeys.flatMap((key) => {
    const value = valueOf(fields, key);
    if (Array.isArray(value)) return [textsOf(fields, key).map(quote).join(' ')];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  const program = wordsOf(tool).find((word) => named.test(word));
  const own = (line: string): string => (program === undefined || line.trimStart().startsWith(program) ? line : `${program} ${line}`);
  const whole = lines.length > 0 ? lines.map((line) => [line, ...added].join(' ')) : added.length > 0 ? [added.join(' ')] : [];
  return [...whole.map(own), ...textsOf(fields, 'commands')].filter((line) => line.trim() !== '');
}

/** Judges program text in `code` arguments: `execute_python`, `run_code`. */
export function judgeCodeArguments(server: string, tool: string, input: Json, cwd: string, context: RuleContext): readonly Draft[] {
  const fields = objectOf(input);
  const code = textOf(fields, 'code', 'python_code', 'source', 'jsCode', 'js_code');
  if (code === undefined) return [];
  const words = [...wordsOf(textOf(fields, 'language', 'lang', 'runtime') ?? ''), ...wordsOf(tool), ...wordsOf(server)];
  const told = words.find((word) => Object.hasOwn(codeLanguages, word));
  // A tool that runs code says that it does; one that stores or formats it is none.
  if (
    told === undefined &&
    !words.some((word) => /^(?:run|runs|exec|execute|eval|evaluate|repl|interpreter|sandbox|kernel|notebook)$/.test(word))
  )
    return [];
  const language = told === undefined ? guessed(code) : codeLanguages[told]!;
  return judgeCode(code, language, callInvocation([tool], cwd, tool), context, true);
}

function guessed(code: string): 'python' | 'javascript' {
  return /^[ \t]*(?:import[ \t]+[\w.]+[ \t]{0,20}(?:$|;|as\b|,)|from\s+[\w.]+\s+import|def\s|print\()/m.test(code)
    ? 'python'
    : 'javascript';
}

function placeOf(server: string, tool: string, input: JsonObject): Place {
  if (/^(?:pods?_exec|exec_in_pod|kubectl_exec)$/.test(tool))
    return { type: 'container', tool: 'kubectl', name: textOf(input, 'name', 'pod', 'podName') ?? '' };
  if (/docker|podman/i.test(server) && /exec/.test(tool))
    return { type: 'container', tool: 'docker', name: textOf(input, 'container', 'container_id', 'containerName', 'name') ?? '' };
  if (/ssh/i.test(`${server} ${tool}`))
    return { type: 'host', tool: 'ssh', name: textOf(input, 'host', 'hostname', 'connectionName', 'server') ?? server };
  return { type: 'here' };
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
