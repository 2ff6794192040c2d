import * as vscode from 'vscode';
import type { Commands } from './commands.ts';
import type { StatusSource } from './statusItem.ts';

interface MenuItem extends vscode.QuickPickItem {
  readonly command: keyof Commands;
}

/** What can be done about the guard, from a click on the status item. */
export async function showMenu({ phase, state }: StatusSource): Promise<void> {
  const waiting = state?.holds.length ?? 0;
  const paused = (state?.pausedUntil ?? 0) > Date.now();
  const items: MenuItem[] = [
    {
      label: `$(list-tree) ${vscode.l10n.t('Show Activity')}`,
      ...(waiting === 0 ? {} : { description: vscode.l10n.t('{0} waiting', waiting) }),
      command: 'tenthSecond.showActivity',
    },
    { label: `$(link) ${vscode.l10n.t('Show Resources')}`, command: 'tenthSecond.showResources' },
    ...(phase.type !== 'attached'
      ? []
      : [
          state?.frozenAt === undefined
            ? {
                label: `$(lock) ${vscode.l10n.t('Freeze Agents')}`,
                description: vscode.l10n.t('they may only read here until you lift it'),
                command: 'tenthSecond.freeze' as const,
              }
            : { label: `$(unlock) ${vscode.l10n.t('Lift Freeze…')}`, command: 'tenthSecond.liftFreeze' as const },
          {
            label: `$(pin) ${vscode.l10n.t('Pin Agents to an Environment…')}`,
            ...(state?.pin === undefined ? {} : { description: state.pin }),
            command: 'tenthSecond.pinAgents' as const,
          },
        ]),
    ...(phase.type === 'locked'
      ? [{ label: `$(key) ${vscode.l10n.t('Reset Window Key…')}`, command: 'tenthSecond.resetWindowKey' as const }]
      : []),
    ...(phase.type !== 'attached'
      ? []
      : paused
        ? [{ label: `$(debug-continue) ${vscode.l10n.t('Resume Guard')}`, command: 'tenthSecond.resumeGuard' as const }]
        : [{ label: `$(debug-pause) ${vscode.l10n.t('Pause Guard…')}`, command: 'tenthSecond.pauseGuard' as const }]),
    { label: `$(plug) ${vscode.l10n.t('Connect Agents…')}`, command: 'tenthSecond.connectAgents' },
    { label: `$(beaker) ${vscode.l10n.t('Rehearse the Nine Seconds')}`, command: 'tenthSecond.rehearse' },
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, command: 'tenthSecond.showLog' },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Tenth Second') });
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command);
}
