import type { Word } from '../../shell/invocation.ts';
import { hasOption, readArguments } from '../arguments.ts';
import type { Draft, Tool } from '../rule.ts';
import { draftsOf } from './drafts.ts';
import { asksForHelp } from './help.ts';
import { reach } from './reach.ts';
import { deleteRootRule, robocopyRule, syncRule } from './rules.ts';

/** Options of rsync with a value of their own word. https://download.samba.org/pub/rsync/rsync.1 */
const valued = new Set([
  '-e',
  '--rsh',
  '-f',
  '--filter',
  '--exclude',
  '--include',
  '--exclude-from',
  '--include-from',
  '--files-from',
  '-B',
  '--block-size',
  '-T',
  '--temp-dir',
  '--rsync-path',
  '--port',
  '--timeout',
  '--contimeout',
  '--bwlimit',
  '--backup-dir',
  '--suffix',
  '--max-size',
  '--min-size',
  '--max-delete',
  '--compare-dest',
  '--copy-dest',
  '--link-dest',
  '--partial-dir',
  '--log-file',
  '--log-file-format',
  '--out-format',
  '--password-file',
  '--chmod',
  '--chown',
  '--usermap',
  '--groupmap',
  '--info',
  '--debug',
  '--modify-window',
  '-M',
  '--remote-option',
  '--skip-compress',
  '--compress-level',
  '--zl',
  '--stop-after',
  '--stop-at',
  '--write-batch',
  '--read-batch',
  '--protocol',
  '--iconv',
]);
const deleting = [
  '--delete',
  '--del',
  '--delete-before',
  '--delete-during',
  '--delete-delay',
  '--delete-after',
  '--delete-excluded',
  '--delete-missing-args',
];

/** `host:path`, `user@host:path`, `rsync://host/module`; not `C:\x` nor `./a:b`. */
function remoteHost(text: string): string | undefined {
  const url = /^rsync:\/\/(?:[^@/]*@)?([^/:]+)/i.exec(text);
  if (url) return url[1];
  const host = /^(?:[^@/:\s]+@)?(\[[^\]]+\]|[^/:\s]{2,}):/.exec(text);
  return host?.[1];
}

const rsyncTool: Tool = {
  names: ['rsync'],
  family: 'files',
  rules: [syncRule, deleteRootRule],
  find(invocation, context) {
    const args = readArguments(invocation, { valued });
    if (asksForHelp(args) || hasOption(args, '-n', '--dry-run', '--list-only')) return [];
    const drafts: Draft[] = [];
    const judge = (words: readonly Word[], verb: string): void => {
      for (const word of words) {
        const host = remoteHost(word.text);
        if (host === undefined) {
          const losses = reach([word], invocation, context, { recursive: true, through: true });
          drafts.push(...draftsOf(losses, invocation, { verb, rule: syncRule, root: deleteRootRule }));
          continue;
        }
        drafts.push({
          rule: syncRule,
          resource: { kind: 'directory', name: word.text },
          location: 'remote',
          recovery: 'none',
          target: { tool: 'ssh', hosts: [host], says: word.text },
          title: `${verb} {name}`,
          evidence: [{ text: `${invocation.program} deletes on ${host}` }],
        });
      }
    };
    const last = args.words.at(-1);
    if (hasOption(args, ...deleting) && last && args.words.length > 1) judge([last], 'Delete what the source lacks in');
    if (hasOption(args, '--remove-source-files', '--remove-sent-files')) judge(args.words.slice(0, -1), 'Delete, once copied,');
    return drafts;
  },
};

/** `robocopy SOURCE TARGET [FILES] /MIR`. Git Bash needs the doubled slash. */
const robocopyTool: Tool = {
  names: ['robocopy'],
  family: 'files',
  rules: [robocopyRule],
  find(invocation) {
    const words = invocation.argv.slice(1);
    const has = (option: RegExp): boolean => words.some((word) => option.test(word.text));
    const [source, target] = words;
    // /L only lists.
    if (!source || !target || has(/^\/{1,2}L$/i)) return [];
    const draft = (name: string, title: string): Draft => ({
      rule: robocopyRule,
      resource: { kind: 'directory', name },
      title,
      target: { environment: 'local' },
    });
    return [
      ...(has(/^\/{1,2}(?:MIR|PURGE)$/i) ? [draft(target.text, robocopyRule.title)] : []),
      ...(has(/^\/{1,2}MOVE?$/i) ? [draft(source.text, 'Delete, once copied, {name}')] : []),
    ];
  },
};

export const syncTools: readonly Tool[] = [rsyncTool, robocopyTool];
