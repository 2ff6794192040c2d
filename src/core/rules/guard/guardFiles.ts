import { adapters } from '../../agents/adapters.ts';
import { hooklessReason } from '../../agents/hookless.ts';
import { absolutePath, baseName, isWithin } from '../../paths.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { Action } from '../../types.ts';
import { changeIgnoreRule, judgeIgnoreAction, weakensIgnoreRules } from './ignoreFiles.ts';
import { changeProtectedRule, isProtected, protectedDraft } from './protectedPaths.ts';
import { switchedOff } from './switchOffs.ts';
import type { ActionTool, Draft, Rule, RuleContext } from '../rule.ts';

const changeGuardRule: Rule = {
  id: 'guard.changeFiles',
  effect: 'disarm',
  resource: 'guard',
  title: 'Change the files of this guard: {name}',
  location: 'local',
  recovery: 'none',
  source: 'docs/threat-model.md',
  safer: 'Use the commands of the extension: Pause Guard, Connect Agents.',
  examples: [
    'rm -rf ~/.tenth-second',
    'echo x > ~/.tenth-second/run/server',
    'sudo rm /etc/tenth-second/policy.json',
    'sed -i d ~/.tenth-second/bin/launcher',
  ],
  nearMisses: ['ls ~/.tenth-second', 'cat ~/.tenth-second/log/server.log', 'grep -r tenth-second docs'],
};

const disableHooksRule: Rule = {
  id: 'guard.disableHooks',
  effect: 'disarm',
  resource: 'guard',
  title: 'Change the hooks in {name}, which this guard needs',
  location: 'local',
  recovery: 'none',
  source: 'docs/threat-model.md',
  examples: [
    'echo \'{"disableAllHooks": true}\' > .claude/settings.json',
    'rm ~/.claude/settings.json',
    'rm ~/.config/opencode/plugins/tenth-second.js',
    'echo "{}" > ~/.cursor/hooks.json',
  ],
  nearMisses: ['cat .claude/settings.json', 'ls ~/.claude', "gh issue create --body 'what is ~/.claude/settings.json for?'"],
};

const unguardedAgentRule: Rule = {
  id: 'guard.startUnguarded',
  effect: 'disarm',
  resource: 'guard',
  title: 'Start an agent without this guard: {name}',
  location: 'local',
  recovery: 'none',
  source: 'https://code.claude.com/docs/en/cli-reference',
  examples: [
    'claude --bare -p "clean up"',
    'CLAUDE_CODE_SIMPLE=1 claude -p x',
    'codex -c features.hooks=false exec x',
    'OPENCODE_PURE=1 opencode run x',
    'code --uninstall-extension tenth-second.tenth-second',
    'tenth-second disconnect claude-code',
    'tenth-second uninstall --yes',
    'tenth-second ignore cursor --remove',
    'code --disable-extensions .',
    'cursor --disable-extensions',
    'claude --settings \'{"disableAllHooks":true}\' -p x',
    'claude config set hooks x',
    'gemini hooks disable x',
    'pkill -f tenth-second',
    'npm uninstall -g tenth-second',
    'export CLAUDE_CODE_SIMPLE=1',
  ],
  nearMisses: [
    'claude -p "hello"',
    'claude --version',
    'code --list-extensions',
    'code --uninstall-extension esbenp.prettier-vscode',
    'npm uninstall -g typescript',
    'tenth-second check -- ls',
    'tenth-second ignore cursor',
  ],
};

/** Files that decide whether an agent calls its hooks, as path endings: what `connect` writes, and what switches hooks off. */
const hookFiles: readonly string[] = [
  ...new Set(
    adapters.flatMap(({ connection: { files, workspaceFiles, switches } }) =>
      [...files, ...(workspaceFiles ?? []), ...switches].map(({ place }) => `/${place.folder}/${place.name}`),
    ),
  ),
  '/.codex/hooks.json',
  '/.github/copilot/settings.json',
];

/** Folders whose files are hooks and plugins of agents. */
const hookFolders = [
  '/.copilot/hooks/',
  '/.github/hooks/',
  '/.cline/hooks/',
  '/.clinerules/hooks/',
  '/Documents/Cline/Hooks/',
  '/.config/opencode/plugin/',
  '/.config/opencode/plugins/',
  '/.opencode/plugin/',
  '/.opencode/plugins/',
  '/.config/kilo/plugin/',
  '/.kilo/plugin/',
  '/.config/amp/plugins/',
  '/.amp/plugins/',
  '/.kiro/hooks/',
  '/.augment/hooks/',
];

/** Text in a settings file that has to do with hooks. Anything else there (model, theme, permissions) is none of ours. */
const hookWords =
  /disableAllHooks|hooksConfig|"hooks"|\[hooks|features\]|hooks\s*=|tenth-second|allowManagedHooksOnly|onFailure|failClosed|PreToolUse|BeforeTool|pre_run_command/i;

/** Programs that only look: naming a file of ours to them weakens nothing. */
const lookers = new Set([
  'ls',
  'cat',
  'head',
  'tail',
  'less',
  'more',
  'grep',
  'rg',
  'stat',
  'file',
  'wc',
  'du',
  'find',
  'fd',
  'tree',
  'test',
  '[',
  'realpath',
  'readlink',
  'echo',
  'printf',
  'cd',
  'diff',
  'cmp',
  'sha256sum',
  'md5sum',
  'jq',
  'bat',
  'xxd',
  'git',
  'code',
]);

/** Programs that are given text to send: a sentence that names a file of ours is no path. */
const senders = new Set(['gh', 'glab', 'curl', 'http', 'https', 'xh', 'mail']);

/** Programs that take away a folder with all that is in it, ours too. Home and root themselves are the files rules' own case. */
const removers = new Set(['rm', 'mv', 'shred', 'chmod', 'chown']);

