import type { Judged } from '../policy/verdict.ts';

/** An independent backup that a person named in their settings: where its age is read. */
export interface BackupSetting {
  /** What it is a backup of: the name, id or provider that an operation names, with `*` for any letters. */
  readonly name: string;
  /** The newest file in it tells the age, if it is a folder. `~/` is the home. */
  readonly file?: string;
  /** Prints when the newest backup was made. Run by the server as the person's own command. */
  readonly command?: string;
  /** Older than this (hours) is said. */
  readonly maxHours: number;
}

/** What was found out about a backup. */
export type BackupAge = { readonly type: 'age'; readonly hours: number } | { readonly type: 'unknown'; readonly reason: string };

const maxBackups = 50;
const defaultHours = 24;

/** What settings say; entries that are no backup are counted. */
export function backupsFrom(value: unknown): { readonly backups: readonly BackupSetting[]; readonly rejected: number } {
  if (value === undefined) return { backups: [], rejected: 0 };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { backups: [], rejected: 1 };
  const entries = Object.entries(value as Readonly<Record<string, unknown>>).slice(0, maxBackups);
  const backups = entries.flatMap(([name, entry]): readonly BackupSetting[] => {
    const { file, command, maxAge } = (typeof entry === 'string' ? { file: entry } : (entry ?? {})) as Readonly<Record<string, unknown>>;
    const hours = maxAge === undefined ? defaultHours : hoursFrom(maxAge);
    if (name.trim() === '' || name.length > 200 || hours === undefined) return [];
    if (typeof file === 'string' && file !== '' && file.length < 1000) return [{ name: name.trim(), file, maxHours: hours }];
    if (typeof command === 'string' && command !== '' && command.length < 4000) return [{ name: name.trim(), command, maxHours: hours }];
    return [];
  });
  return { backups, rejected: Object.keys(value).length - backups.length };
}

/** The same as a window sends them to the server. */
export function receivedBackups(value: unknown): readonly BackupSetting[] {
  if (!Array.isArray(value)) return [];
  const entries = value.flatMap((entry): readonly (readonly [string, unknown])[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { name, maxHours, ...rest } = entry as Readonly<Record<string, unknown>>;
    return typeof name === 'string' ? [[name, { ...rest, maxAge: maxHours }]] : [];
  });
  return backupsFrom(Object.fromEntries(entries)).backups;
}

/** `36h`, `7d`, `90m`, or a number of hours. */
function hoursFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value > 0 ? value : undefined;
  const match = typeof value === 'string' ? /^\s*(\d{1,6}(?:\.\d{1,3})?)\s*(m|h|d|w)\s*$/i.exec(value) : null;
  if (!match) return undefined;
  const hours = Number(match[1]) * { m: 1 / 60, h: 1, d: 24, w: 168 }[match[2]!.toLowerCase() as 'm' | 'h' | 'd' | 'w'];
  return hours > 0 ? hours : undefined;
}

/** The backups of what an action would delete or overwrite, each once. */
export function backupsOf(operations: readonly Judged[], backups: readonly BackupSetting[]): readonly BackupSetting[] {
  const destroyed = operations.filter(
    ({ effect, verdict }) => verdict !== 'allow' && (effect === 'delete' || effect === 'overwrite' || effect === 'opaque'),
  );
  const names = destroyed.flatMap(({ resource }) => [resource.name, resource.id ?? '', resource.provider ?? '', resource.path ?? '']);
  return backups.filter((backup) => names.some((name) => name !== '' && fits(backup.name, name)));
}

function fits(pattern: string, name: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const text = name.toLowerCase();
  if (parts.length === 1) return text === parts[0];
  if (parts.length > 8 || !text.startsWith(parts[0]!) || !text.endsWith(parts.at(-1)!)) return false;
  let at = parts[0]!.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - parts.at(-1)!.length;
}

/** When the output of a person's command says the newest backup was made (ms since 1970): an ISO time, or seconds or ms since 1970. */
export function timeFromOutput(output: string): number | undefined {
  const text = output.slice(0, 4096);
  const iso = /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s?(?:Z|[+-]\d{2}:?\d{2}))?)?/.exec(text)?.[0];
  if (iso !== undefined) {
    const time = Date.parse(iso.replace(' ', 'T').replace(/\s/g, ''));
    return Number.isNaN(time) ? undefined : time;
  }
  const epoch = /(?:^|\s)(\d{10}|\d{13})(?:\.\d{1,9})?(?=\s|$)/.exec(text)?.[1];
  return epoch === undefined ? undefined : Number(epoch) * (epoch.length === 10 ? 1000 : 1);
}

/** What the modal says of an independent backup. */
export function backupLine(backup: BackupSetting, age: BackupAge): string {
  const what = `The independent backup ${backup.name}`;
  if (age.type === 'unknown') return `${what} could not be found: ${age.reason}.`;
  if (age.hours < -1) return `${what} is dated in the future: its age is not known.`;
  const old = age.hours > backup.maxHours;
  return `${what} is ${inWords(age.hours)} old${old ? `, older than your limit of ${inWords(backup.maxHours)}` : ''}.`;
}

function inWords(hours: number): string {
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  if (hours < 1) return count(Math.max(1, Math.round(hours * 60)), 'minute');
  return hours < 48 ? count(Math.round(hours), 'hour') : count(Math.round(hours / 24), 'day');
}
