import { absolutePath } from '../../paths.ts';
import type { Invocation } from '../../shell/invocation.ts';
import { protectedPlace } from '../files/protectedPlaces.ts';
import type { Draft, Rule, Tool } from '../rule.ts';
import { found, switchesOf, valueOf, wordsOf } from './option.ts';
import * as rules from './rules.ts';

/** What an invocation destroys: the rule and the name of the resource. */
type Finding = readonly [Rule, string | undefined] | undefined;

function tool(names: readonly string[], list: readonly Rule[], judge: (invocation: Invocation) => Finding): Tool {
  return {
    names,
    family: 'windows',
    rules: list,
    find(invocation): readonly Draft[] {
      if (switchesOf(invocation).has('?')) return [];
      const finding = judge(invocation);
      return finding ? found(finding[0], finding[1], invocation) : [];
    },
  };
}

const regTool = tool(['reg'], [rules.registryRule, rules.firewallRule], (invocation) => {
  const [verb, key] = wordsOf(invocation);
  // With /f alone it asks nothing; without it, it waits for an answer that an agent gives through a pipe.
  if (verb === 'delete' || verb === 'restore')
    return [rules.registryRule, invocation.argv.slice(2).find(({ text }) => !text.startsWith('/'))?.text];
  const off = /disable(?:antispyware|antivirus|realtimemonitoring|behaviormonitoring|ioavprotection)|enablelua/.exec(
    valueOf(invocation, 'v')?.toLowerCase() ?? '',
  );
  // An unquoted key falls apart at its blanks.
  const policy = invocation.argv.map(({ text }) => text.toLowerCase()).join(' ');
  if (verb === 'add' && off && (/defender|\\system$/.test(key ?? '') || policy.includes('windows defender'))) {
    const data = valueOf(invocation, 'd');
    const on = off[0] === 'enablelua' ? data === '0' : data !== '0';
    return on ? [rules.firewallRule, off[0]] : undefined;
  }
  return undefined;
});

const formatTool = tool(['format', 'format.com'], [rules.formatRule], ({ argv }) => {
  const drive = argv.slice(1).find(({ text }) => /^(?:[a-z]:\\?|\\\\\?\\Volume.*)$/i.test(text));
  return drive ? [rules.formatRule, drive.text] : undefined;
});

const vssadminTool = tool(['vssadmin', 'diskshadow'], [rules.shadowsRule], (invocation) => {
  const [verb, what] = wordsOf(invocation);
  const smaller = verb === 'resize' && what === 'shadowstorage';
  return verb === 'delete' || smaller ? [rules.shadowsRule, valueOf(invocation, 'for', 'shadow') ?? 'all of them'] : undefined;
});

const wmicTool = tool(['wmic'], [rules.wmicRule, rules.shadowsRule], (invocation) => {
  const words = wordsOf(invocation);
  if (!words.includes('delete')) return undefined;
  const kind = words.find((word) => /^[a-z]/.test(word)) ?? '';
  if (kind === 'shadowcopy') return [rules.shadowsRule, 'all of them'];
  // Deleting a process ends it; that is everyday.
  return kind === 'process'
    ? undefined
    : [
        rules.wmicRule,
        invocation.argv
          .slice(1)
          .map(({ text }) => text)
          .join(' ')
          .slice(0, 60),
      ];
});

const wbadminTool = tool(['wbadmin'], [rules.backupRule], (invocation) => {
  const [verb, what] = wordsOf(invocation);
  return verb === 'delete' ? [rules.backupRule, what] : undefined;
});

/** What `bcdedit /set` turns off keeps a machine from mending itself or from checking what it starts. */
const bootOptions = /^(?:recoveryenabled|bootstatuspolicy|safeboot|testsigning|nointegritychecks|device|osdevice|path|nx)$/;

const bcdeditTool = tool(['bcdedit'], [rules.bootRule], (invocation) => {
  const switches = switchesOf(invocation);
  const words = wordsOf(invocation);
  if (switches.has('delete') || switches.has('import') || (switches.has('deletevalue') && words.some((word) => bootOptions.test(word))))
    return [rules.bootRule, words[0]];
  const option = words.find((word) => bootOptions.test(word));
  return switches.has('set') && option !== undefined ? [rules.bootRule, option] : undefined;
});

const cipherTool = tool(['cipher'], [rules.wipeRule], (invocation) =>
  switchesOf(invocation).has('w') ? [rules.wipeRule, valueOf(invocation, 'w')] : undefined,
);

/** https://learn.microsoft.com/sysinternals/downloads/sdelete */
const sdeleteTool = tool(['sdelete', 'sdelete64'], [rules.wipeRule], ({ argv }) =>
  argv.length > 1 ? [rules.wipeRule, argv.at(-1)!.text] : undefined,
);

const schtasksTool = tool(['schtasks'], [rules.taskRule], (invocation) =>
  switchesOf(invocation).has('delete') ? [rules.taskRule, valueOf(invocation, 'tn')] : undefined,
);

