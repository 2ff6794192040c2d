import { baseName, displayPath } from '../../paths.ts';
import { literal, type Invocation } from '../../shell/invocation.ts';
import { judgeCode } from '../interpreters/code.ts';
import { opaqueRule } from '../opaque.ts';
import type { Draft, RuleContext } from '../rule.ts';
import { placeOf, type AutorunPlace, type Snippet } from './places.ts';
import { givesVariables, plantDraft, plantedIn } from './plantVariables.ts';

/** Longest text that is read of a file that runs by itself. */
const maxText = 262_144;

/** Whether writing to this path is worth a look at what is written. */
export function matters(path: string, home: string): boolean {
  return placeOf(path, home) !== undefined || givesVariables(path, home);
}

/** What a file held before and holds after; `before` is empty when it is new, or when only what is added is known. */
export interface Written {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What is new in a file that runs by itself, judged as if it were run. What stood there before is not asked about again. */
export function judgeWritten(written: Written, context: RuleContext): readonly Draft[] {
  const { path, before, after } = written;
  const { home } = context.facts;
  const drafts: Draft[] = [];
  if (givesVariables(path, home)) {
    const already = plantedIn(before);
    for (const name of plantedIn(after)) if (!already.includes(name)) drafts.push(plantDraft(name, path));
  }
  const place = placeOf(path, home);
  if (!place || after.length > maxText) return place ? [...drafts, context.opaque(`${baseName(path)} is too long to read`, path)] : drafts;
  const old = new Set(place.snippets(before).map((snippet) => snippet.text));
  const fresh = place.snippets(after).filter((snippet) => !old.has(snippet.text));
  const found = fresh.flatMap((snippet) => judgeSnippet(snippet, place, path, context));
  if (found.length === 0) return drafts;
  const known = new Set(
    place
      .snippets(before)
      .flatMap((snippet) => judgeSnippet(snippet, place, path, context))
      .map(keyOf),
  );
  const shown = displayPath(path, context.facts.knowledge.roots[0], home);
  for (const draft of found) {
    if (known.has(keyOf(draft))) continue;
    drafts.push(
      context.revise(draft, {
        title: `Write into ${shown}, to run later: ${(draft.title ?? draft.rule.title).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}`,
        evidence: [...(draft.evidence ?? []), { text: `${shown} runs by itself ${place.when}`, path }],
      }),
    );
  }
  return drafts;
}

function keyOf(draft: Draft): string {
  return `${draft.rule.id}\n${draft.resource.kind}\n${draft.resource.name}`;
}

function judgeSnippet(snippet: Snippet, place: AutorunPlace, path: string, context: RuleContext): readonly Draft[] {
  if (snippet.text.trim() === '') return [];
  const invocation = runs(place.cwd, `${baseName(path)} ${snippet.name}`.trim());
  const drafts =
    snippet.language === 'shell'
      ? context.shell(snippet.text, invocation, baseName(path), { text: `In ${snippet.name || baseName(path)}`, path })
      : judgeCode(snippet.text, snippet.language, invocation, context, false);
  return drafts.filter((draft) => !(place.dialect && draft.rule === opaqueRule) && !(place.elsewhere && isOrdinaryStep(draft)));
}

/**
 * What a pipeline may do unasked: anything on its own machine, deploying with what that replaces, making its own databases anew,
 * taking down what a pull request has brought up. Left are deletions of what lies elsewhere.
 */
function isOrdinaryStep(draft: Draft): boolean {
  const { rule } = draft;
  if ((draft.effect ?? rule.effect) !== 'delete' || (draft.location ?? rule.location) !== 'remote') return true;
  if (
    /^(?:git|files|docker|prisma|django|rails|typeorm|sequelize|laravel|alembic|drizzle|knex|ef|golangMigrate|migrations)\./.test(rule.id)
  )
    return true;
  if (/sync|mirror|removeObjects|removeDeployment|rollback/i.test(rule.id)) return true;
  if (
    draft.target.hosts?.every((host) => /^(?:localhost|127\.|\[?::1|postgres|mysql|db|redis|mongo)/.test(host)) &&
    draft.target.hosts.length > 0
  )
    return true;
  return /preview|ephemeral|review|\bpr[-_]|\btest\b|\bci[-_]/i.test(`${draft.resource.name} ${draft.target.ids?.join(' ') ?? ''}`);
}

function runs(cwd: string | undefined, text: string): Invocation {
  return {
    program: '',
    argv: [literal(text)],
    variables: new Map(),
    redirects: [],
    input: { type: 'none' },
    cwd,
    via: [],
    place: { type: 'here' },
    shell: 'posix',
    text,
    deferred: true,
  };
}
