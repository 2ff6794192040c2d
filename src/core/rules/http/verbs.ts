/** Verbs that destroy, in the name of a mutation or at the end of a path. */
const destroying = new Set([
  'delete',
  'remove',
  'destroy',
  'purge',
  'wipe',
  'drop',
  'truncate',
  'erase',
  'nuke',
  'obliterate',
  'terminate',
]);

/** Words that turn it round, or speak of a state: `undelete`, `cancelDelete`, `isDeleted`, `restoreDeletedUser`. */
const reversing = new Set([
  'cancel',
  'undo',
  'restore',
  'recover',
  'undelete',
  'unremove',
  'un',
  'prevent',
  'disallow',
  'abort',
  'preview',
]);

/** What `remove` and `delete` take away lightly and everyone puts back: an association or a reaction, no data. */
const light = new Set(
  (
    'star reaction reactions upvote upvotes vote votes like likes follow follower followers bookmark bookmarks favorite favorites ' +
    'favourite favourites label labels assignee assignees reviewer reviewers cart cache caches filter filters highlight typing ' +
    'presence notification notifications draft drafts background bg watermark noise silence duplicates whitespace'
  ).split(' '),
);

/** `volumeDelete`, `delete_users_by_pk`, `DeleteVPC` as lower-case words. */
export function nameWords(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Whether a mutation's name says that it destroys. */
export function mutationDestroys(field: string): boolean {
  const words = nameWords(field);
  if (!words.some((word) => destroying.has(word))) return false;
  return !words.some((word) => reversing.has(word) || light.has(word));
}

const identifier = /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|\$\{?\w+\}?)$/i;

/** Last segments that name a whole operation. */
const operations = new Set([
  '_delete_by_query',
  'deleteall',
  'delete-all',
  'delete_all',
  'flushall',
  'flushdb',
  'dropdatabase',
  'deletemany',
  '_close',
  'prune',
  'purge_cache',
  'reset-database',
  'reset-db',
  'reset_database',
  'wipe-data',
  'factory-reset',
  'delete_series',
  'dowipeoutworkspace',
  'dodelete',
  'scripttext',
  'quietdown',
  'safeexit',
  'safe-delete',
  'force-delete',
  'reinstall',
  'poweroff',
  'power_off',
  'mute_all',
  'deprovision',
  'decommission',
  'unpublish',
  'revoke-all',
]);

/** Whether the path of a POST ends in a verb that destroys: `/users/42/delete`, `/queues/purge`, `/files/batch_delete`, `/delete/42`. */
export function pathDestroys(path: string): boolean {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => segment.replace(/\.(?:json|php|aspx?|do|action)$/i, ''));
  if (segments.some((segment) => nameWords(segment).some((word) => light.has(word)))) return false;
  while (segments.length > 1 && identifier.test(segments.at(-1)!)) segments.pop();
  const last = segments.at(-1) ?? '';
  if (destroying.has(last.toLowerCase()) || operations.has(last.toLowerCase())) return true;
  const words = nameWords(last.replace(/^.*:/, ''));
  if (words.length === 0 || words.length > 3 || words.some((word) => reversing.has(word))) return false;
  // `batch_delete`, `bulkRemove`, `delete_user`, Google's `documents:batchDelete`; not `delete-your-account-guide`.
  return (
    destroying.has(words[0]!) || (destroying.has(words.at(-1)!) && /^(?:batch|bulk|force|hard|mass|permanently|soft|do)$/.test(words[0]!))
  );
}
