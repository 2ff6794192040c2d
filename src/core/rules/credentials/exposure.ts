import { isCredentialPath } from '../../credentials/credentialPaths.ts';
import { baseName } from '../../paths.ts';
import type { Interpretation, Invocation } from '../../shell/invocation.ts';
import { worseEnvironment } from '../../environments/tokens.ts';
import type { Environment } from '../../types.ts';
import type { Draft, Rule, RuleContext } from '../rule.ts';
import { Flow } from './flow.ts';
import type { HiddenFile } from './hiddenFile.ts';
import { maskedViewOf, nameOf, type Leak } from './leak.ts';
import { copyRule, historyRule, readRule, searchRule, sendRule, storeRule, variablesRule } from './rules.ts';
import { storeOf } from './stores.ts';
import { isSink, transferOf } from './transfers.ts';

/** Bytes of credentials that a text would bring to where a model or anybody could read them, each with the command that does. */
export function judgeExposure(
  interpretation: Interpretation,
  context: RuleContext,
): readonly { readonly draft: Draft; readonly invocation: Invocation }[] {
  const flow = new Flow(interpretation, context);
  const found: { draft: Draft; invocation: Invocation }[] = [];
  for (const invocation of interpretation.invocations) {
    const drafts = [...transferred(invocation, flow), ...printed(invocation, flow)];
    for (const draft of drafts) found.push({ draft, invocation });
  }
  return found;
}

function transferred(invocation: Invocation, flow: Flow): readonly Draft[] {
  const transfer = transferOf(invocation);
  if (!transfer) return [];
  const leaks = [
    ...transfer.files.flatMap((word) => flow.file(word, invocation, false, transfer.recursive)),
    ...(transfer.values ?? []).flatMap((word) => flow.word(word, invocation)),
    ...(transfer.input ? flow.input(invocation.input, invocation) : []),
  ].filter((leak) => leak.type !== 'file' || leak.file.kind === 'whole');
  if (leaks.length === 0) return [];
  return [draftOf(transfer.to === 'send' ? sendRule : copyRule, leaks, false)];
}

function printed(invocation: Invocation, flow: Flow): readonly Draft[] {
  const file = invocation.redirects
    .filter(({ mode, descriptor }) => (mode === 'truncate' || mode === 'append') && (descriptor === 1 || descriptor === 'both'))
    .at(-1)?.target.text;
  const shows = file !== undefined && /^\/dev\/(?:stdout|stderr|fd\/|pts\/)|^\/proc\/self\/fd\//.test(file);
  if (file !== undefined && !shows) {
    if (isSink(file) || isCredentialPath(file)) return [];
    const leaks = flow.output(invocation).filter((leak) => leak.type !== 'file' || leak.file.kind === 'whole');
    return leaks.length === 0 ? [] : [draftOf(copyRule, leaks, false)];
  }
  // It stands for what writes a group's output into a file.
  if (invocation.program === ':') return [];
  if ((invocation.captured || flow.consumed.has(invocation)) && !/>&\s*2\b|>\s*\/dev\/stderr/.test(invocation.text)) {
    // What reads it decides; a tool that writes a file by itself has written it.
    const store = storeOf(invocation);
    return store?.writes ? [draftOf(storeRule, [{ type: 'store', store }], false)] : [];
  }
  return byRule(flow.output(invocation)).map(([rule, some]) => draftOf(rule, some, true));
}

function byRule(leaks: readonly Leak[]): readonly (readonly [Rule, readonly Leak[]])[] {
  const groups = new Map<Rule, Leak[]>();
  for (const leak of leaks) {
    const rule = ruleOf(leak);
    const list = groups.get(rule);
    if (list) list.push(leak);
    else groups.set(rule, [leak]);
  }
  return [...groups];
}

function ruleOf(leak: Leak): Rule {
  switch (leak.type) {
    case 'file':
      return leak.found ? searchRule : readRule;
    case 'variables':
      return variablesRule;
    case 'store':
      return storeRule;
    case 'history':
      return historyRule;
  }
}

/** One operation for all that leaks by one rule. `shown`: it would come out as text that the agent reads. */
export function draftOf(rule: Rule, leaks: readonly Leak[], shown: boolean): Draft {
  const files = filesOf(leaks);
  const view = maskedViewOf(files);
  const environment = files.map((file) => file.environment).reduce<Environment>(worseEnvironment, 'unknown');
  const maskable =
    shown &&
    leaks.every(
      (leak) =>
        (leak.type === 'file' && leak.file.kind === 'partial' && !leak.encoded) ||
        (leak.type === 'history' && leak.file?.kind === 'partial') ||
        (leak.type === 'variables' && !leak.encoded),
    );
  const [first] = leaks;
  const found = leaks.flatMap((leak) => (leak.type === 'file' && leak.found ? [leak.found] : []))[0];
  const among = leaks.flatMap((leak) => (leak.type === 'history' && leak.among ? [`':!${leak.name}'`] : []));
  const hints =
    among.length > 0
      ? ['-- .', ...new Set(among)].slice(0, 5)
      : found
        ? [...new Set(files.map((file) => found.hint(baseName(file.name))))].slice(0, 4)
        : [];
  return {
    rule,
    resource: { kind: 'credential', name: nameOf(leaks), ...(first?.type === 'file' ? { path: first.file.path } : {}) },
    target: { environment },
    evidence: files.slice(0, 3).map((file) => ({ text: `${file.name} holds credentials`, path: file.path })),
    ...(hints.length > 0 ? { safer: `Leave such files out: ${hints.join(' ')}` } : {}),
    ...(view === undefined ? {} : { masked: view }),
    ...(maskable ? { maskable } : {}),
  };
}

function filesOf(leaks: readonly Leak[]): readonly HiddenFile[] {
  return leaks.flatMap((leak) => (leak.type === 'file' ? [leak.file] : leak.type === 'history' && leak.file ? [leak.file] : []));
}
