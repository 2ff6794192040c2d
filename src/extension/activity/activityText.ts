import type { ActivityEntry } from '../../core/protocol.ts';
import type { AgentId } from '../../core/types.ts';
import type { Localization } from '../localization.ts';

/** How each agent calls itself. */
export const agentNames: Readonly<Record<AgentId, string>> = {
  'claude-code': 'Claude Code',
  copilot: 'Copilot',
  'copilot-cli': 'Copilot CLI',
  cursor: 'Cursor',
  codex: 'Codex',
  'gemini-cli': 'Gemini CLI',
  antigravity: 'Antigravity',
  windsurf: 'Windsurf',
  cline: 'Cline',
  opencode: 'OpenCode',
  kilo: 'Kilo',
  'qwen-code': 'Qwen Code',
  kiro: 'Kiro',
  augment: 'Augment',
  amp: 'Amp',
  'mcp-client': 'MCP',
  terminal: 'Terminal',
  continue: 'Continue',
};

export interface OutcomeText {
  readonly word: string;
  readonly sentence: string;
  /** Codicon with a shape of its own, so that nothing hangs on its colour. */
  readonly icon: string;
  readonly color?: string;
}

/** In words and shape what became of an action. An outcome that we do not know is shown as it came. */
export function outcomeText(outcome: string, l10n: Localization): OutcomeText {
  switch (outcome) {
    case 'allowed':
      return { word: l10n.t('allowed'), sentence: l10n.t('Allowed without a question.'), icon: 'check' };
    case 'waiting':
      return { word: l10n.t('waiting'), sentence: l10n.t('Waits for a person.'), icon: 'watch', color: 'list.warningForeground' };
    case 'confirmed':
      return { word: l10n.t('confirmed'), sentence: l10n.t('A person confirmed it, for once.'), icon: 'verified' };
    case 'refused':
      return { word: l10n.t('refused'), sentence: l10n.t('A person refused it.'), icon: 'circle-slash', color: 'list.errorForeground' };
    case 'denied':
      return { word: l10n.t('denied'), sentence: l10n.t('Denied without asking.'), icon: 'error', color: 'list.errorForeground' };
    case 'parked':
      return {
        word: l10n.t('parked'),
        sentence: l10n.t('The agent was refused; a person can let one retry through.'),
        icon: 'inbox',
        color: 'list.warningForeground',
      };
    case 'paused':
      return {
        word: l10n.t('ran while paused'),
        sentence: l10n.t('It ran because the guard was paused.'),
        icon: 'debug-pause',
        color: 'list.warningForeground',
      };
    case 'unheld':
      return {
        word: l10n.t('not held'),
        sentence: l10n.t('It was seen in a terminal when it had started; no hook had asked.'),
        icon: 'warning',
        color: 'list.errorForeground',
      };
    case 'dropped':
      return { word: l10n.t('dropped'), sentence: l10n.t('The agent was gone before anyone answered.'), icon: 'debug-disconnect' };
    default:
      return { word: outcome, sentence: '', icon: 'question' };
  }
}

/** What a screen reader says for one action. */
export function spokenAction(entry: ActivityEntry, clock: (time: number) => string, l10n: Localization): string {
  return [outcomeText(entry.outcome, l10n).word, entry.title, clock(entry.time), entry.command].filter((part) => part !== '').join(', ');
}