/** Programs that change a file which stands among their operands. */
const changers = new Set([...removers, 'cp', 'tee', 'sed', 'perl', 'truncate', 'ln', 'install', 'dd', 'patch']);

function isGuardPath(path: string, home: string): boolean {
  if (isWithin(path, '/etc/tenth-second')) return true;
  return isWithin(path, `${home}/.tenth-second`) && !isWithin(path, `${home}/.tenth-second/log`);
}

function isHookFile(path: string): boolean {
  return hookFiles.some((ending) => path.endsWith(ending)) || hookFolders.some((folder) => path.includes(folder));
}

function guardDraft(rule: Rule, name: string, evidence: string): Draft {
  return { rule, resource: { kind: 'guard', name }, target: { environment: 'local' }, evidence: [{ text: evidence }] };
}

/** Commands that touch files of the guard, or hook settings, other than to look at them. */
export function judgeGuard(invocation: Invocation, context: RuleContext): readonly Draft[] {
  if (invocation.place.type !== 'here') return [];
  const drafts: Draft[] = [];
  const { home } = context.facts;
  const touch = (path: string | undefined, removes: boolean): void => {
    if (path === undefined) return;
    if (
      isGuardPath(path, home) ||
      (removes && removers.has(invocation.program) && path !== '/' && path !== home && isWithin(`${home}/.tenth-second`, path))
    )
      drafts.push(guardDraft(changeGuardRule, path, `${invocation.program} on ${path}`));
    else if (isHookFile(path)) drafts.push(guardDraft(disableHooksRule, path, `${invocation.program} on ${path}`));
    else if (isProtected(path, context.facts)) drafts.push(protectedDraft(path, `${invocation.program} on ${path}`));
    else if (removes && (changers.has(invocation.program) || invocation.redirects.length > 0)) {
      const weakened = weakensIgnoreRules(path, () => undefined, context);
      if (weakened) drafts.push(weakened);
    }
  };
  for (const redirect of invocation.redirects)
    if (redirect.mode === 'truncate' || redirect.mode === 'append')
      touch(context.path(redirect.target, invocation), redirect.mode === 'truncate');
  const looks =
    lookers.has(invocation.program) ||
    ((invocation.program === 'sed' || invocation.program === 'perl') &&
      !invocation.argv.some((word) => /^-[a-z]*i|^--in-place/.test(word.text)));
  if (!looks && invocation.program !== '') {
    // `cp settings.json elsewhere` reads its first operands; only the last one is written.
    const protects = (context.facts.protectedPaths?.length ?? 0) > 0;
    const from = invocation.program === 'cp' ? invocation.argv.length - 1 : 1;
    const sends = senders.has(invocation.program);
    for (const word of invocation.argv.slice(from)) {
      if (sends && word.text.includes(' ')) continue;
      if (word.text.startsWith('/etc/') || word.text.includes('/.') || word.text.startsWith('.') || word.text.startsWith('~') || protects)
        touch(context.path(word, invocation), true);
    }
  }
  const skips = unguarded(invocation) ?? switchedOff(invocation);
  if (skips !== undefined) drafts.push(guardDraft(unguardedAgentRule, invocation.program, skips));
  return drafts;
}

function unguarded(invocation: Invocation): string | undefined {
  const { program, argv, variables } = invocation;
  switch (program) {
    case 'tenth-second':
      if (argv.some(({ text }) => text === 'ignore') && argv.some(({ text }) => text === '--remove'))
        return "takes an agent's ignore rules out";
      return argv
        .map(({ text }) =>
          text === 'disconnect' ? 'disconnect removes the hook' : text === 'uninstall' ? 'uninstall removes every hook' : undefined,
        )
        .find((text) => text !== undefined);
    case 'code':
    case 'cursor':
    case 'code-server': {
      const at = argv.findIndex((word) => word.text === '--uninstall-extension' || word.text === '--disable-extension');
      return at > 0 && (argv[at + 1]?.text ?? '').startsWith('tenth-second.') ? 'removes this extension' : undefined;
    }
    default:
      return hooklessReason(
        program,
        argv.map(({ text }) => text),
        (name) => variables.get(name)?.text,
      );
  }
}

/** Writes, edits and deletions by the agent's own file tools. */
export const guardActions: ActionTool = {
  family: 'guard',
  rules: [changeGuardRule, disableHooksRule, unguardedAgentRule, changeProtectedRule, changeIgnoreRule],
  find(action: Action, cwd: string, context: RuleContext): readonly Draft[] {
    if (action.type !== 'write' && action.type !== 'edit' && action.type !== 'delete') return [];
    const path = absolutePath(action.path, cwd, context.facts.home);
    if (path === undefined) return [];
    if (isGuardPath(path, context.facts.home)) return [guardDraft(changeGuardRule, path, `${action.type} ${path}`)];
    if (isProtected(path, context.facts)) return [protectedDraft(path, `${action.type} ${path}`)];
    const weakened = judgeIgnoreAction(action, path, context);
    if (weakened) return [weakened];
    if (!isHookFile(path)) return [];
    if (action.type === 'edit' && !hookWords.test(action.before) && !hookWords.test(action.after)) return [];
    if (action.type === 'write') {
      const now = context.ask({ type: 'text', path, limit: 262_144 });
      const held = now?.type === 'text' ? now.text : '';
      // A new file without a word about hooks, over one without any, changes nothing for us.
      if (!hookWords.test(action.content) && !hookWords.test(held)) return [];
    }
    return [guardDraft(disableHooksRule, displayName(path, context.facts.home), `${action.type} ${path}`)];
  },
};

function displayName(path: string, home: string): string {
  return isWithin(path, home) ? `~${path.slice(home.length)}` : baseName(path);
}
