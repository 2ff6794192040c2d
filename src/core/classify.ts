import { blastNotes } from './backups/blastRadius.ts';
import { actionTools, toolsOf } from './rules/all.ts';
import { judgeAutorun } from './rules/autorun/autorunCommands.ts';
import { judgeOwnScript } from './rules/interpreters/code.ts';
import { judgeExposure } from './rules/credentials/exposure.ts';
import { useCredentialRule } from './rules/credentials/useCredential.ts';
import { judgeWrittenSecrets } from './rules/credentials/writtenSecrets.ts';
import { judgeGuard } from './rules/guard/guardFiles.ts';
import { judgeUnknownTool } from './rules/unknown/unknownTools.ts';
import { isMissing } from './rules/missing.ts';
import { opensSession } from './rules/modes/interactive.ts';
import { judgePlannedAction, judgePlannedCommand } from './rules/modes/planMode.ts';
import { opaqueRule } from './rules/opaque.ts';
import { isReadOnlyMode } from './agents/modes.ts';
import type { Draft, RuleContext } from './rules/rule.ts';
import { interpretShell, initialState, stateOf, type ShellState } from './shell/interpret.ts';
import type { Interpretation, Invocation, Word, WrittenText } from './shell/invocation.ts';
import { judgeFrozenAction, judgeFrozenCommand } from './rules/freeze/freeze.ts';
import { windowsDialect } from './shell/dialect.ts';
import { makesNothing } from './shell/written.ts';
import { judgePinnedCommand } from './rules/freeze/leavePin.ts';
import { judgeRedirects } from './rules/files/redirects.ts';
import { judgeSystemFiles } from './rules/system/systemFiles.ts';
import { findCredentials } from './credentials/findCredentials.ts';
import { reachOf, widerThanItSeems } from './credentials/reach.ts';
import { own } from './own.ts';
import { absolutePath, directoryOf, displayPath, isWithin } from './paths.ts';
import { sessionEnvironment } from './environments/summary.ts';
import { noSelection, select, type Selection } from './environments/selections.ts';
import { resolveTarget } from './environments/target.ts';
import {
  questionKey,
  type Action,
  type Answer,
  type AnswerTo,
  type Call,
  type CredentialPlace,
  type CredentialUse,
  type Evidence,
  type Facts,
  type Operation,
  type Question,
  type ShellKind,
} from './types.ts';

export interface Classification {
  readonly operations: readonly Operation[];
  /** To be answered before the operations can be relied on; empty when the classification is complete. */
  readonly questions: readonly Question[];
  /** Paths of files whose text was read to classify (scripts, request bodies): a confirmation is bound to their content. */
  readonly reads: readonly string[];
}

type TextQuestion = Extract<Question, { readonly type: 'text' }>;

/** Nested texts (scripts that run scripts) are opened this deep. */
const maxNesting = 8;

/** Actions of one tool call (files of a patch) that are judged one by one. */
const maxActions = 500;

/** Texts that are opened in all: scripts that run scripts several times each would multiply without end. */
const maxTexts = 2_000;

/** What a call would do. Pure and total: never throws; what cannot be read becomes an `opaque` operation. */
export function classify(call: Call, facts: Facts): Classification {
  const run = new Run(call, facts);
  try {
    const drafts = run.action(call.action);
    return { operations: run.operations(drafts), questions: run.questions(), reads: run.reads };
  } catch (error) {
    // A bug of ours or text made to break us: either way it must not pass.
    const reason =
      error instanceof RangeError ? 'it is nested too deeply' : `it could not be read (${error instanceof Error ? error.name : 'error'})`;
    return { operations: run.operations([run.opaque(reason, '')]), questions: [], reads: run.reads };
  }
}

/** One pass of a classification: collects questions and remembers which invocation each draft came from. */
class Run implements RuleContext {
  readonly facts: Facts;
  readonly reads: string[] = [];
  readonly #call: Call;
  readonly #open = new Map<string, Question>();
  readonly #origins = new Map<Draft, Invocation>();
  /** What the commands before one in its text had picked. */
  /** The command that takes another one into its container. */
  readonly #outers = new Map<Invocation, Invocation>();
  readonly #selections = new Map<Invocation, Selection>();
  /** What scripts were found to do, by all that decides it. */
  readonly #scripts = new Map<string, readonly Draft[]>();
  /** Files that the texts around the one that is read have written. */
  #inherited: ReadonlyMap<string, WrittenText> | undefined;
  readonly #fileSets = new Map<ReadonlyMap<string, WrittenText>, number>();
  #depth = 0;
  #texts = 0;
  /** The command that is judged. */
  #invocation: Invocation | undefined;
  /** Nothing that could make files runs before it. */
  #first = true;
  /** What printed the words of the text that is judged. */
  #substitutions: ReadonlyMap<string, readonly Invocation[]> = new Map();

