import type { WindowState } from '../core/protocol.ts';
import type { Link } from '../core/types.ts';
import type { Localization } from './localization.ts';

/** Where this window stands with the server. */
export type Phase =
  | { readonly type: 'starting' }
  | { readonly type: 'attached'; readonly version: string }
  | { readonly type: 'detached'; readonly reason: string }
  /** The server does not take this window's signature: it shows nothing and confirms nothing. */
  | { readonly type: 'locked'; readonly reason: 'signature' | 'unknown key' | 'refused' };

export interface StatusInput {
  readonly phase: Phase;
  readonly state: WindowState | undefined;
  readonly trusted: boolean;
  readonly now: number;
  /** Time of day as this person writes it. */
  readonly clock: (time: number) => string;
}

export interface TooltipLink {
  readonly label: string;
  readonly text: string;
  readonly path?: string;
  readonly line?: number;
}

export interface StatusText {
  readonly text: string;
  /** What the item says in words to a screen reader. */
  readonly spoken: string;
  readonly severity: 'error' | 'warning' | 'none';
  readonly heading: string;
  readonly sentences: readonly string[];
  readonly links: readonly TooltipLink[];
  readonly waiting: readonly string[];
  /** Nothing linked, nothing waiting, guard on: may be hidden by the setting. */
  readonly quiet: boolean;
}

const order = { production: 0, unknown: 1, staging: 2, development: 3, local: 4 } as const;

/** What the status item says. Background `error` is for production alone, and no state is ever called safe. */
export function statusText(input: StatusInput, l10n: Localization): StatusText {
  const { phase, state, now } = input;
  const attached = phase.type === 'attached';
  const pausedUntil = attached && state?.pausedUntil !== undefined && state.pausedUntil > now ? state.pausedUntil : undefined;
  const environment = state?.environment ?? 'none';
  const where = environment === 'none' ? undefined : place(environment, state?.label ?? '', l10n);
  const holds = attached ? (state?.holds ?? []) : [];
  const guard =
    pausedUntil !== undefined
      ? l10n.t('paused until {0}', input.clock(pausedUntil))
      : phase.type === 'starting'
        ? l10n.t('starting')
        : phase.type === 'attached'
          ? undefined
          : l10n.t('not attached');
  const unguarded = attached ? (state?.agents ?? []).filter((agent) => agent.state === 'unguarded') : [];
  const open = unguarded.length === 0 ? undefined : l10n.t('unguarded: {0}', unguarded.map(({ name }) => name).join(', '));
  const waiting = holds.length === 0 ? undefined : l10n.t('{0} waiting', holds.length);
  const laid = [
    state?.frozenAt === undefined ? undefined : l10n.t('frozen'),
    state?.pin === undefined ? undefined : l10n.t('agents: {0}', state.pin),
  ];
  const parts = [guard, open, where, ...laid, waiting].filter((part) => part !== undefined);
  const words = parts.length === 0 ? [l10n.t('guarding')] : parts;
  // Without word from the server nothing is known of the folders, not even that nothing is linked.
  const heading = where ?? (state === undefined ? l10n.t('Tenth Second') : l10n.t('No link to a remote environment found'));
  const sentences = guardSentences(input, pausedUntil, l10n);
  for (const { name, items } of unguarded)
    sentences.push(l10n.t('{0} is unguarded: {1}', name, items.find(({ weight }) => weight === 'open')?.text ?? ''));
  if (state?.environment === 'none') sentences.push(l10n.t('Nothing in this window’s folders points to a remote environment.'));
  if (state?.frozenAt !== undefined)
    sentences.push(l10n.t('Frozen since {0}: agents may only read here until you lift it.', input.clock(state.frozenAt)));
  if (state?.pin !== undefined) sentences.push(l10n.t('Agents may touch {0} here; what goes elsewhere is one level stricter.', state.pin));
  if (environment === 'unknown') {
    sentences.push(l10n.t('The environment could not be told from the files; it is treated as if it could be production.'));
  }
  return {
    text: `$(shield) ${words.join(' · ')}`,
    spoken: [
      ...(where === undefined && state === undefined ? [] : [l10n.t('Tenth Second')]),
      heading,
      ...sentences,
      ...(waiting === undefined ? [] : [waiting]),
    ]
      .join('. ')
      .replaceAll('..', '.'),
    severity:
      environment === 'production'
        ? 'error'
        : environment === 'unknown' || pausedUntil !== undefined || phase.type === 'detached' || phase.type === 'locked'
          ? 'warning'
          : 'none',
    heading,
    sentences,
    links: [...(state?.links ?? [])].sort((a, b) => order[a.environment] - order[b.environment]).map((link) => tooltipLink(link, l10n)),
    waiting: holds.map((hold) => (hold.parked ? l10n.t('{0} (parked: the agent was refused and may retry)', hold.title) : hold.title)),
    quiet: parts.length === 0,
  };
}

/** Environment names stay as they are in settings, files and the command line. */
function place(environment: Exclude<WindowState['environment'], 'none'>, label: string, l10n: Localization): string {
  const name = environment === 'unknown' ? l10n.t('unknown environment') : environment;
  return label === '' ? name : `${name}: ${label}`;
}

function guardSentences(input: StatusInput, pausedUntil: number | undefined, l10n: Localization): string[] {
  const { phase } = input;
  const sentences: string[] = [];
  if (phase.type === 'starting') sentences.push(l10n.t('The guard is starting.'));
  else if (phase.type === 'detached') {
    sentences.push(
      l10n.t('This window is not attached to the guard. What agents want to destroy is refused until it is. ({0})', phase.reason),
    );
  } else if (phase.type === 'locked') {
    sentences.push(
      l10n.t('The guard does not accept this window’s key, so nothing can be confirmed here. What agents want to destroy is refused.'),
    );
  } else if (pausedUntil !== undefined) {
    sentences.push(l10n.t('The guard is paused: agents’ actions run without a question until {0}.', input.clock(pausedUntil)));
  } else sentences.push(l10n.t('Destructive actions of connected agents wait for you.'));
  if (!input.trusted) sentences.push(l10n.t('Restricted Mode: stricter than usual.'));
  return sentences;
}

function tooltipLink(link: Link, l10n: Localization): TooltipLink {
  const environment = link.environment === 'unknown' ? l10n.t('unknown environment') : link.environment;
  return {
    label: `${environment}: ${link.resource} (${link.tool} ${link.kind})`,
    text: link.evidence.text,
    ...(link.evidence.path === undefined ? {} : { path: link.evidence.path }),
    ...(link.evidence.line === undefined ? {} : { line: link.evidence.line }),
  };
}
