import type { Invocation, Word } from '../../shell/invocation.ts';
import { remoteTarget } from '../place.ts';
import { hasOption, readArguments, type Arguments } from '../arguments.ts';
import type { Draft, Rule, RuleContext, Tool } from '../rule.ts';
import { draftsOf } from './drafts.ts';
import { asksForHelp } from './help.ts';
import { isDisk } from './protectedPlaces.ts';
import { reach } from './reach.ts';
import { formatRule, overwriteRule, partitionRule } from './rules.ts';
import { spotOf } from './spot.ts';

function diskDraft(rule: Rule, name: string, invocation: Invocation): Draft {
  const remote = remoteTarget(invocation);
  return {
    rule,
    resource: { kind: 'disk', name: name === '' ? 'a disk' : name },
    ...(remote ? { location: 'remote', target: remote } : { target: { environment: 'local' } }),
    evidence: [{ text: invocation.text }],
  };
}

/** Devices are disks; anything else is an image file, judged as an overwritten file. */
function erase(words: readonly Word[], rule: Rule, invocation: Invocation, context: RuleContext): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const word of words) {
    const spot = spotOf(word, invocation, context.facts);
    const path = spot.type === 'path' ? spot.path : spot.type === 'glob' ? spot.pattern : undefined;
    if (path === undefined || isDisk(path)) drafts.push(diskDraft(rule, word.text, invocation));
    else
      drafts.push(
        ...draftsOf(reach([word], invocation, context, { recursive: false, through: true }), invocation, {
          verb: 'Format',
          rule: overwriteRule,
          root: rule,
        }),
      );
  }
  return drafts;
}

const filesystems = [
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'vfat',
  'fat',
  'msdos',
  'ntfs',
  'exfat',
  'f2fs',
  'jfs',
  'minix',
  'reiserfs',
  'udf',
  'cramfs',
  'bfs',
  'gfs2',
  'ocfs2',
  'nilfs2',
  'bcachefs',
  'zonefs',
  'erofs',
];

const mkfsValued = new Set([
  '-t',
  '--type',
  '-b',
  '-L',
  '-U',
  '-m',
  '-i',
  '-I',
  '-N',
  '-E',
  '-O',
  '-F',
  '-s',
  '-d',
  '-f',
  '-l',
  '-n',
  '-o',
  '-g',
  '-G',
  '-J',
  '-T',
  '-C',
  '-D',
  '-e',
  '-M',
  '-r',
  '-R',
  '-S',
]);

const mkfsTool: Tool = {
  names: [
    'mkfs',
    'mke2fs',
    'mkdosfs',
    'mkntfs',
    'newfs',
    'newfs_hfs',
    'newfs_apfs',
    'newfs_msdos',
    'mkswap',
    ...filesystems.map((name) => `mkfs.${name}`),
  ],
  family: 'files',
  rules: [formatRule],
  find(invocation, context) {
    // Each file system has its own letters; the device is the last word that is a path, and `-n` makes ext only tell.
    const words = invocation.argv.slice(1);
    const args = readArguments(invocation, { valued: mkfsValued });
    if (asksForHelp(args) || words.every((word) => /^-[Vh]$/.test(word.text))) return [];
    const ext = /^(?:mke2fs|mkfs\.ext\d|mkfs)$/.test(invocation.program);
    if (words.some((word) => (ext && word.text === '-n') || (word.text === '-N' && /xfs/.test(invocation.program)))) return [];
    const devices = words.filter((word) => word.text.startsWith('/dev/'));
    return erase(devices.length > 0 ? devices : words.slice(-1), formatRule, invocation, context);
  },
};