  /** The agent says that it changes nothing now. */
  readonly #planning: boolean;

  constructor(call: Call, facts: Facts) {
    this.#call = call;
    this.#planning = isReadOnlyMode(call.mode);
    this.facts = facts;
  }

  questions(): readonly Question[] {
    return [...this.#open.values()];
  }

  ask<Q extends Question>(question: Q): AnswerTo<Q> | undefined {
    if (question.type !== 'text') return this.#askDisk(question);
    return this.#textNow(question) as AnswerTo<Q> | undefined;
  }

  /** A file as the commands before this one in the same text leave it. */
  #textNow(question: TextQuestion, steps = 0): AnswerTo<TextQuestion> | undefined {
    const written = this.#invocation?.files?.get(question.path) ?? this.#inherited?.get(question.path);
    if (written?.type === 'copy' && steps < 8) return this.#textNow({ ...question, path: written.path }, steps + 1);
    const answer = written && !(written.type === 'text' && written.append) ? undefined : this.#askDisk(question);
    if (written?.type === 'text') {
      if (written.append && !answer) return undefined;
      const text = `${answer?.type === 'text' ? answer.text : ''}${written.text}`;
      return { type: 'text', text: text.slice(0, question.limit), truncated: text.length > question.limit };
    }
    if (written) return { type: 'unknown', reason: 'the same text writes it with content that is not known' };
    // What is not there now may be there when the command runs, if another one runs before it.
    if (answer && isMissing(answer) && !this.#first) return { type: 'unknown', reason: 'not there yet' };
    return answer;
  }

  #askDisk<Q extends Question>(question: Q): AnswerTo<Q> | undefined {
    const key = questionKey(question);
    const answer: Answer | undefined = this.facts.answers.get(key);
    if (answer) {
      if (question.type === 'text') this.reads.push(question.path);
      return answer as AnswerTo<Q>;
    }
    if (this.facts.exhausted) return { type: 'unknown', reason: 'too many questions' };
    this.#open.set(key, question);
    return undefined;
  }

  path(word: Word, invocation: Invocation): string | undefined {
    if (!word.known) return undefined;
    return absolutePath(word.text, invocation.cwd, this.facts.home);
  }

