import { backupsFrom, type BackupSetting } from '../core/backups/backups.ts';
import { entriesFrom, hidingFrom, strictnessFrom, tighten, type Tightening } from '../core/policy/merge.ts';
import { factorFrom, type FactorLevel } from '../core/policy/secondFactor.ts';
import { defaultPolicy, type Hiding, type Policy } from '../core/policy/policy.ts';
import { defaultRetention, type Retention } from '../core/protocol.ts';

/** One setting as `WorkspaceConfiguration.inspect` gives it: unknown values, since anybody can write a settings file. */
export interface ScopedValue {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/** Settings with the type of their value, and where they may be set. */
export interface SettingTypes {
  strictness: Policy['strictness'];
  protectedPaths: string[];
  credentialFiles: string[];
  productionNames: string[];
  ignoredRules: string[];
  hideCredentials: Hiding;
  secondFactor: FactorLevel;
  holdMinutes: number;
  statusBar: 'always' | 'whenNeeded';
  credentialTabs: 'warn' | 'close' | 'off';
  maskValues: boolean;
  journalMonths: number;
  snapshotDays: number;
  snapshotMegabytes: number;
  backups: Record<string, unknown>;
  terminalGuard: 'off' | 'agents' | 'everywhere';
  awayNotifications: boolean;
}

/** Reads one setting in every scope, for the window or for one of its folders. */
export type Inspect = (setting: keyof SettingTypes) => ScopedValue;

export interface Settings {
  readonly policy: Policy;
  readonly holdMinutes: number;
  readonly keep: Retention;
  readonly statusBar: SettingTypes['statusBar'];
  readonly backups: readonly BackupSetting[];
  readonly credentialTabs: SettingTypes['credentialTabs'];
  readonly maskValues: boolean;
  readonly terminalGuard: SettingTypes['terminalGuard'];
  readonly awayNotifications: boolean;
  /** Settings with entries that were not taken, for the log. */
  readonly rejected: readonly string[];
}

/** The server denies at fourteen minutes whatever is set: agents give a hook fifteen at most. */
export const defaultHoldMinutes = 14;

/**
 * Settings of the window and all its folders. What tightens is united over every scope; what loosens is read from the user's own
 * settings alone, even if the editor would hand us a workspace's value.
 */
export function settingsFrom(inspections: readonly [Inspect, ...Inspect[]]): Settings {
  const rejected = new Set<string>();
  const list = (setting: 'protectedPaths' | 'credentialFiles' | 'productionNames' | 'ignoredRules', value: unknown) => {
    const read = entriesFrom(value);
    if (read.rejected > 0) rejected.add(setting);
    return read.entries;
  };
  const [window] = inspections;
  let policy: Policy = {
    ...defaultPolicy,
    ignoredRules: list('ignoredRules', window('ignoredRules').globalValue),
    // The user's own setting may hide less than the default; a workspace's can only hide more.
    hideCredentials: hidingFrom(window('hideCredentials').globalValue) ?? 'all',
  };
  for (const inspect of inspections) {
    for (const scope of ['globalValue', 'workspaceValue', 'workspaceFolderValue'] as const) {
      const strictness = strictnessFrom(inspect('strictness')[scope]);
      const hiding = hidingFrom(inspect('hideCredentials')[scope]);
      const factor = factorFrom(inspect('secondFactor')[scope]);
      const tightening: Tightening = {
        ...(hiding === undefined ? {} : { hideCredentials: hiding }),
        ...(strictness === undefined ? {} : { strictness }),
        ...(factor === undefined ? {} : { secondFactor: factor }),
        protectedPaths: list('protectedPaths', inspect('protectedPaths')[scope]),
        credentialFiles: list('credentialFiles', inspect('credentialFiles')[scope]),
        productionNames: list('productionNames', inspect('productionNames')[scope]),
      };
      policy = tighten(policy, tightening);
    }
  }
  const count = (setting: keyof Retention): number => {
    const value = window(setting).globalValue;
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : defaultRetention[setting];
  };
  const minutes = window('holdMinutes').globalValue;
  // May name a command: never from a workspace.
  const backups = backupsFrom(window('backups').globalValue);
  if (backups.rejected > 0) rejected.add('backups');
  const tabs = window('credentialTabs').globalValue;
  const terminals = window('terminalGuard').globalValue;
  return {
    policy,
    holdMinutes: typeof minutes === 'number' && minutes >= 1 && minutes <= defaultHoldMinutes ? minutes : defaultHoldMinutes,
    keep: {
      journalMonths: count('journalMonths'),
      snapshotDays: count('snapshotDays'),
      snapshotMegabytes: count('snapshotMegabytes'),
    },
    backups: backups.backups,
    statusBar: window('statusBar').globalValue === 'whenNeeded' ? 'whenNeeded' : 'always',
    credentialTabs: tabs === 'close' || tabs === 'off' ? tabs : 'warn',
    maskValues: window('maskValues').globalValue === true,
    terminalGuard: terminals === 'agents' || terminals === 'everywhere' ? terminals : 'off',
    awayNotifications: window('awayNotifications').globalValue !== false,
    rejected: [...rejected],
  };
}