const eraseTool: Tool = {
  names: ['wipefs', 'blkdiscard', 'badblocks', 'hdparm', 'nvme'],
  family: 'files',
  rules: [formatRule],
  find(invocation, context) {
    const args = readArguments(invocation, {
      valued: new Set([
        '-o',
        '--offset',
        '-t',
        '--types',
        '-l',
        '--length',
        '-p',
        '--step',
        '--type',
        '--key-file',
        '-c',
        '--cipher',
        '-h',
        '--hash',
        '-s',
        '--key-size',
        '-n',
        '--namespace-id',
      ]),
    });
    if (asksForHelp(args)) return [];
    const words = erasedBy(invocation, args);
    return words === undefined ? [] : erase(words, formatRule, invocation, context);
  },
};

function erasedBy(invocation: Invocation, args: Arguments): readonly Word[] | undefined {
  const { words } = args;
  switch (invocation.program) {
    case 'wipefs':
      // Without -a or -o it only lists: https://man7.org/linux/man-pages/man8/wipefs.8.html
      return hasOption(args, '-a', '--all', '-o', '--offset') && !hasOption(args, '-n', '--no-act') ? words : undefined;
    case 'blkdiscard':
      return words;
    case 'badblocks':
      return hasOption(args, '-w') ? words.slice(0, 1) : undefined;
    case 'hdparm':
      return hasOption(
        args,
        '--security-erase',
        '--security-erase-enhanced',
        '--trim-sector-ranges',
        '--sanitize-block-erase',
        '--sanitize-crypto-scramble',
      )
        ? words.slice(-1)
        : undefined;
    case 'nvme':
      return /^(?:format|sanitize|delete-ns|write-zeroes|write-uncor|dsm)$/.test(words[0]?.text ?? '') ? words.slice(1, 2) : undefined;
    default:
      return undefined;
  }
}

const partitionTool: Tool = {
  names: ['parted', 'fdisk', 'sfdisk', 'cfdisk', 'gdisk', 'cgdisk', 'sgdisk', 'diskpart', 'partx'],
  family: 'files',
  rules: [partitionRule],
  find(invocation) {
    const args = readArguments(invocation, { valued: partitionValued[invocation.program] ?? new Set() });
    if (asksForHelp(args) || !partitions(invocation, args)) return [];
    const device = invocation.argv.find((word) => /^\/dev\/|^disk\d|\$/.test(word.text));
    return [diskDraft(partitionRule, device?.text ?? invocation.argv.at(-1)?.text ?? '', invocation)];
  },
};

const partitionValued: Readonly<Record<string, ReadonlySet<string>>> = {
  fdisk: new Set(['-b', '-C', '-H', '-S', '-w', '-W', '-t']),
  parted: new Set(['-a', '--align']),
};

function partitions(invocation: Invocation, args: Arguments): boolean {
  const { words } = args;
  const texts = words.map((word) => word.text);
  switch (invocation.program) {
    case 'parted':
      return texts.some((text) => /(?:^|\s)(?:rm|mklabel|mktable|mkpart|mkfs|resizepart|resize|move|rescue)(?:\s|$)/.test(text));
    case 'fdisk':
      return words.length > 0 && !hasOption(args, '-l', '--list', '-s', '--getsz', '-x');
    case 'sfdisk':
      return (
        words.length > 0 &&
        !hasOption(args, '-d', '--dump', '-l', '--list', '-V', '--verify', '-n', '--no-act', '-J', '--json', '-s', '-F', '-g')
      );
    case 'cfdisk':
    case 'gdisk':
    case 'cgdisk':
      return words.length > 0 && !hasOption(args, '-l');
    case 'sgdisk':
      return (
        hasOption(
          args,
          '-Z',
          '--zap-all',
          '-z',
          '--zap',
          '-o',
          '--clear',
          '-d',
          '--delete',
          '-n',
          '--new',
          '-R',
          '--replicate',
          '-l',
          '--load-backup',
          '-g',
          '--mbrtogpt',
          '-G',
        ) && !hasOption(args, '-P', '--pretend')
      );
    case 'diskpart':
      return hasOption(args, '-s') || texts.includes('/s') || invocation.input.type !== 'none';
    default:
      return hasOption(args, '-d', '--delete');
  }
}

export const diskTools: readonly Tool[] = [mkfsTool, eraseTool, partitionTool];