const scTool = tool(['sc'], [rules.serviceRule, rules.firewallRule], (invocation) => {
  const words = wordsOf(invocation).filter((word) => !word.startsWith('\\'));
  const [verb, name] = words;
  if (verb === 'delete' && name !== undefined)
    return [rules.serviceRule, invocation.argv.findLast(({ text }) => text.toLowerCase() === name)?.text];
  const guard = /^(?:windefend|sense|wdnissvc|mpssvc|wscsvc|securityhealthservice|eventlog)$/.test(name ?? '');
  const off = verb === 'stop' || (verb === 'config' && words.includes('disabled'));
  return guard && off ? [rules.firewallRule, name] : undefined;
});

const netTool = tool(['net', 'net1'], [rules.accountRule], (invocation) => {
  const words = wordsOf(invocation);
  // `net localgroup G member /delete` only takes a member out.
  return /^(?:user|localgroup|group)$/.test(words[0] ?? '') && words.length === 2 && switchesOf(invocation).has('delete')
    ? [rules.accountRule, words[1]]
    : undefined;
});

function ownership(invocation: Invocation, path: string | undefined, home: string, place: (path: string) => string | undefined): Finding {
  const absolute = path === undefined ? undefined : absolutePath(path.replace(/\\?\*$/, '\\'), invocation.cwd, home);
  return absolute !== undefined && place(absolute) !== undefined ? [rules.ownershipRule, path] : undefined;
}

const permissionTools: Tool = {
  names: ['icacls', 'takeown', 'cacls'],
  family: 'windows',
  rules: [rules.ownershipRule],
  find(invocation, { facts }): readonly Draft[] {
    const switches = switchesOf(invocation);
    const deep = switches.has('t') || switches.has('r');
    const changes = ['grant', 'deny', 'remove', 'reset', 'setowner', 'inheritance', 'g', 'd', 'p'].some((name) => switches.has(name));
    if (switches.has('?') || !deep || (invocation.program !== 'takeown' && !changes)) return [];
    const path = invocation.program === 'takeown' ? valueOf(invocation, 'f') : invocation.argv[1]?.text;
    const finding = ownership(invocation, path, facts.home, (absolute) => protectedPlace(absolute, facts));
    return finding ? found(finding[0], finding[1], invocation) : [];
  },
};

const fsutilTool = tool(['fsutil'], [rules.fsutilRule], (invocation) => {
  const words = wordsOf(invocation);
  return /^(?:file setzerodata|usn deletejournal|reparsepoint delete|volume dismount|objectid delete)$/.test(words.slice(0, 2).join(' '))
    ? [rules.fsutilRule, words.slice(1).join(' ')]
    : undefined;
});

const wevtutilTool = tool(['wevtutil'], [rules.eventLogRule], (invocation) => {
  const [verb, name] = wordsOf(invocation);
  const kept = valueOf(invocation, 'bu', 'backup') !== undefined;
  return (verb === 'cl' || verb === 'clear-log') && !kept ? [rules.eventLogRule, name] : undefined;
});

const netshTool = tool(['netsh'], [rules.firewallRule], (invocation) => {
  const line = wordsOf(invocation).join(' ');
  return /^advfirewall (?:reset$|set \w+ state off|set \w+ firewallpolicy allowinbound)|^firewall set opmode (?:mode=)?disable/.test(line)
    ? [rules.firewallRule, line]
    : undefined;
});

const auditTool = tool(['auditpol'], [rules.firewallRule], (invocation) => {
  const switches = switchesOf(invocation);
  return switches.has('clear') || switches.has('remove') ? [rules.firewallRule, 'audit policy'] : undefined;
});

const wslTool = tool(['wsl', 'wslconfig'], [rules.distributionRule], (invocation) => {
  const name = valueOf(invocation, 'unregister', 'u');
  const whole = invocation.argv[1]?.text ?? '';
  return /^(?:--unregister|\/{1,2}u(?:nregister)?)$/i.test(whole) ? [rules.distributionRule, name] : undefined;
});

const dsrmTool = tool(['dsrm'], [rules.directoryRule], ({ argv }) => {
  const name = argv.slice(1).find(({ text }) => /^(?:cn|ou|dc)=/i.test(text));
  return name ? [rules.directoryRule, name.text] : undefined;
});

const dnscmdTool = tool(['dnscmd'], [rules.zoneRule], (invocation) => {
  const switches = switchesOf(invocation);
  const deletes = ['zonedelete', 'recorddelete', 'nodedelete'].some((name) => switches.has(name));
  return deletes ? [rules.zoneRule, valueOf(invocation, 'zonedelete', 'recorddelete', 'nodedelete')] : undefined;
});

const appcmdTool = tool(['appcmd'], [rules.siteRule], (invocation) => {
  const [verb, ...rest] = wordsOf(invocation);
  return verb === 'delete' || verb === 'clear' ? [rules.siteRule, rest.join(' ')] : undefined;
});

/** Programs that come with Windows. Those that delete files are in the tables of files. */
export const windowsTools: readonly Tool[] = [
  regTool,
  formatTool,
  vssadminTool,
  wmicTool,
  wbadminTool,
  bcdeditTool,
  cipherTool,
  sdeleteTool,
  schtasksTool,
  scTool,
  netTool,
  permissionTools,
  fsutilTool,
  wevtutilTool,
  netshTool,
  auditTool,
  wslTool,
  dsrmTool,
  dnscmdTool,
  appcmdTool,
];