  printedBy({ pieces }: Word): readonly Invocation[] {
    return pieces.flatMap((piece) => (piece.type === 'unknown' ? (this.#substitutions.get(piece.value) ?? []) : []));
  }

  opaque(reason: string, text: string): Draft {
    return {
      rule: opaqueRule,
      resource: { kind: 'command', name: shorten(text) || this.#call.action.type },
      target: {},
      evidence: [{ text: `Cannot be read: ${reason}` }],
    };
  }

  shell(text: string, invocation: Invocation, via: string, source?: Evidence): readonly Draft[] {
    if (!source) return this.#shell(text, invocation, via, false);
    // The same script in the same state does the same again. What it leaves out because it is running already is found there.
    const variables = [...invocation.variables].map(([name, word]) => `${name}=${word.text}`).join('\n');
    const files = this.#filesFor(invocation);
    if (files && !this.#fileSets.has(files)) this.#fileSets.set(files, this.#scripts.size + 1);
    const set = files ? this.#fileSets.get(files)! : 0;
    const key = JSON.stringify([invocation.via, via, invocation.cwd ?? null, invocation.place, text, variables, set]);
    const known = this.#scripts.get(key);
    if (known) return known;
    const drafts = this.#shell(text, invocation, via, true).map((draft) =>
      this.revise(draft, { evidence: [...(draft.evidence ?? []), source] }),
    );
    this.#scripts.set(key, drafts);
    return drafts;
  }

  #shell(text: string, invocation: Invocation, via: string, script: boolean): readonly Draft[] {
    const outer = this.#inherited;
    this.#inherited = this.#filesFor(invocation);
    const drafts = this.#nested(() => {
      const state: ShellState = { ...stateOf(invocation, via), shell: 'posix', script };
      return this.invocations(interpretShell(text, 'posix', state, this.#ports()));
    });
    this.#inherited = outer;
    return drafts;
  }

  /** What the texts around have written before an invocation. */
  #filesFor(invocation: Invocation): ReadonlyMap<string, WrittenText> | undefined {
    if (!invocation.files || !this.#inherited) return invocation.files ?? this.#inherited;
    return new Map([...this.#inherited, ...invocation.files]);
  }

  revise(draft: Draft, changes: Partial<Draft>): Draft {
    const found = { ...draft, ...changes };
    const origin = this.#origins.get(draft);
    if (origin) this.#origins.set(found, origin);
    return found;
  }

  invocations(interpretation: Interpretation): readonly Draft[] {
    const drafts: Draft[] = interpretation.opaque.map((opaque) => this.opaque(opaque.reason, opaque.text));
    const outer = { invocation: this.#invocation, first: this.#first, substitutions: this.#substitutions };
    this.#substitutions = interpretation.substitutions ?? this.#substitutions;
    let before: Invocation | undefined;
    let selection = (outer.invocation && this.#selections.get(outer.invocation)) ?? noSelection;
    let first = this.#depth === 0;
    for (const [i, invocation] of interpretation.invocations.entries()) {
      const next = interpretation.invocations[i + 1];
      this.#invocation = invocation;
      if (selection !== noSelection) this.#selections.set(invocation, selection);
      if (invocation.place.type === 'here') selection = select(selection, invocation);
      // `docker exec db psql …` stands before the psql that it runs.
      if (before && isWrapperOf(before, invocation)) this.#outers.set(invocation, before);
      if (before && !isWrapperOf(before, invocation) && !makesNothing.has(before.program)) first = false;
      this.#first = first;
      before = invocation;
      const found = [
        ...judgeRedirects(invocation, this),
        ...judgeGuard(invocation, this),
        ...judgeAutorun(invocation, this),
        ...judgeSystemFiles(invocation, this),
        ...judgeOwnScript(invocation, this),
        ...judgeWrittenSecrets(invocation, this),
      ];
      const known = toolsOf(invocation.program);
      for (const tool of known) found.push(...tool.find(invocation, this));
      if (known.length === 0) found.push(...judgeUnknownTool(invocation, this));
      const isLaidDown = this.facts.frozen === true || this.facts.pin !== undefined;
      if (isLaidDown && this.#depth === 0 && !(isWrapperOf(invocation, next) && !makesContainer(invocation)))
        found.push(...this.#ordered(invocation, found));
      if (this.#planning && found.every(onlyReads)) found.push(...judgePlannedCommand(invocation, this));
      if (this.#call.agent === 'codex' && this.#depth === 0 && opensSession(invocation) !== undefined)
        found.push(this.opaque('what is typed into it later is not shown to the guard', invocation.text));
      for (const draft of found) if (!this.#origins.has(draft)) this.#origins.set(draft, invocation);
      drafts.push(...found);
    }
    for (const { draft, invocation } of judgeExposure(interpretation, this)) {
      this.#origins.set(draft, invocation);
      drafts.push(draft);
    }
    this.#invocation = outer.invocation;
    this.#first = outer.first;
    this.#substitutions = outer.substitutions;
    return drafts;
  }

  action(action: Action): readonly Draft[] {
    if (action.type === 'several')
      return action.actions.length > maxActions
        ? [this.opaque(`it does more than ${maxActions} things at once`, '')]
        : action.actions.flatMap((each) => this.action(each));
    const drafts: Draft[] = [];
    if (action.type === 'command') {
      const state = initialState(this.#call.cwd, this.facts.variables);
      drafts.push(...this.#command(action.command, action.shell, state));
    }
    for (const tool of actionTools) drafts.push(...tool.find(action, this.#call.cwd, this));
    if (this.facts.frozen && drafts.every(onlyReads)) drafts.push(...judgeFrozenAction(action));
    if (this.#planning && drafts.every(onlyReads)) drafts.push(...judgePlannedAction(action, this.#call.cwd, this));
    return drafts;
  }

  /** What a freeze or a pin adds, where no other rule has found that something changes. */
  #ordered(invocation: Invocation, found: readonly Draft[]): readonly Draft[] {
    if (!found.every(onlyReads)) return [];
    const assigned = (name: string): boolean => own(this.facts.variables, name) !== invocation.variables.get(name)?.text;
    return [
      ...(this.facts.frozen ? judgeFrozenCommand(invocation, assigned) : []),
      ...(this.facts.pin ? judgePinnedCommand(invocation, assigned) : []),
    ];
  }

  /** A text as the shell reads it that was named and, where it is plainly written for another one, as that one reads it. */
  #command(text: string, shell: ShellKind, state: ShellState): readonly Draft[] {
    const named = interpretShell(text, shell, state, this.#ports());
    const dialect = shell === 'posix' ? windowsDialect(text) : undefined;
    if (dialect === undefined) return this.invocations(named);
    const plain = interpretShell(text, dialect, state, this.#ports());
    const opaque = plain.opaque.length > 0 ? named.opaque : named.opaque.filter(({ broken }) => !broken);
    return [...this.invocations({ ...named, opaque }), ...this.invocations(plain)];
  }

  operations(drafts: readonly Draft[]): readonly Operation[] {
    const credential = this.#credential();
    if (drafts.length === 0 && !credential) return [];
    const seen = new Set<string>();
    const operations: Operation[] = [];
    for (const draft of drafts) {
      const operation = this.#operation(draft, credential);
      const key = `${operation.rule}\n${operation.effect}\n${operation.resource.kind}\n${operation.resource.name}\n${operation.environment}\n${operation.recovery}`;
      if (seen.has(key)) continue;
      seen.add(key);
      operations.push(operation);
    }
    // Whatever else an action does, where its credential came from is said. Writing one is judged by where it is written to.
    const writes = this.#call.action.type === 'write' || this.#call.action.type === 'edit';
    if (credential && !writes && !operations.some((operation) => operation.credential)) operations.push(this.#use(credential));
    return operations;
  }

  #use(use: CredentialUse): Operation {
    const name = use.variable ?? use.kind ?? 'a credential';
    // A production credential that the session was not given opens what nobody gave it, whatever it is used for.
    const taken = use.outside && use.environment === 'production';
    return {
      effect: taken ? 'change' : 'read',
      resource: { kind: 'credential', name },
      environment: use.environment,
      location: 'remote',
      recovery: 'none',
      rule: useCredentialRule.id,
      title: useCredentialRule.title.replaceAll('{name}', name),
      evidence: [this.#credentialEvidence(use)],
      notes: reachNotes(use),
      ...(taken ? { hardToUndo: true } : {}),
    };
  }

  #operation(draft: Draft, credential: CredentialUse | undefined): Operation {
    const { rule } = draft;
    const origin = this.#origins.get(draft);
    const where = resolveTarget(
      draft.target,
      origin,
      this.#call.cwd,
      this.facts,
      origin && this.#selections.get(origin),
      origin && this.#outers.get(origin),
    );
    const name = where.name ?? draft.resource.name;
    const resource =
      where.name && where.name !== draft.resource.name
        ? { ...draft.resource, name, id: draft.resource.id ?? draft.resource.name }
        : draft.resource;
    const location = draft.location ?? rule.location;
    const carried = location === 'remote' ? credential : undefined;
    const title = (draft.title ?? rule.title).replaceAll('{name}', name);
    const effect = draft.effect ?? rule.effect;
    const said = [...(rule.takes ? [rule.takes] : []), ...(draft.notes ?? [])];
    const notes = [...said, ...blastNotes({ effect, location, resource, rule: rule.id, title }, said)];
    const against = this.#planning && (draft.effect ?? rule.effect) !== 'read' ? this.#call.mode : undefined;
    return {
      effect,
      resource,
      ...(draft.also ? { also: draft.also } : {}),
      environment: where.environment,
      location,
      recovery: draft.recovery ?? rule.recovery,
      rule: rule.id,
      title,
      evidence: [
        ...where.evidence,
        ...(draft.evidence ?? []),
        ...(carried ? [this.#credentialEvidence(carried)] : []),
        ...(against === undefined ? [] : [{ text: `The agent says that it is in ${against} mode` }]),
      ],
      notes: carried ? [...notes, ...reachNotes(carried)] : notes,
      ...((draft.safer ?? rule.safer) ? { safer: draft.safer ?? rule.safer } : {}),
      ...(draft.masked === undefined ? {} : { masked: draft.masked }),
      ...(draft.maskable ? { maskable: true } : {}),
      ...(carried ? { credential: carried } : {}),
      ...(rule.hardToUndo ? { hardToUndo: true } : {}),
      ...(rule.least ? { least: rule.least } : {}),
      ...(against === undefined ? {} : { against }),
    };
  }

  /** The credential of the workspace that the action carries; the one that lies farthest from the task when there are several. */
  #credential(): CredentialUse | undefined {
    const places = findCredentials(textOf(this.#call.action), this.facts);
    const uses = places.map((place): CredentialUse => {
      const { path, line, kind, variable, environment } = place;
      return { path, line, kind, environment, outside: this.#isOutside(place), ...(variable === undefined ? {} : { variable }) };
    });
    // A value that also stands in a file of the session is no stranger, whatever else holds a copy.
    return uses.find((use) => !use.outside) ?? uses[0];
  }

  #credentialEvidence(use: CredentialUse): Evidence {
    const { path, line, kind, environment, variable } = use;
    const linked = environment === 'unknown' ? '' : `, which is ${environment}-linked`;
    const root = this.facts.knowledge.roots.find((one) => isWithin(path, one));
    const site = { path: displayPath(path, root, this.facts.home), environment, ...(variable === undefined ? {} : { variable }) };
    const wider = kind === undefined ? undefined : widerThanItSeems({ ...site, kind });
    return {
      text: `Carries the credential ${variable ? `${variable} ` : ''}from ${path}:${line}${linked}${wider === undefined ? '' : `. ${wider}`}`,
      path,
      line,
    };
  }

  /** A session is given the dotenv files of its own directory and of those above it, in its own environment. */
  #isOutside(place: CredentialPlace): boolean {
    const { cwd } = this.#call;
    if (!isWithin(cwd, directoryOf(place.path))) return true;
    const session = this.facts.pin ?? sessionEnvironment(this.facts.knowledge, cwd);
    return place.environment !== session && place.environment === 'production';
  }

  #ports(): Parameters<typeof interpretShell>[3] {
    return {
      home: this.facts.home,
      platform: this.facts.platform,
      // The reader of shell text follows by itself what the text writes, but not what the texts around it wrote.
      ask: (question) =>
        question.type === 'text' && this.#inherited?.has(question.path)
          ? (this.#textNow(question) as AnswerTo<typeof question> | undefined)
          : this.#askDisk(question),
      decodeBase64: this.facts.decodeBase64,
    };
  }

  #nested(work: () => readonly Draft[]): readonly Draft[] {
    if (this.#depth >= maxNesting) return [this.opaque('scripts run scripts too deeply', '')];
    if (++this.#texts > maxTexts) return [this.opaque('it runs too many scripts to follow', '')];
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }
}

/** `docker exec db psql …` stands before the psql that it runs. */
function isWrapperOf(invocation: Invocation, next: Invocation | undefined): boolean {
  return next !== undefined && invocation.text === next.text && next.via.includes(invocation.program);
}

function makesContainer({ argv }: Invocation): boolean {
  return argv.some(({ text }) => text === 'run' || text === 'create' || text === 'debug');
}

function onlyReads(draft: Draft): boolean {
  return (draft.effect ?? draft.rule.effect) === 'read';
}

/** What the credential can destroy, and which narrower one would do, as its provider says. */
function reachNotes(use: CredentialUse): readonly string[] {
  const reach = use.kind === undefined ? undefined : reachOf(use.kind, use.variable);
  if (!reach) return [];
  const narrower = reach.narrower === undefined ? '' : ` Narrower: ${reach.narrower}.`;
  return [`Its credential reaches ${reach.destroys} (${reach.source}).${narrower}`];
}

function textOf(action: Action): string {
  switch (action.type) {
    case 'command':
      return action.command;
    case 'write':
      return action.content;
    case 'edit':
      return action.after;
    case 'fetch':
      return `${action.url} ${action.body ?? ''}`;
    case 'mcp':
    case 'other':
      return JSON.stringify(action.input);
    case 'several':
      return action.actions.map(textOf).join('\n');
    case 'read':
    case 'search':
    case 'delete':
      return '';
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
