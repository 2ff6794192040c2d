import type { Rule } from '../rule.ts';

const coreutils = 'https://www.gnu.org/software/coreutils/manual/html_node';

export const deleteRule: Rule = {
  id: 'files.delete',
  effect: 'delete',
  resource: 'directory',
  title: 'Delete {name}',
  location: 'local',
  recovery: 'snapshot',
  source: `${coreutils}/rm-invocation.html`,
  safer: 'Move it aside, or commit it first.',
  examples: [
    'rm -rf data',
    'rm notes.md',
    'rm -r ./src ./docs',
    'unlink notes.md',
    'rm -rf "$DIR/build"',
    'cd "$DIR" && rm -rf *',
    "find src -name '*.ts' -exec rm {} +",
    'find data -type f -print0 | xargs -0 rm',
  ],
  nearMisses: [
    'rm -rf /tmp/build-123',
    'rm -rf node_modules',
    'rm -f /tmp/x.log',
    'rmdir empty',
    'rm --help',
    'echo rm -rf data',
    'rm -f *.pyc',
  ],
};

export const deleteRootRule: Rule = {
  id: 'files.deleteRoot',
  effect: 'delete',
  least: 'type',
  resource: 'directory',
  title: 'Delete {name}',
  location: 'local',
  recovery: 'none',
  source: `${coreutils}/rm-invocation.html`,
  takes: 'Everything below it goes too; no snapshot is large enough.',
  safer: 'Name the exact folder that is meant.',
  examples: [
    'rm -rf /',
    'rm -rf ~',
    'rm -rf ~/',
    'rm -rf /*',
    'rm -rf "$DIR/"',
    'rm -rf /etc',
    'rm -rf ~/Documents',
    'find / -delete',
    'sudo rm -rf --no-preserve-root /',
  ],
  nearMisses: ['ls -la /', 'du -sh ~', 'rm -rf /tmp/a', 'find / -name core'],
};

export const findDeleteRule: Rule = {
  id: 'files.findDelete',
  effect: 'delete',
  resource: 'directory',
  title: 'Delete what find matches in {name}',
  location: 'local',
  recovery: 'snapshot',
  source: 'https://www.gnu.org/software/findutils/manual/html_node/find_html/Deleting-Files.html',
  safer: 'Run it with -print in place of -delete first.',
  examples: [
    'find . -delete',
    'find data -type f -delete',
    "find . -name '*.csv' -delete",
    "find data -name '*.csv' -o -name '*.json' -delete",
  ],
  nearMisses: [
    'find . -name "*.pyc" -delete',
    'find . -type d -empty -delete',
    'find /tmp -mtime +7 -delete',
    'find . -name x -print',
    'find . -type d -name node_modules -prune -exec rm -rf {} +',
  ],
};

export const emptyTrashRule: Rule = {
  id: 'files.emptyTrash',
  effect: 'delete',
  resource: 'directory',
  title: 'Empty {name}',
  location: 'local',
  recovery: 'none',
  source: 'https://specifications.freedesktop.org/trash-spec/latest/',
  takes: 'What was put there to be undone can no longer be.',
  examples: ['trash-empty', 'gio trash --empty', 'trash --empty', 'trash-rm notes.md'],
  nearMisses: ['trash notes.md', 'trash-put data', 'gio trash data', 'trash-list', 'trash-empty --dry-run'],
};

export const shredRule: Rule = {
  id: 'files.shred',
  effect: 'delete',
  resource: 'file',
  title: 'Shred {name}',
  location: 'local',
  recovery: 'none',
  source: `${coreutils}/shred-invocation.html`,
  takes: 'Shredding overwrites the content, so that no tool can bring it back.',
  examples: ['shred notes.md', 'shred -u -z secrets.db', 'srm -r data'],
  nearMisses: ['shred --help', 'shred /tmp/x.key'],
};

