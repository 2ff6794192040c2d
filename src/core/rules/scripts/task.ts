import { readYaml, YamlError, yamlGet, type YamlValue } from '../../environments/yaml.ts';
import { absolutePath, directoryOf } from '../../paths.ts';
import type { Invocation } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { judgeScriptNames } from './byName.ts';
import { argumentText, findSource, isReadable, readSource, runScript, type Source } from './source.ts';
import { replaceBetween } from '../../text.ts';

const names = ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'Taskfile.dist.yml'];
const valued = new Set(['-t', '--taskfile', '-d', '--dir', '-o', '--output', '-C', '--concurrency', '-I', '--interval']);
const harmless = ['-n', '--dry', '-l', '--list', '-a', '--list-all', '--summary', '--status', '-h', '--help', '--version', '-i', '--init'];
const maxTasks = 64;
/** Templates that are filled in, for the whole file. */
const maxTemplates = 20_000;
const maxText = 65_536;

/** https://taskfile.dev/docs/reference/schema. Taskwarrior has the same name, and no Taskfile. */
const taskTool: Tool = {
  names: ['task', 'go-task'],
  family: 'scripts',
  rules: [],
  find(invocation, context): readonly Draft[] {
    const args = readArguments(invocation, { valued });
    if (hasOption(args, ...harmless)) return [];
    const byName = (): readonly Draft[] =>
      judgeScriptNames(
        args.words.slice(0, 1).map((word) => word.text),
        invocation,
      );
    if (!isReadable(invocation)) return byName();
    const named = optionValue(args, '-t', '--taskfile');
    const folderWord = optionValue(args, '-d', '--dir');
    const folder = folderWord ? absolutePath(folderWord.text, invocation.cwd, context.facts.home) : invocation.cwd;
    const path = named ? absolutePath(named.text, invocation.cwd, context.facts.home) : undefined;
    if (folder === undefined || (named && path === undefined)) return [];
    const source: Source = path === undefined ? findSource(names, folder, context) : readSource(path, context);
    if (source.type === 'none') return byName();
    if (source.type !== 'text') return source.type === 'opaque' ? [context.opaque(source.reason, invocation.text)] : [];
    let file: YamlValue | undefined;
    try {
      [file] = readYaml(source.text);
    } catch (error) {
      if (error instanceof YamlError) return [context.opaque(`${source.path} cannot be read`, invocation.text)];
      throw error;
    }
    const end = args.terminated ?? args.words.length;
    const variables = new Map(
      (yamlGet(file, 'vars')?.entries ?? []).flatMap(([name, value]) =>
        value.scalar === undefined ? [] : [[name, value.scalar] as const],
      ),
    );
    const goals: string[] = [];
    for (const word of args.words.slice(0, end)) {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(word.text) ?? [];
      if (name !== undefined) variables.set(name, value!);
      else goals.push(word.text);
    }
    variables.set('CLI_ARGS', argumentText(args.words.slice(end)).trim());
    variables.set('ROOT_DIR', directoryOf(source.path));
    variables.set('TASKFILE_DIR', directoryOf(source.path));
    const run = new Tasks(yamlGet(file, 'tasks'), variables, source.path, invocation, context);
    for (const goal of goals.length > 0 ? goals : ['default']) run.task(goal, variables);
    return run.drafts;
  },
};

class Tasks {
  readonly drafts: Draft[] = [];
  readonly #tasks: YamlValue | undefined;
  readonly #variables: ReadonlyMap<string, string>;
  readonly #path: string;
  readonly #invocation: Invocation;
  readonly #context: RuleContext;
  readonly #seen = new Set<string>();
  readonly #budget = { left: maxTemplates };

  constructor(
    tasks: YamlValue | undefined,
    variables: ReadonlyMap<string, string>,
    path: string,
    invocation: Invocation,
    context: RuleContext,
  ) {
    this.#tasks = tasks;
    this.#variables = variables;
    this.#path = path;
    this.#invocation = invocation;
    this.#context = context;
  }

  task(name: string, given: ReadonlyMap<string, string>): void {
    const task = yamlGet(this.#tasks, name) ?? this.#alias(name);
    if (!task || this.#seen.has(name) || this.#seen.size >= maxTasks) return;
    this.#seen.add(name);
    const variables = new Map([...this.#variables, ...scalars(yamlGet(task, 'vars')), ...given]);
    for (const dependency of yamlGet(task, 'deps')?.items ?? []) this.#call(dependency, variables);
    const dir = yamlGet(task, 'dir')?.scalar;
    const base = directoryOf(this.#path);
    const cwd = dir === undefined ? base : absolutePath(expand(dir, variables, this.#budget), base, this.#context.facts.home);
    const commands =
      task.scalar !== undefined ? [task] : task.items.length > 0 ? task.items : listOf(yamlGet(task, 'cmds') ?? yamlGet(task, 'cmd'));
    for (const [index, command] of commands.entries()) {
      const deferred = yamlGet(command, 'defer');
      const called = deferred ?? command;
      if (yamlGet(called, 'task')) this.#call(called, variables);
      const text = called.scalar ?? yamlGet(called, 'cmd')?.scalar;
      if (text === undefined) continue;
      const script = {
        text: expand(text, variables, this.#budget),
        name: `task ${name}${index === 0 ? '' : ` (step ${index + 1})`}`,
        path: this.#path,
        cwd,
      };
      this.drafts.push(...runScript(script, this.#invocation, this.#context));
    }
  }

  #alias(name: string): YamlValue | undefined {
    return this.#tasks?.entries.find(([, task]) => yamlGet(task, 'aliases')?.items.some((item) => item.scalar === name))?.[1];
  }

  #call(value: YamlValue, variables: ReadonlyMap<string, string>): void {
    const name = value.scalar ?? yamlGet(value, 'task')?.scalar;
    if (name !== undefined) this.task(expand(name, variables, this.#budget), scalars(yamlGet(value, 'vars')));
  }
}

function listOf(value: YamlValue | undefined): readonly YamlValue[] {
  return value === undefined ? [] : value.items.length > 0 ? value.items : [value];
}

function scalars(value: YamlValue | undefined): ReadonlyMap<string, string> {
  return new Map((value?.entries ?? []).flatMap(([name, item]) => (item.scalar === undefined ? [] : [[name, item.scalar] as const])));
}

/** `{{.NAME}}`; what else the templates can do is not known. */
function expand(text: string, variables: ReadonlyMap<string, string>, budget: { left: number }, depth = 0): string {
  const expanded = replaceBetween(text, '{{', '}}', (between) => {
    const inner = between.replace(/^-|-$/g, '').trim();
    if (--budget.left < 0) return '${TASK_VALUE}';
    const name = /^\.(\w+)$/.exec(inner)?.[1];
    const value = name === undefined ? undefined : variables.get(name);
    if (value !== undefined) return depth < 6 ? expand(value, variables, budget, depth + 1) : value;
    return name === undefined ? '${TASK_VALUE}' : `\${${name}}`;
  });
  return expanded.length > maxText ? '${TASK_VALUE}' : expanded;
}

/** Task, with its commands read when they are run. */
export const taskTools: readonly Tool[] = [taskTool];
