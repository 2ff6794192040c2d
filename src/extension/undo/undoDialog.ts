import type { SnapshotPreview, SnapshotRestored, SnapshotView } from '../../core/protocol.ts';
import type { Button, DialogUi } from '../holds/holdDialog.ts';
import type { Localization } from '../localization.ts';

/** What undoing needs of the server. */
export interface UndoServer {
  snapshots(): Promise<readonly SnapshotView[]>;
  previewSnapshot(id: string): Promise<SnapshotPreview | null>;
  restoreSnapshot(id: string, overwrite: boolean): Promise<SnapshotRestored | null>;
}

type Choice = 'leave' | 'back' | 'replace';

/** A modal is not scrolled by every editor. */
const maxListed = 15;

/** Asks which action to undo (unless told), shows what would come back, and puts it back. Nothing newer goes without being asked. */
export async function undoWithPreview(
  server: UndoServer,
  wanted: string | undefined,
  ui: Pick<DialogUi, 'modal' | 'pick' | 'inform'>,
  l10n: Localization,
  clock: (time: number) => string,
): Promise<void> {
  const id = wanted ?? (await chooseSnapshot(server, ui, l10n, clock));
  if (id === undefined) return;
  const preview = await server.previewSnapshot(id);
  if (preview === null) return ui.inform(l10n.t('This snapshot is gone: it was too old, or there was no room for it.'));
  if (preview.back + preview.inTheWay === 0) return ui.inform(l10n.t('There is nothing to undo: everything is as it was before.'));
  const buttons: [Button<Choice>, ...Button<Choice>[]] = [{ title: l10n.t('Leave As It Is'), value: 'leave' }];
  if (preview.back > 0) buttons.push({ title: l10n.t('Put Back What Is Gone'), value: 'back' });
  if (preview.inTheWay > 0) buttons.push({ title: l10n.t('Put Back and Replace {0} Newer', preview.inTheWay), value: 'replace' });
  const choice = await ui.modal<Choice>(l10n.t('Undo: {0}?', preview.snapshot.title), previewText(preview, l10n, clock), buttons);
  if (choice === 'leave') return;
  const restored = await server.restoreSnapshot(id, choice === 'replace');
  ui.inform(restored === null ? l10n.t('This snapshot is gone: it was too old, or there was no room for it.') : resultText(restored, l10n));
}

async function chooseSnapshot(
  server: UndoServer,
  ui: Pick<DialogUi, 'pick' | 'inform'>,
  l10n: Localization,
  clock: (time: number) => string,
): Promise<string | undefined> {
  const snapshots = await server.snapshots();
  if (snapshots.length === 0) {
    ui.inform(l10n.t('There is nothing to undo: no snapshot was taken in the folders of this window.'));
    return undefined;
  }
  return ui.pick(
    l10n.t('Undo Which Action?'),
    snapshots.map(({ id, title, time, files }) => ({
      label: title,
      description: l10n.t('{0}, {1} files', clock(time), files),
      value: id,
    })),
  );
}

/** What comes back, and what stands in the way; one line each. */
function previewText(preview: SnapshotPreview, l10n: Localization, clock: (time: number) => string): string {
  const { snapshot, changes, refs, back, inTheWay, same, gaps } = preview;
  const words: Readonly<Record<string, string>> = {
    back: l10n.t('comes back'),
    moves: l10n.t('goes back'),
    differs: l10n.t('is something newer now'),
    extra: l10n.t('was not there then'),
    newer: l10n.t('has commits made since'),
    blocked: l10n.t('is behind a link or file now, and cannot come back'),
  };
  const all = [...changes.map(({ path, change }) => ({ name: path, change })), ...refs];
  const listed = all.slice(0, maxListed).map(({ name, change }) => `${name}: ${words[change] ?? change}`);
  return [
    l10n.t('As it was on {0} in {1}:', clock(snapshot.time), snapshot.cwd),
    [...listed, ...(all.length > maxListed ? [l10n.t('… and {0} more', all.length - maxListed)] : [])].join('\n'),
    [
      l10n.t('{0} come back, {1} are newer now, {2} are as they were.', back, inTheWay, same),
      ...(inTheWay > 0 ? [l10n.t('What is newer is kept in a snapshot of its own before it is replaced.')] : []),
      ...gaps.map((gap) => l10n.t('Not kept: {0}', gap)),
    ].join('\n'),
  ].join('\n\n');
}

function resultText({ restored, left, refs, problems }: SnapshotRestored, l10n: Localization): string {
  return [
    l10n.t('{0} files and folders and {1} references were put back.', restored, refs.length),
    ...(left.length > 0 ? [l10n.t('{0} were left as they are.', left.length)] : []),
    ...(problems.length > 0 ? [l10n.t('{0} could not be put back: {1}', problems.length, problems[0] ?? '')] : []),
  ].join(' ');
}
