import { absolutePath, baseName } from '../../paths.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import type { Action } from '../../types.ts';
import { hasOption, readArguments } from '../arguments.ts';
import { remoteTarget } from '../place.ts';
import type { ActionTool, Draft, Rule, RuleContext } from '../rule.ts';

const writeAccessRule: Rule = {
  id: 'system.writeAccess',
  effect: 'escalate',
  resource: 'file',
  title: 'Write into {name}, which decides who may do what on this machine',
  location: 'local',
  recovery: 'snapshot',
  source: 'https://man7.org/linux/man-pages/man5/sudoers.5.html',
  examples: [
    "echo 'x::0:0::/root:/bin/bash' >> /etc/passwd",
    'echo "ada ALL=(ALL) NOPASSWD: ALL" | sudo tee /etc/sudoers.d/ada',
    "sed -i 's/^root:.*/root::0:0:::/' /etc/shadow",
    "echo 'ssh-rsa AAAA' >> ~/.ssh/authorized_keys",
    'cp sshd_config /etc/ssh/sshd_config',
    'echo /tmp/x.so > /etc/ld.so.preload',
  ],
  nearMisses: [
    'cat /etc/passwd',
    'grep ada /etc/sudoers',
    'echo "127.0.0.1 shop.local" | sudo tee -a /etc/hosts',
    'cp /etc/ssh/sshd_config /tmp/backup',
    "sed -n '1,5p' /etc/passwd",
    'ssh-keygen -y -f key >> key.pub',
  ],
};

const kernelSwitchRule: Rule = {
  id: 'system.kernelSwitch',
  effect: 'delete',
  resource: 'machine',
  title: 'Write to a switch of the kernel: {name}',
  location: 'local',
  recovery: 'none',
  source: 'https://docs.kernel.org/admin-guide/sysrq.html',
  examples: [
    'echo c > /proc/sysrq-trigger',
    'echo 0 > /proc/sys/kernel/randomize_va_space',
    'echo mem | sudo tee /sys/power/state',
    'echo 1 > /sys/block/sda/device/delete',
  ],
  nearMisses: [
    'cat /proc/sys/kernel/randomize_va_space',
    'cat /sys/power/state',
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
    'cat /proc/cpuinfo',
  ],
};

const eraseLogRule: Rule = {
  id: 'system.eraseLog',
  effect: 'delete',
  resource: 'logs',
  title: 'Erase {name}, a record of what happened here',
  location: 'local',
  recovery: 'snapshot',
  source: 'https://man7.org/linux/man-pages/man5/utmp.5.html',
  safer: 'Copy it elsewhere first.',
  examples: [
    '> /var/log/auth.log',
    'echo > /var/log/syslog',
    'rm -f /var/log/wtmp',
    'cat /dev/null > ~/.bash_history',
    'rm ~/.zsh_history',
    'shred -u ~/.bash_history',
    'truncate -s 0 /var/log/audit/audit.log',
    'rm -rf /var/log/journal/*',
    "sed -i '/sshd/d' /var/log/auth.log",
    'mv /tmp/clean /var/log/auth.log',
  ],
  nearMisses: [
    'tail -f /var/log/syslog',
    'grep sshd /var/log/auth.log',
    'echo x >> /var/log/syslog',
    'rm -f /var/log/myapp/debug.log',
    'ls -l ~/.bash_history',
  ],
};

/** Who may log in, become root, load code into every program. */
const access =
  /^\/(?:private\/)?etc\/(?:passwd-?|shadow-?|gshadow|group|sudoers|sudoers\.d\/[^/]+|ssh\/sshd_config(?:\.d\/[^/]+)?|pam\.d\/[^/]+|pam\.conf|security\/[^/]+|ld\.so\.preload|ld\.so\.conf(?:\.d\/[^/]+)?|selinux\/config|login\.defs|securetty|polkit-1\/.+|doas\.conf|nsswitch\.conf|krb5\.conf|inittab|rc\.local|audit\/.+|apparmor\.d\/.+|kubernetes\/.+)$|\/\.ssh\/(?:authorized_keys2?|rc)$|^\/(?:boot|efi)\//;

const kernel =
  /^\/proc\/sysrq-trigger$|^\/proc\/sys\/kernel\/(?:sysrq|randomize_va_space|core_pattern|modprobe|kptr_restrict|yama\/.+|modules_disabled|panic)$|^\/proc\/(?:\d+|self)\/(?:mem|oom_score_adj)$|^\/proc\/kcore$|^\/sys\/power\/(?:state|disk)$|^\/sys\/kernel\/(?:security|debug)\/.+|^(?:\/sys\/fs)?\/selinux\/(?:enforce|disable)$|^\/sys\/block\/[^/]+\/device\/delete$|^\/sys\/firmware\/efi\/.+|^\/sys\/bus\/.+\/(?:unbind|remove)$|^\/sys\/class\/.+\/(?:reset|remove)$/;

const records =
  /^\/var\/log\/(?:\*|\*\.log|syslog|messages|auth\.log|secure|wtmp|btmp|lastlog|faillog|utmp|kern\.log|sudo\.log|audit(?:\/.*)?|journal(?:\/.*)?|cron(?:\.log)?|maillog|tallylog)$|^\/var\/run\/utmp$|\/\.(?:bash|zsh|sh|ash|ksh|python|node_repl|mysql|psql|rediscli|lesshst)_history$|\/\.lesshst$|\/fish_history$|\/\.zhistory$/;

