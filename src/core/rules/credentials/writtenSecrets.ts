import { isCredentialFile } from '../../credentials/credentialPaths.ts';
import { findCredentials } from '../../credentials/findCredentials.ts';
import { recogniseSecrets } from '../../credentials/recogniseSecrets.ts';
import { absolutePath, baseName, directoryOf, displayPath, isWithin } from '../../paths.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { Action, Evidence, Facts } from '../../types.ts';
import type { ActionTool, Draft, Rule, RuleContext } from '../rule.ts';
import { writtenTargets, writtenText } from '../writtenText.ts';
import { useCredentialRule } from './useCredential.ts';

const common = {
  effect: 'expose',
  resource: 'credential',
  location: 'local',
  recovery: 'none',
  source: 'docs/credentials.md',
  safer: 'Write the name of the variable in its place, and let the program read the value from its environment.',
  // They need a workspace with a production credential: test/unit/core/rules/credentials/writtenSecrets.test.ts has them.
  examples: [],
  nearMisses: [],
} as const;

/** A production credential that stands in a text which git keeps, a log, or a file that models read. */
const writeSecretRule: Rule = { ...common, id: 'credentials.write', title: 'Write a production credential into {name}' };

/** A production credential in what is said to another agent. */
const promptSecretRule: Rule = { ...common, id: 'credentials.prompt', title: 'Tell {name} a production credential' };

/** Writes and edits of the agent's own tools, and what it tells agents of its own. */
export const writtenSecretActions: ActionTool = {
  family: 'credentials',
  rules: [writeSecretRule, promptSecretRule, useCredentialRule],
  find: (action, cwd, context) => {
    const written = changeOf(action);
    if (written !== undefined) {
      const path = absolutePath(written.path, cwd, context.facts.home);
      return path === undefined ? [] : judgeText(path, written.before, written.after, context);
    }
    return action.type === 'other' && isPrompt(action) ? told(action.tool, JSON.stringify(action.input), context) : [];
  },
};

/** The same for commands that write a text that is known (`echo … > file`, here-documents, `tee`). */
export function judgeWrittenSecrets(invocation: Invocation, context: RuleContext): readonly Draft[] {
  if (invocation.place.type !== 'here') return [];
  const targets = writtenTargets(invocation);
  if (targets.length === 0) return [];
  // Copies of files are judged by where their bytes go (flow.ts).
  const text = /^(?:cp|mv|install)$/.test(invocation.program) ? undefined : writtenText(invocation, context);
  if (text === undefined) return [];
  return targets.flatMap((target) => {
    const path = context.path(target, invocation);
    return path === undefined ? [] : judgeText(path, '', text, context);
  });
}

function changeOf(action: Action): { readonly path: string; readonly before: string; readonly after: string } | undefined {
  if (action.type === 'write') return { path: action.path, before: '', after: action.content };
  return action.type === 'edit' ? action : undefined;
}

function isPrompt({ tool, input }: Extract<Action, { readonly type: 'other' }>): boolean {
  return /agent|task|delegate|prompt|message/i.test(tool) && typeof input === 'object' && input !== null && 'prompt' in input;
}

function told(tool: string, text: string, context: RuleContext): readonly Draft[] {
  const found = productionSecrets('', text, context.facts);
  if (found.length === 0) return [];
  return [{ rule: promptSecretRule, resource: { kind: 'credential', name: tool }, target: { environment: 'production' }, evidence: found }];
}

function judgeText(path: string, before: string, after: string, context: RuleContext): readonly Draft[] {
  const { facts } = context;
  if (path.startsWith('/dev/')) return [];
  const scope = { platform: facts.platform, roots: facts.knowledge.roots };
  if (isCredentialFile(path, facts.credentialFiles === undefined ? scope : { ...scope, credentialFiles: facts.credentialFiles })) return [];
  const already = new Set(before === '' ? [] : productionSecrets(path, before, facts).map((evidence) => evidence.text));
  const found = productionSecrets(path, after, facts).filter((evidence) => !already.has(evidence.text));
  if (found.length === 0) return [];
  const why = placeOf(path, context);
  if (why === undefined) return [];
  const root = facts.knowledge.roots.find((one) => isWithin(path, one));
  return [
    {
      rule: writeSecretRule,
      resource: { kind: 'credential', name: displayPath(path, root, facts.home), path },
      target: { environment: 'production' },
      evidence: [...found, { text: why, path }],
    },
  ];
}

/** Why a file is no place for a credential; undefined when nothing speaks against it, or the question is still open. */
function placeOf(path: string, context: RuleContext): string | undefined {
  if (/\.log$|(?:^|\/)logs?\/[^/]+$/i.test(path)) return 'It is a log';
  if (
    /^(?:claude|agents|gemini|copilot-instructions|\.cursorrules|\.windsurfrules|\.clinerules)(?:\.local)?(?:\.md)?$|\.prompt\.md$|\.mdc$/i.test(
      baseName(path),
    )
  )
    return 'Agents read it as instructions';
  const git = context.ask({ type: 'git', path });
  if (git?.type !== 'git' || git.root === undefined) return undefined;
  if (git.tracked) return 'Git tracks it';
  if (git.ignored) return undefined;
  // Git says nothing of a file that is not there yet: its folder may be ignored.
  const folder = git.untracked ? undefined : context.ask({ type: 'git', path: directoryOf(path) });
  return folder?.type === 'git' && folder.ignored && !folder.tracked ? undefined : 'Git does not ignore it';
}

/** Production credentials of a text: those of the workspace's files, and those that say so themselves (`sk_live_…`). */
function productionSecrets(path: string, text: string, facts: Facts): readonly Evidence[] {
  const found: Evidence[] = [];
  for (const place of findCredentials(text, facts)) {
    if (place.environment !== 'production' || place.path === path) continue;
    const root = facts.knowledge.roots.find((one) => isWithin(place.path, one));
    found.push({
      text: `Holds ${place.variable ?? `a ${place.kind}`} of ${displayPath(place.path, root, facts.home)}`,
      path: place.path,
      line: place.line,
    });
  }
  if (found.length > 0) return found;
  for (const secret of recogniseSecrets(path, text))
    if (!secret.local && secret.environment === 'production') found.push({ text: `Holds a ${secret.kind}, which is for production` });
  return found;
}