export const overwriteRule: Rule = {
  id: 'files.overwrite',
  effect: 'overwrite',
  resource: 'file',
  title: 'Overwrite {name}',
  location: 'local',
  recovery: 'snapshot',
  source: 'https://www.gnu.org/software/bash/manual/html_node/Redirections.html',
  safer: 'Write to a new file, or append with >>.',
  examples: [
    'echo x > notes.md',
    'date >| notes.md',
    'sort a | tee notes.md',
    ': > notes.md',
    'truncate -s 0 notes.md',
    'dd if=/dev/zero of=app.db',
    'jq . a.json > data.json',
    'sed -i d notes.md',
    'curl -o app.db https://example.com/app.db',
    'wget -O app.db https://example.com/app.db',
  ],
  nearMisses: [
    'echo x >> notes.md',
    'echo x > /dev/null',
    'make 2>&1',
    'sort a | tee -a notes.md',
    'echo x > /tmp/a.txt',
    'npm test > /dev/null 2>&1',
    'npm test > test-output.txt',
    'dd if=/dev/sda of=/dev/null',
    "sed -i 's/a/b/' notes.md",
    'sed -n 1,5d notes.md',
    'curl -o /tmp/a.zip https://example.com/a.zip',
    'curl -o /dev/null https://example.com',
    'wget https://example.com/a.zip',
  ],
};

export const overwriteByMoveRule: Rule = {
  id: 'files.overwriteByMove',
  effect: 'overwrite',
  resource: 'file',
  title: 'Replace {name}',
  location: 'local',
  recovery: 'snapshot',
  source: `${coreutils}/mv-invocation.html`,
  safer: 'Add -n (never overwrite) or -b (keep a backup).',
  examples: ['mv new.db app.db', 'cp new.db app.db', 'ln -sf other app.db', 'install -m 644 new.db app.db'],
  nearMisses: ['mv -n a b', 'cp -n a b', 'cp --backup a b', 'ln -s a b', 'install -d a', 'cp a /tmp/b', 'mv --help'],
};

export const moveAwayRule: Rule = {
  id: 'files.moveAway',
  effect: 'delete',
  resource: 'directory',
  title: 'Move {name} to where it is lost',
  location: 'local',
  recovery: 'snapshot',
  source: `${coreutils}/mv-invocation.html`,
  safer: 'Move it to a folder that is not cleaned up.',
  examples: ['mv data /dev/null', 'mv ~/Documents /tmp/', 'mv data /tmp/data'],
  nearMisses: ['mv /tmp/a /tmp/b', 'mv node_modules /tmp/nm'],
};

export const syncRule: Rule = {
  id: 'files.syncDelete',
  effect: 'delete',
  resource: 'directory',
  title: 'Delete what the source lacks in {name}',
  location: 'local',
  recovery: 'snapshot',
  source: 'https://download.samba.org/pub/rsync/rsync.1',
  safer: 'Run it with --dry-run --itemize-changes first.',
  examples: [
    'rsync -a --delete src/ backup/',
    'rsync -av --delete-after a/ user@host:/srv/www/',
    'rsync -a --remove-source-files data/ backup/',
    'rsync -a --del a/ b/',
  ],
  nearMisses: [
    'rsync -a src/ backup/',
    'rsync -an --delete src/ backup/',
    'rsync -a --delete --dry-run src/ backup/',
    'rsync -a --delete src/ /tmp/copy/',
  ],
};

export const robocopyRule: Rule = {
  id: 'files.robocopyDelete',
  effect: 'delete',
  resource: 'directory',
  title: 'Delete what the source lacks in {name}',
  location: 'local',
  recovery: 'snapshot',
  source: 'https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy',
  safer: 'Run it with /L first: it lists and does nothing.',
  examples: ['robocopy ./build //server/app /MIR', 'robocopy.exe a b /E /PURGE', 'robocopy a b /MOVE /E', 'robocopy a b //MIR'],
  nearMisses: ['robocopy a b /E', 'robocopy a b /MIR /L', 'robocopy a b *.log /S'],
};

