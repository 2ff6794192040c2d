import { dialectFor } from '../core/agents/adapters.ts';
import { unattendedWords } from '../core/agents/modes.ts';
import { displayPath } from '../core/paths.ts';
import type { HoldView } from '../core/protocol.ts';
import { assertNever, type Action } from '../core/types.ts';
import type { Judged } from '../core/policy/verdict.ts';
import type { Judgement } from '../platform/road.ts';
import type { Estimate } from '../platform/snapshots/takeSnapshot.ts';

export type Redact = (text: string) => string;

/** Most of a command that a modal can show; the person then has not seen the whole action. */
const maxCommand = 3000;
const maxEvidence = 12;

/** What the agent's person calls it: the first line of the modal. */
export function titleOf(judgement: Judgement, redact: Redact): string {
  const first = judgement.decision.operations[0];
  if (!first) return redact(`Run ${summaryOf(judgement.call.action)}`);
  const more = judgement.decision.operations.filter((operation) => operation.verdict !== 'allow').length - 1;
  const where = first.environment === 'unknown' ? (first.location === 'remote' ? ' (environment unknown)' : '') : ` (${first.environment})`;
  return redact(`${first.title}${where}${more > 0 ? `, and ${more} more` : ''}`);
}

/** The action as one text. */
export function commandOf(action: Action): string {
  switch (action.type) {
    case 'command':
      return action.command;
    case 'read':
      return `read ${action.paths.join(' ')}`;
    case 'search':
      return `search ${action.pattern} in ${action.paths.join(' ')}`;
    case 'write':
      return `write ${action.path}`;
    case 'edit':
      return `edit ${action.path}`;
    case 'delete':
      return `delete ${action.path}`;
    case 'mcp':
      return `${action.server}: ${action.tool} ${JSON.stringify(action.input)}`;
    case 'fetch':
      return `${action.method} ${action.url}${action.body === undefined ? '' : ` ${action.body}`}`;
    case 'other':
      return `${action.tool} ${JSON.stringify(action.input)}`;
    case 'several':
      return action.actions.map(commandOf).join('\n');
    default:
      return assertNever(action);
  }
}

