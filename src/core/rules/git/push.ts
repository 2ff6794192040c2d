import type { Word } from '../../shell/invocation.ts';
import type { Recovery, RepositoryAnswer } from '../../types.ts';
import { hasOption, optionValue, readWords, type Arguments } from '../arguments.ts';
import type { Draft, Rule } from '../rule.ts';
import { deleteRemoteRule, forcePushRule, mirrorRule } from './rules.ts';
import { repositoryOf, type GitRun, type Repository } from './run.ts';

const valued = new Set(['-o', '--push-option', '--receive-pack', '--exec', '--repo']);

/** Branches that others build on: what is lost there is lost for all. */
const shared =
  /^(?:main|master|trunk|develop|development|production|prod|live|staging|stable|release(?:[-/].*)?|releases?\/.*|hotfix\/.*|gh-pages)$/;

export function push(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, { valued });
  if (hasOption(args, '-n', '--dry-run', '-h', '--help')) return [];
  const forced = hasOption(args, '-f', '--force');
  const leased = hasOption(args, '--force-with-lease', '--force-if-includes');
  const deletes = hasOption(args, '-d', '--delete');
  const prunes = hasOption(args, '--prune');
  const mirrors =
    hasOption(args, '--mirror') || run.line.config.some(({ name, value }) => /^remote\..*\.mirror$/.test(name) && value.text !== 'false');
  const repository = optionValue(args, '--repo') ?? args.words[0];
  const refspecs = optionValue(args, '--repo') ? args.words : args.words.slice(1);
  const telling = refspecs.some(({ text }) => text.startsWith('+') || text.startsWith(':') || /^\+?[^:]+:$/.test(text));
  if (!forced && !leased && !deletes && !prunes && !mirrors && !telling) return [];
  const known = repositoryOf(run);
  if (known === 'pending') return [];
  const place = remoteOf(repository, known);
  if (mirrors || prunes)
    return [
      remoteDraft(mirrorRule, place, { name: place.name, kind: 'repository', why: mirrors ? '--mirror' : '--prune', recovery: 'none' }),
    ];
  const drafts: Draft[] = [];
  for (const refspec of refspecs) drafts.push(...refspecDraft(refspec, { forced, leased, deletes, known, place }));
  if (refspecs.length === 0 && !deletes) drafts.push(bareDraft(args, { forced, leased, deletes, known, place }));
  return drafts;
}

interface RemotePlace {
  readonly name: string;
  readonly host: string | undefined;
}

interface PushContext {
  readonly forced: boolean;
  readonly leased: boolean;
  readonly deletes: boolean;
  readonly known: Repository;
  readonly place: RemotePlace;
}

function refspecDraft(word: Word, push: PushContext): readonly Draft[] {
  const { text } = word;
  const plus = text.startsWith('+');
  const spec = plus ? text.slice(1) : text;
  const colon = spec.lastIndexOf(':');
  const source = colon < 0 ? spec : spec.slice(0, colon);
  const target = shortRef(colon < 0 || colon === spec.length - 1 ? source : spec.slice(colon + 1), push.known);
  const { place } = push;
  const recovery: Recovery = !word.known || shared.test(target.name) ? 'none' : 'window';
  const name = `${place.name}/${target.name}`;
  // A lone `:` pushes matching branches.
  if (push.deletes || (colon >= 0 && source === '' && spec !== ':'))
    return [
      remoteDraft(deleteRemoteRule, place, {
        name,
        branch: target.name,
        kind: target.kind,
        why: `${text} deletes ${target.name} there`,
        recovery,
      }),
    ];
  if (!plus && !push.forced && !push.leased) return [];
  return [forceDraft(push, target, name, plus ? text : '--force', plus || push.forced ? recovery : 'window')];
}

/** No refspec: the current branch, or every branch or tag. */
function bareDraft(args: Arguments, push: PushContext): Draft {
  const { place } = push;
  const option = push.forced ? '--force' : '--force-with-lease';
  if (hasOption(args, '--all', '--branches'))
    return forceDraft(push, { name: 'every branch', kind: 'branch' }, `every branch of ${place.name}`, option, 'none');
  if (hasOption(args, '--tags'))
    return forceDraft(push, { name: 'every tag', kind: 'tag' }, `every tag of ${place.name}`, option, 'window');
  const current = typeof push.known === 'object' ? push.known.branch : undefined;
  const recovery: Recovery = push.forced && (current === undefined || shared.test(current)) ? 'none' : 'window';
  return forceDraft(
    push,
    { name: current ?? '', kind: 'branch' },
    current === undefined ? `the current branch on ${place.name}` : `${place.name}/${current}`,
    option,
    recovery,
  );
}

function forceDraft(
  push: PushContext,
  target: { readonly name: string; readonly kind: string },
  name: string,
  option: string,
  recovery: Recovery,
): Draft {
  const leased = !push.forced && push.leased && !option.startsWith('+');
  const why = leased
    ? '--force-with-lease refuses if someone else has pushed since the last fetch'
    : `${option} overwrites whatever is there`;
  return remoteDraft(forcePushRule, push.place, { name, branch: target.name, kind: target.kind, why, recovery });
}

function remoteDraft(
  rule: Rule,
  place: RemotePlace,
  what: { readonly name: string; readonly kind: string; readonly why: string; readonly recovery: Recovery; readonly branch?: string },
): Draft {
  return {
    rule,
    resource: { kind: what.kind, name: what.name, provider: 'Git' },
    recovery: what.recovery,
    target: {
      tool: 'git',
      ...(place.host === undefined ? {} : { hosts: [place.host] }),
      ...(what.branch === undefined || what.branch === '' ? {} : { says: what.branch }),
    },
    evidence: [{ text: place.host === undefined ? what.why : `${what.why} (${place.host})` }],
  };
}

function shortRef(ref: string, known: Repository): { readonly name: string; readonly kind: 'branch' | 'tag' } {
  if (ref.startsWith('refs/tags/')) return { name: ref.slice(10), kind: 'tag' };
  const name = ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '');
  const current = typeof known === 'object' ? known.branch : undefined;
  if ((name === 'HEAD' || name === '@') && current !== undefined) return { name: current, kind: 'branch' };
  return { name: name === '' ? 'matching branches' : name, kind: /^v\d+(?:\.\d+)*$/.test(name) ? 'tag' : 'branch' };
}

function remoteOf(word: Word | undefined, known: Repository): RemotePlace {
  const remotes: RepositoryAnswer['remotes'] = typeof known === 'object' ? known.remotes : [];
  const text = word?.text ?? (remotes.some((remote) => remote.name === 'origin') || remotes.length === 0 ? 'origin' : remotes[0]!.name);
  const remote = remotes.find((entry) => entry.name === text);
  if (remote) return { name: text, host: remote.host === '' ? undefined : remote.host };
  return { name: displayUrl(text), host: hostOf(text) };
}

/** Host of a URL or of `user@host:path`. */
export function hostOf(url: string): string | undefined {
  const full = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^/:]+)/i.exec(url);
  if (full) return full[1];
  return /^(?:[^@/:\s]+@)?([\w.-]{2,}):(?!\/\/)/.exec(url)?.[1];
}

/** A URL may carry a token before the host: it is never shown. */
function displayUrl(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^@/]*@/i, '$1');
}
