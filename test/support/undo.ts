import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { noKnowledge, type Action, type Call, type Knowledge } from '../../src/core/types.ts';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import { planSnapshot } from '../../src/core/snapshots/plan.ts';
import { answerQuestions } from '../../src/platform/answers.ts';
import { createRoad, type Judgement } from '../../src/platform/road.ts';
import { takeSnapshot, type Taken } from '../../src/platform/snapshots/takeSnapshot.ts';

/** Judges an action on the real disk, as the server does. */
export async function judgeHere(action: Action | string, cwd: string): Promise<Judgement> {
  const knowledge: Knowledge = { ...noKnowledge, roots: [cwd] };
  const road = createRoad({
    knowledge: async () => knowledge,
    policy: () => defaultPolicy,
    answer: answerQuestions,
    fingerprint: () => '',
  });
  const call: Call = {
    agent: 'claude-code',
    session: 's1',
    cwd,
    action: typeof action === 'string' ? { type: 'command', command: action, shell: 'posix' } : action,
  };
  return road.judge(call, {});
}

/** The snapshot that the server takes before it lets the action run. */
export async function snapshotBefore(
  action: Action | string,
  cwd: string,
  folder: string,
): Promise<{ taken: Taken; judgement: Judgement }> {
  const judgement = await judgeHere(action, cwd);
  const { call, decision } = judgement;
  const plan = planSnapshot(call, decision.operations);
  return { judgement, taken: await takeSnapshot(plan, { workspace: cwd, cwd, title: 'test' }, { folder }) };
}

/** Names, modes, contents and link targets of everything below a folder, without git's own folders. Names need not be UTF-8. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const tree: Record<string, string> = {};
  const visit = (path: Buffer, shown: string): void => {
    for (const name of readdirSync(path, { encoding: 'buffer' }).sort((a, b) => Buffer.compare(a, b))) {
      const child = Buffer.concat([path, Buffer.from('/'), name]);
      const text = `${shown}/${name.toString('latin1')}`;
      if (name.toString() === '.git') {
        tree[text] = 'git';
        continue;
      }
      const stats = lstatSync(child);
      const mode = (stats.mode & 0o7777).toString(8);
      if (stats.isSymbolicLink()) tree[text] = `link ${readlinkSync(child, { encoding: 'buffer' }).toString('latin1')}`;
      else if (stats.isDirectory()) {
        tree[text] = `folder ${mode}`;
        visit(child, text);
      } else tree[text] = `file ${mode} ${createHash('sha256').update(readFileSync(child)).digest('hex')}`;
    }
  };
  visit(Buffer.from(folder), '');
  return tree;
}

const identity = {
  GIT_AUTHOR_NAME: 'Jane',
  GIT_AUTHOR_EMAIL: 'jane@example.com',
  GIT_COMMITTER_NAME: 'Jane',
  GIT_COMMITTER_EMAIL: 'jane@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** Runs shell text with the real tools. */
export function shell(text: string, cwd: string): string {
  return execFileSync('bash', ['-euo', 'pipefail', '-c', text], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...identity },
  });
}

/** What git says of a repository: changes, branches, stashes, HEAD. */
export function gitStateOf(folder: string): string {
  return shell(
    `git status --porcelain=v2 --branch --untracked-files=all --ignored; git for-each-ref --format='%(refname) %(objectname)' refs/heads refs/tags; git stash list --format='%H %gs'; git config --get-regexp '^branch[.]' | sort || true`,
    folder,
  );
}