/** Files that a command leaves with other content, and those that it takes away or empties. */
interface Touched {
  readonly written: readonly Word[];
  readonly emptied: readonly Word[];
}

function touchedBy(invocation: Invocation): Touched {
  const { program, argv, redirects } = invocation;
  const written: Word[] = [];
  const emptied: Word[] = [];
  for (const { mode, target } of redirects) {
    if (mode === 'read') continue;
    written.push(target);
    if (mode === 'truncate') emptied.push(target);
  }
  const args = readArguments(invocation, syntaxes[program] ?? {});
  const { words } = args;
  switch (program) {
    case 'tee':
    case 'sponge':
      written.push(...words);
      if (!hasOption(args, '-a', '--append')) emptied.push(...words);
      break;
    case 'cp':
    case 'mv':
    case 'install':
    case 'ln':
      if (words.length > 1) {
        written.push(words.at(-1)!);
        if (words[0]!.text === '/dev/null') emptied.push(words.at(-1)!);
      }
      if (program === 'mv') emptied.push(...words.slice(0, -1));
      // Over a record of what happened another one is put.
      if (words.length > 1 && program !== 'ln') emptied.push(words.at(-1)!);
      break;
    case 'sed':
    case 'gsed':
    case 'perl':
    case 'ruby':
      if (argv.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word.text))) {
        written.push(...words.slice(program === 'sed' ? 0 : 1));
        // `sed -i '/sshd/d'`: lines of a record are taken out.
        if (argv.some((word) => /[/\d$]d\s*(?:;|$)|\bunless\b/.test(word.text))) emptied.push(...words);
      }
      break;
    case 'dd':
      for (const word of argv) if (word.text.startsWith('of=')) written.push({ ...word, text: word.text.slice(3), pieces: [] });
      break;
    case 'rm':
    case 'unlink':
    case 'shred':
    case 'truncate':
    case 'srm':
    case 'wipe':
      written.push(...words);
      emptied.push(...words);
      break;
    default:
  }
  return { written, emptied };
}

const syntaxes: Readonly<Record<string, { readonly valued: ReadonlySet<string> }>> = {
  sed: { valued: new Set(['-e', '--expression', '-f', '--file']) },
  gsed: { valued: new Set(['-e', '--expression', '-f', '--file']) },
  perl: { valued: new Set(['-e', '-M', '-I']) },
  install: { valued: new Set(['-m', '--mode', '-o', '--owner', '-g', '--group']) },
  truncate: { valued: new Set(['-s', '--size', '-r', '--reference']) },
  shred: { valued: new Set(['-n', '--iterations', '-s', '--size']) },
};

/** Commands that write into files which decide who may do what, into switches of the kernel, or that empty records. */
export function judgeSystemFiles(invocation: Invocation, context: RuleContext): readonly Draft[] {
  if (invocation.place.type === 'container') return [];
  const { written, emptied } = touchedBy(invocation);
  if (written.length === 0 && emptied.length === 0) return [];
  const drafts: Draft[] = [];
  const at = (word: Word): string | undefined =>
    word.pieces.length === 0 || word.known ? absolutePath(word.text, invocation.cwd, context.facts.home) : undefined;
  for (const word of written) {
    const path = at(word);
    if (path === undefined) continue;
    const rule = access.test(path) ? writeAccessRule : kernel.test(path) ? kernelSwitchRule : undefined;
    if (rule) drafts.push(draft(rule, path, invocation));
  }
  for (const word of emptied) {
    const path = at(word);
    if (path !== undefined && records.test(path)) drafts.push(draft(eraseLogRule, path, invocation));
  }
  return drafts;
}

function draft(rule: Rule, path: string, invocation: Invocation): Draft {
  const remote = remoteTarget(invocation);
  return {
    rule,
    resource: { kind: rule.resource, name: path, path },
    target: remote ?? { environment: 'local' },
    ...(remote ? { location: 'remote' } : {}),
    evidence: [{ text: `${invocation.program || 'a redirection'} writes ${path}`, path }],
  };
}

/** The same by the agent's own file tools. */
export const systemFileActions: ActionTool = {
  family: 'system',
  rules: [writeAccessRule, kernelSwitchRule, eraseLogRule],
  find(action: Action, cwd: string, context: RuleContext): readonly Draft[] {
    if (action.type !== 'write' && action.type !== 'edit' && action.type !== 'delete') return [];
    const path = absolutePath(action.path, cwd, context.facts.home);
    if (path === undefined) return [];
    const rule = access.test(path)
      ? writeAccessRule
      : kernel.test(path)
        ? kernelSwitchRule
        : records.test(path) && action.type !== 'edit'
          ? eraseLogRule
          : undefined;
    if (!rule) return [];
    return [
      {
        rule,
        resource: { kind: rule.resource, name: path, path },
        target: { environment: 'local' },
        evidence: [{ text: `${action.type} ${baseName(path)}`, path }],
      },
    ];
  },
};