export const archiveRule: Rule = {
  id: 'files.archive',
  effect: 'overwrite',
  resource: 'file',
  title: 'Overwrite files in {name} from an archive',
  location: 'local',
  recovery: 'snapshot',
  source: 'https://www.gnu.org/software/tar/manual/html_node/Overwrite-Old-Files.html',
  safer: 'Extract into a new folder.',
  examples: [
    'unzip -o a.zip',
    'tar -xf a.tar --recursive-unlink',
    'tar czf backup.tgz data',
    'tar -cf old.tar --remove-files data',
    '7z x -aoa a.7z',
  ],
  nearMisses: [
    'tar xzf a.tgz',
    'tar tf a.tar',
    'unzip a.zip',
    'unzip -l a.zip',
    'unzip -n a.zip',
    'tar czf /tmp/a.tgz data',
    'unzip -o a.zip -d /tmp/x',
  ],
};

export const formatRule: Rule = {
  id: 'files.formatDisk',
  effect: 'delete',
  least: 'type',
  resource: 'disk',
  title: 'Erase the disk {name}',
  location: 'local',
  recovery: 'none',
  source: 'https://man7.org/linux/man-pages/man8/mkfs.8.html',
  takes: 'Every file on it goes.',
  examples: [
    'mkfs.ext4 /dev/sda1',
    'mkfs -t xfs /dev/nvme0n1p1',
    'mkswap /dev/sdb1',
    'wipefs -a /dev/sda',
    'blkdiscard /dev/sda',
    'dd if=/dev/zero of=/dev/sda',
    'cat x > /dev/sda',
    'shred /dev/sda',
  ],
  nearMisses: ['mkfs.ext4 -n /dev/sda1', 'wipefs /dev/sda', 'mkfs --help', 'lsblk /dev/sda'],
};

export const partitionRule: Rule = {
  id: 'files.partitionDisk',
  effect: 'delete',
  resource: 'disk',
  title: 'Change the partitions of {name}',
  location: 'local',
  recovery: 'none',
  source: 'https://man7.org/linux/man-pages/man8/parted.8.html',
  examples: [
    'parted /dev/sda rm 1',
    'parted -s /dev/sda mklabel gpt',
    'sgdisk --zap-all /dev/sda',
    'fdisk /dev/sda',
    'sfdisk --delete /dev/sda 1',
  ],
  nearMisses: ['parted /dev/sda print', 'fdisk -l', 'fdisk -l /dev/sda', 'sgdisk -p /dev/sda', 'sfdisk -d /dev/sda', 'parted -l'],
};

export const permissionsRule: Rule = {
  id: 'files.permissionsOfRoot',
  effect: 'overwrite',
  resource: 'directory',
  title: 'Change owner or permissions of everything in {name}',
  location: 'local',
  recovery: 'none',
  source: `${coreutils}/chmod-invocation.html`,
  takes: 'The permissions as they were are not kept anywhere.',
  safer: 'Name the one folder that needs it.',
  examples: ['chmod -R 777 /', 'chown -R me /usr', 'chmod -R 000 ~', 'chgrp -R www /etc', 'chmod -R 777 "$DIR/"'],
  nearMisses: [
    'chmod -R 755 src',
    'chmod +x run.sh',
    'chown -R me .',
    'chown -R node:node /app',
    'chmod 600 ~/.ssh/id_ed25519',
    'chown -R me ~/.npm',
  ],
};

export const filesRules: readonly Rule[] = [
  deleteRule,
  deleteRootRule,
  findDeleteRule,
  emptyTrashRule,
  shredRule,
  overwriteRule,
  overwriteByMoveRule,
  moveAwayRule,
  syncRule,
  robocopyRule,
  archiveRule,
  formatRule,
  partitionRule,
  permissionsRule,
];
