import type { HoldAnswer, HoldView } from '../../core/protocol.ts';
import type { Localization } from '../localization.ts';

/** A button of a modal: what it says, and what it stands for. */
export interface Button<T extends string> {
  readonly title: string;
  readonly value: T;
}

/** What the dialog needs of the editor. */
export interface DialogUi {
  /** The first button is focused, so Enter presses it; Escape stands for it, too. */
  modal<T extends string>(message: string, detail: string, buttons: readonly [Button<T>, ...Button<T>[]]): Promise<T>;
  /** Undefined when closed without an answer. */
  pick<T extends string>(
    title: string,
    items: readonly { label: string; description?: string; value: T }[],
    signal?: AbortSignal,
  ): Promise<T | undefined>;
  /** Undefined when closed without the name. Stays open on anything else than the name. */
  typeName(title: string, prompt: string, name: string, signal: AbortSignal): Promise<string | undefined>;
  /** A short text (a code, a name); undefined when closed without one. */
  ask(title: string, prompt: string, signal?: AbortSignal): Promise<string | undefined>;
  copy(text: string): Promise<void>;
  inform(message: string): void;
  log(message: string): void;
}

const refused: HoldAnswer = { choice: 'refuse' };

/**
 * Asks a person about one hold. Whatever is not a clear yes is a refusal. Once the hold is withdrawn the answer is of no
 * effect; the person is told only if they believe to have confirmed something.
 */
export async function askAboutHold(
  hold: HoldView,
  signal: AbortSignal,
  ui: DialogUi,
  l10n: Localization,
  secrets: () => Promise<readonly string[]>,
): Promise<HoldAnswer> {
  let note = '';
  for (;;) {
    const choice = await ui.modal(hold.title, detailOf(hold, note, l10n), [
      { title: l10n.t('Refuse'), value: 'refuse' },
      { title: confirmTitle(hold, l10n), value: 'confirm' },
      ...(hold.backup === undefined ? [] : [{ title: l10n.t('Back Up, Then Run…'), value: 'backUp' } as const]),
      { title: l10n.t('Refuse All from This Session'), value: 'refuseAll' },
      { title: l10n.t('More…'), value: 'more' },
    ]);
    if (signal.aborted) {
      ui.log(`answer to hold ${hold.id} came after it was withdrawn: ${choice}`);
      if (choice === 'confirm' || choice === 'backUp') tellTooLate(hold, signal, ui, l10n);
      return refused;
    }
    switch (choice) {
      case 'refuse':
        return refused;
      case 'refuseAll':
        return { choice: 'refuseAll' };
      case 'backUp':
      case 'confirm': {
        if (hold.factor?.missing === true) {
          note = l10n.t('It cannot be confirmed yet: run “Set Up Second Factor…” first. {0}', factorWords(hold.factor.level, l10n));
          break;
        }
        const asksName = hold.verdict === 'type';
        const typed = asksName
          ? await ui.typeName(hold.title, l10n.t('Type {0} to confirm. Escape refuses.', hold.name), hold.name.trim(), signal)
          : undefined;
        if (asksName && typed === undefined && !signal.aborted) return refused;
        const code = hold.factor && !signal.aborted ? await ui.ask(hold.title, factorWords(hold.factor.level, l10n), signal) : undefined;
        if (signal.aborted) {
          tellTooLate(hold, signal, ui, l10n);
          return refused;
        }
        if (hold.factor && code === undefined) return refused;
        return {
          choice: 'confirm',
          ...(choice === 'backUp' ? { backUp: true } : {}),
          ...(typed === undefined ? {} : { typed }),
          ...(code === undefined ? {} : { factor: { code, secrets: await secrets() } }),
        };
      }
      case 'more': {
        const answer = await more(hold, signal, ui, l10n);
        if (typeof answer === 'object') return answer;
        if (signal.aborted) return refused;
        note = answer;
      }
    }
  }
}

export function factorWords(level: 'code' | 'secondPerson', l10n: Localization): string {
  return level === 'code'
    ? l10n.t('Production asks for a code of an authenticator, too: six digits, or a recovery code. Escape refuses.')
    : l10n.t('Production asks for the code of a second person, too. Escape refuses.');
}

async function more(hold: HoldView, signal: AbortSignal, ui: DialogUi, l10n: Localization): Promise<HoldAnswer | string> {
  const choice = await ui.pick(
    hold.title,
    [
      { label: l10n.t('Back to the Question'), value: 'back' },
      { label: l10n.t('Report a False Alarm'), description: l10n.t('copies a report without secrets to the clipboard'), value: 'report' },
      { label: l10n.t('Pause Guard…'), description: l10n.t('for a while, in every window'), value: 'pause' },
    ],
    signal,
  );
  if (choice === 'report') {
    await ui.copy(hold.report);
    return l10n.t('The report is in the clipboard. Paste it into a new issue; it holds no secret value.');
  }
  if (choice === 'pause') {
    const minutes = await choosePause(ui, l10n, signal);
    if (minutes !== undefined && !signal.aborted) return { choice: 'pause', minutes };
  }
  return '';
}

/** Asks how long, then asks again in a modal that says what it means. Undefined when the person changes their mind. */
export async function choosePause(ui: DialogUi, l10n: Localization, signal?: AbortSignal): Promise<number | undefined> {
  const choice = await ui.pick(
    l10n.t('Pause the Guard for How Long?'),
    [
      { label: l10n.t('15 Minutes'), value: '15' },
      { label: l10n.t('1 Hour'), value: '60' },
    ],
    signal,
  );
  if (choice === undefined || signal?.aborted === true) return undefined;
  const minutes = Number(choice);
  const duration = minutes === 60 ? l10n.t('1 hour') : l10n.t('{0} minutes', minutes);
  const sure = await ui.modal(
    l10n.t('Pause the guard for {0}?', duration),
    l10n.t(
      'What waits now runs at once, and until then no action of any agent is held, in any window: deletions in production run without a question. Only what weakens the guard itself is still asked. What runs is recorded, and the guard comes back by itself.',
    ),
    [
      { title: l10n.t('Keep Guarding'), value: 'keep' },
      { title: l10n.t('Pause for {0}', duration), value: 'pause' },
    ],
  );
  return sure === 'pause' ? minutes : undefined;
}

function confirmTitle(hold: HoldView, l10n: Localization): string {
  if (hold.verdict === 'type') return l10n.t('Type the Name to Confirm…');
  return hold.parked ? l10n.t('Confirm One Retry') : l10n.t('Confirm Once');
}

function detailOf(hold: HoldView, note: string, l10n: Localization): string {
  return [
    note,
    hold.again === undefined ? '' : l10n.t('Asked again: {0}.', hold.again),
    hold.parked ? l10n.t('The agent was already refused. A confirmation lets the same action through once, within ten minutes.') : '',
    hold.detail,
    hold.backup === undefined ? '' : l10n.t('A backup can be made first: {0}. If it fails, nothing runs.', hold.backup),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function tellTooLate(hold: HoldView, signal: AbortSignal, ui: DialogUi, l10n: Localization): void {
  ui.inform(l10n.t('Your answer came too late and did nothing: {0}. ({1})', String(signal.reason), hold.title));
}
