import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import type { Abilities } from '../../src/core/policy/decide.ts';
import type { Decision, Judged } from '../../src/core/policy/verdict.ts';
import type { Action, Knowledge, Verdict } from '../../src/core/types.ts';
import { answerQuestions } from '../../src/platform/answers.ts';
import { createRoad } from '../../src/platform/road.ts';

/** A folder of its own under the temporary directory, with a home that is not the real one. */
export interface Sandbox {
  readonly root: string;
  readonly home: string;
  /** The workspace folder. */
  readonly workspace: string;
  /** Writes files below the workspace; a name that ends in `/` is a folder. */
  write(files: Readonly<Record<string, string>>): void;
  git(...args: readonly string[]): string;
  /** What the whole road says of a command, with answers from this disk. */
  judge(command: string, cwd?: string): Promise<Sentence>;
  /** The same of any action. */
  judgeAction(action: Action, cwd?: string, more?: JudgeOptions): Promise<Sentence>;
  remove(): void;
}

export interface JudgeOptions {
  readonly knowledge?: (cwd: string) => Promise<Knowledge>;
  readonly fingerprint?: (value: string) => string;
  readonly given?: readonly string[];
  readonly abilities?: Abilities;
}

export interface Sentence {
  readonly decision: Decision;
  readonly verdict: Verdict;
  readonly operations: readonly Judged[];
  /** Questions asked. */
  readonly questions: number;
  /** `verdict rule name`, held operations only. */
  readonly held: readonly string[];
}

export function createSandbox(): Sandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tenth-second-')));
  const home = join(root, 'home');
  const workspace = join(root, 'shop');
  mkdirSync(home);
  mkdirSync(workspace);
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(workspace, name);
      mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(path, text);
    }
  };
  const judgeAction = async (action: Action, cwd = workspace, more: JudgeOptions = {}): Promise<Sentence> => {
    let questions = 0;
    const road = createRoad({
      knowledge: more.knowledge ?? (() => Promise.resolve({ roots: [workspace], links: [], credentials: [], identifiers: {} })),
      given: () => more.given ?? [],
      policy: () => defaultPolicy,
      answer: (asked) => {
        questions += asked.length;
        return answerQuestions(asked);
      },
      fingerprint: more.fingerprint ?? ((value) => value),
      home,
      temporary: [join(root, 'tmp')],
    });
    const { decision } = await road.judge({ agent: 'claude-code', session: 'test', cwd, action }, {}, more.abilities);
    const held = decision.operations
      .filter(({ verdict }) => verdict !== 'allow')
      .map(({ verdict, rule, resource }) => `${verdict} ${rule} ${resource.name}`);
    return { decision, verdict: decision.verdict, operations: decision.operations, questions, held };
  };
  return {
    root,
    home,
    workspace,
    write,
    git: (...args) =>
      execFileSync('git', args, {
        cwd: workspace,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          HOME: home,
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_AUTHOR_NAME: 'Ada',
          GIT_AUTHOR_EMAIL: 'ada@example.com',
          GIT_COMMITTER_NAME: 'Ada',
          GIT_COMMITTER_EMAIL: 'ada@example.com',
        },
      }),
    judge: (command, cwd) => judgeAction({ type: 'command', command, shell: 'posix' }, cwd),
    judgeAction,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A repository with two commits, ignored build output, ignored data, and nothing uncommitted. */
export function createRepository(): Sandbox {
  const sandbox = createSandbox();
  sandbox.git('init', '-q', '-b', 'main');
  sandbox.write({
    '.gitignore': 'node_modules/\ndist/\nbuild/\n*.log\ndata/\n.env\n__pycache__/\n*.sqlite\nuploads/\n',
    'README.md': 'one\n',
    'src/app.ts': 'app\n',
    'src/lib/util.ts': 'util\n',
    'package.json': '{}\n',
    'package-lock.json': '{}\n',
  });
  sandbox.git('add', '-A');
  sandbox.git('commit', '-q', '-m', 'one');
  sandbox.write({ 'README.md': 'two\n' });
  sandbox.git('commit', '-qam', 'two');
  sandbox.write({
    'node_modules/a/index.js': 'x',
    'dist/app.js': 'x',
    'build/app.o': 'x',
    'data/bookings.csv': 'x',
    '.env': 'A=1\n',
    'app.sqlite': 'x',
    'uploads/a.png': 'x',
    'app.log': 'x',
    'src/__pycache__/a.pyc': 'x',
  });
  return sandbox;
}