function summaryOf(action: Action): string {
  const text = commandOf(action).replace(/\s+/g, ' ').trim();
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** True when the modal shows every byte of the action, so that *allow* means what the person saw. */
export function showsWhole(action: Action): boolean {
  return withoutContent(action) === action && commandOf(action).length <= maxCommand;
}

/** The action itself when nothing is left out. */
function withoutContent(action: Action): object {
  if (action.type === 'write' || action.type === 'edit') return { type: action.type, path: action.path };
  if (action.type !== 'several') return action;
  const actions = action.actions.map(withoutContent);
  return actions.every((each, index) => each === action.actions[index]) ? action : { type: action.type, actions };
}

/** What was found out for the modal beside the judgement. */
export interface HoldNotes {
  /** About undoing it. */
  readonly undo?: string;
  /** What is known of independent backups. */
  readonly backups?: readonly string[];
}

/** The rest of the modal: who, what exactly, why we think so, what cannot be undone. */
function detailOf(judgement: Judgement, redact: Redact, { undo = '', backups = [] }: HoldNotes = {}): string {
  const { call, decision } = judgement;
  const asking = decision.operations.filter((operation) => operation.verdict !== 'allow');
  const parts = [
    `${dialectFor(call.agent)?.displayName ?? call.agent} wants to do this in ${call.cwd}:`,
    shorten(commandOf(call.action), maxCommand),
    unattendedWords(call.mode) ?? '',
    asking.length > 1 ? asking.map((operation) => `• ${operation.title} (${operation.environment})`).join('\n') : '',
    lines(asking.flatMap(evidenceLines)),
    lines(asking.flatMap((operation) => credentialLines(operation, call.cwd))),
    lines(asking.flatMap((operation) => operation.notes)),
    undo,
    lines(backups),
    lines(asking.flatMap((operation) => operation.reasons.slice(1).map((reason) => `Stricter because ${reason}.`))),
    lines(asking.flatMap((operation) => (operation.safer === undefined ? [] : [`Safer: ${operation.safer}`]))),
  ];
  return redact(parts.filter((part) => part !== '').join('\n\n'));
}

/** What the modal says about undoing; undefined when nothing on this disk is lost. */
export function undoNoteOf(estimate: Estimate | undefined): string | undefined {
  if (estimate === undefined) return 'A snapshot is taken before it runs, so that it can be undone.';
  switch (estimate.type) {
    case 'nothing':
      return undefined;
    case 'possible':
      return `Can be undone: a snapshot (${estimate.files === 1 ? '1 file' : `${estimate.files} files`}, ${sizeOf(estimate.bytes)}) is taken before it runs.`;
    case 'none':
      return noUndo(estimate.reason);
    default:
      return assertNever(estimate);
  }
}

export function noUndo(reason: string): string {
  return `No undo: ${reason}.`;
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/** Without the sentence about the credential, which has a paragraph of its own. */
function evidenceLines({ evidence, credential }: Judged): readonly string[] {
  return evidence
    .filter(({ path, line }) => path === undefined || path !== credential?.path || line !== credential.line)
    .map(({ text }) => text);
}

function credentialLines({ credential }: Judged, cwd: string): readonly string[] {
  if (!credential) return [];
  const place = `${displayPath(credential.path, cwd, '')}:${credential.line}`;
  const marked = credential.environment === 'unknown' ? '' : `, which is ${credential.environment}-linked`;
  return [`It carries the credential ${credential.variable === undefined ? '' : `${credential.variable} `}from ${place}${marked}.`];
}

function lines(texts: readonly string[]): string {
  const unique = [...new Set(texts)];
  return unique.length > maxEvidence
    ? [...unique.slice(0, maxEvidence), `… and ${unique.length - maxEvidence} more`].join('\n')
    : unique.join('\n');
}

function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}\n… (${text.length - limit} more characters are not shown)`;
}

/** The name that a person types: what the strictest operation is about. */
export function nameOf(judgement: Judgement): string {
  return judgement.decision.operations[0]?.resource.name ?? '';
}

export interface ViewState {
  readonly id: string;
  readonly createdAt: number;
  readonly deadlineAt: number;
  readonly parked: boolean;
  readonly again?: string;
  readonly factor?: HoldView['factor'];
  readonly backup?: string;
}

export function holdView(judgement: Judgement, state: ViewState, redact: Redact, notes: HoldNotes = {}): HoldView {
  const { call, decision } = judgement;
  return {
    ...state,
    verdict: decision.verdict === 'type' ? 'type' : 'confirm',
    title: titleOf(judgement, redact),
    detail: detailOf(judgement, redact, notes),
    name: nameOf(judgement),
    environment: decision.operations[0]?.environment ?? 'unknown',
    agent: call.agent,
    session: call.session,
    cwd: call.cwd,
    command: redact(shorten(commandOf(call.action), maxCommand)),
    report: redact(reportOf(judgement)),
  };
}

/** What `check --json` prints, for *Report a False Alarm*. */
function reportOf(judgement: Judgement): string {
  const { call, decision } = judgement;
  return JSON.stringify(
    {
      verdict: decision.verdict,
      action: withoutContent(call.action),
      operations: decision.operations.map(({ effect, resource, environment, location, recovery, rule, verdict, reasons, evidence }) => ({
        effect,
        resource,
        environment,
        location,
        recovery,
        rule,
        verdict,
        reasons,
        evidence: evidence.map((entry) => entry.text),
      })),
    },
    undefined,
    2,
  );
}

const noDetour =
  'Do not work around this: no other command, tool, script, API or file to the same end. Go on with other work, or tell the person what you wanted to do and why.';

/** What was held and why, for the agent: title, a few facts, and a safer way if one is known. */
export function subjectOf(judgement: Judgement, redact: Redact): string {
  const asking = judgement.decision.operations.filter((operation) => operation.verdict !== 'allow');
  const evidence = [...new Set(asking.flatMap((operation) => operation.evidence.map(({ text }) => text)))].slice(0, 3);
  const ordered = [...new Set(asking.flatMap((operation) => operation.ordered ?? []))];
  const safer = asking.find((operation) => operation.safer !== undefined)?.safer;
  return [
    `Tenth Second held this action: ${titleOf(judgement, redact)}.`,
    evidence.length === 0 ? '' : redact(`Evidence: ${evidence.join('; ')}.`),
    ordered.length === 0 ? '' : `It was held because ${ordered.join(' and ')}.`,
    safer === undefined ? '' : redact(`Safer: ${safer}.`).replace(/\.\.$/, '.'),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** What the agent reads when it was not let through; `what` is the subject. */
export const denials = {
  declined: (what: string) => `${what} A person was asked and declined. ${noDetour}`,
  sessionRefused: (what: string) => `${what} The person refused all further destructive actions of this session. ${noDetour}`,
  noWindow: (what: string, folder: string) =>
    `${what} It needs a person, and no editor window is open on ${folder}. ` +
    `Ask the person to open that folder in the editor and to confirm there; then the identical action is let through once. ${noDetour}`,
  nobody: (what: string, minutes: number) =>
    `${what} Nobody answered within ${minutes === 1 ? 'a minute' : `${minutes} minutes`}. ` +
    `It still waits in the editor: once the person has confirmed it there, the identical action is let through once. ${noDetour}`,
  cannotWait: (what: string) =>
    `${what} A person is being asked in the editor. ` +
    `Once they have confirmed it there, the identical action is let through once within ten minutes. ${noDetour}`,
  windowGone: (what: string, folder: string) =>
    `${what} The editor window that asked was closed before anybody answered. ` +
    `Ask the person to open ${folder} in the editor and to confirm there; then the identical action is let through once. ${noDetour}`,
  policy: (what: string, reasons: string) => `${what} It is never let through${reasons === '' ? '' : `: ${reasons}`}. ${noDetour}`,
  stopped: (what: string) => `${what} The guard was stopped before anybody answered. ${noDetour}`,
  tooMany: (what: string) => `${what} Too many actions wait for a person already. ${noDetour}`,
  notAsked: (what: string) => `${what} The editor could not show the question. ${noDetour}`,
  notJudged: (what: string) => `${what} It could not be judged again after a person answered. ${noDetour}`,
  notRecorded: (what: string) => `${what} The answer could not be recorded, so it does not count. ${noDetour}`,
} as const;
