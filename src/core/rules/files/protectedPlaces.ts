import { isWithin } from '../../paths.ts';
import type { Facts } from '../../types.ts';

/** Folders whose loss takes down a machine, an account or everybody's work: losing one is never part of a build. */
const systemRoots = new Set([
  '/',
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/lib32',
  '/lib64',
  '/media',
  '/mnt',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/snap',
  '/srv',
  '/sys',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/usr/local',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/share',
  '/var',
  '/var/lib',
  '/var/log',
  '/var/www',
  '/var/spool',
  '/var/backups',
  '/tmp',
  '/data',
  '/backup',
  '/backups',
  '/Applications',
  '/Library',
  '/Network',
  '/System',
  '/Users',
  '/Volumes',
  '/private',
  '/private/etc',
  '/private/var',
]);

/** Parents whose children are homes, disks and shares. */
const parentsOfRoots = ['/home', '/Users', '/mnt', '/media', '/Volumes', '/srv'];

/** Below these nothing is scratch, so a recursive delete is held even while the path is not there yet (a disk not mounted, a race). */
const precious = [
  '/etc',
  '/boot',
  '/srv',
  '/var/lib',
  '/var/www',
  '/var/backups',
  '/home',
  '/Users',
  '/root',
  '/mnt',
  '/media',
  '/Volumes',
  '/data',
  '/backup',
  '/backups',
];

/** What a home is kept for. */
const homeRoots = new Set([
  'Desktop',
  'Documents',
  'Downloads',
  'Library',
  'Movies',
  'Music',
  'Pictures',
  'Videos',
  'Projects',
  'projects',
  'Code',
  'code',
  'Developer',
  'dev',
  'repos',
  'src',
  'work',
  'workspace',
  'go',
  '.aws',
  '.azure',
  '.config',
  '.docker',
  '.gnupg',
  '.kube',
  '.local',
  '.local/share',
  '.local/bin',
  '.mozilla',
  '.password-store',
  '.ssh',
  '.thunderbird',
  'AppData',
  'AppData/Roaming',
  'AppData/Local',
  'OneDrive',
  'Dropbox',
]);

/** A place that must not go, in words, or undefined. Answers for the folder itself, not for what is below it. */
export function protectedPlace(path: string, facts: Facts): string | undefined {
  const { home } = facts;
  if (path === '/') return 'the root of the file system';
  if (path === home) return 'your home folder';
  if (home !== '/' && isWithin(home, path)) return 'a folder that contains your home folder';
  const windows = windowsPlace(path);
  if (windows !== undefined) return windows;
  if (systemRoots.has(path)) return 'a folder of the system';
  const slash = path.lastIndexOf('/');
  const parent = path.slice(0, slash);
  if (parentsOfRoots.includes(parent))
    return parent === '/home' || parent === '/Users' ? 'the home folder of a user' : 'a mounted disk or share';
  if (isWithin(path, home) && homeRoots.has(path.slice(home.length + 1))) return 'a main folder of your home';
  return undefined;
}

function windowsPlace(path: string): string | undefined {
  const drive =
    /^[a-z]:\/?(.*)$/i.exec(path) ?? /^\/(?:mnt\/)?[a-z](?:\/(windows|users|program files(?: \(x86\))?|programdata))?$/i.exec(path);
  if (!drive) return undefined;
  const rest = (drive[1] ?? '').toLowerCase();
  if (rest === '') return 'a whole drive';
  if (/^(?:windows(?:\/system32)?|program files(?: \(x86\))?|programdata|users)$/.test(rest)) return 'a folder of the system';
  return /^users\/[^/]+$/.test(rest) ? 'the home folder of a user' : undefined;
}

/** Single files that no package and no tutorial takes away: who may log in, what runs when, what is mounted, what was recorded. */
const vitalFiles =
  /^\/(?:private\/)?(?:etc\/(?:cron[^/]*(?:\/.*)?|anacrontab|passwd-?|shadow-?|group|gshadow|sudoers(?:\.d\/.*)?|fstab|crypttab|hosts|exports|ssh\/.*|pam\.d\/.*|security\/.*|ssl\/private\/.*|letsencrypt\/.*|kubernetes\/.*|systemd\/system\/.*)|var\/spool\/cron\/.*|boot\/.*)$/;

export function isVital(path: string): boolean {
  return vitalFiles.test(path);
}

/** True where a recursive delete counts though nothing is there at the moment. */
export function isPrecious(path: string, cwd: string | undefined, facts: Facts): boolean {
  const { home } = facts;
  if (facts.knowledge.roots.some((root) => isWithin(path, root))) return false;
  if (cwd !== undefined && cwd !== path && isWithin(path, cwd) && protectedPlace(cwd, facts) === undefined) return false;
  if (!isWithin(path, home)) return precious.some((folder) => isWithin(path, folder));
  const first = path.slice(home.length + 1).split('/')[0] ?? '';
  // What tools keep there under hidden names is made again; what people keep has names of its own.
  return first.startsWith('.')
    ? homeRoots.has(first) && !/^\.(?:config|local|docker)$/.test(first)
    : !/^(?:go|snap|Library|AppData|miniconda3?|anaconda3?|tmp|temp)$/.test(first);
}

/** Under the temporary directory, and not in a workspace that itself lies there. */
export function isScratch(path: string, facts: Facts): boolean {
  const holder = facts.temporary.find((folder) => path !== folder && isWithin(path, folder));
  if (holder === undefined) return path.startsWith('/dev/shm/') || path.startsWith('/run/user/');
  const within = (root: string): boolean =>
    !facts.temporary.includes(root) && isWithin(root, holder) && (isWithin(path, root) || isWithin(root, path));
  // A home or a workspace may lie there, too; what is in them is not scratch for that.
  return !facts.knowledge.roots.some(within) && !(isWithin(facts.home, holder) && isWithin(path, facts.home));
}

const deviceSinks =
  /^\/dev\/(?:null|zero|full|random|urandom|tty\w*|console|ptmx|pts\/.*|stdin|stdout|stderr|fd\/.*|tcp\/.*|udp\/.*|shm\/.*|log|kmsg|clipboard)$/;

/** Devices that swallow or show what is written: no disk behind them. */
export function isDeviceSink(path: string): boolean {
  return deviceSinks.test(path) || /^(?:nul|con)$/i.test(path) || /^\/proc\/(?:self|\d+)\/fd\/|^\/(?:proc|sys)\/.+/.test(path);
}

/** A disk, partition or volume. */
export function isDisk(path: string): boolean {
  return (path.startsWith('/dev/') && !isDeviceSink(path)) || /^\/\/[.?]\/physicaldrive\d/i.test(path.replaceAll('\\', '/'));
}
