import type { Invocation, Word } from '../../shell/invocation.ts';
import { readWords, type ArgumentSyntax } from '../arguments.ts';
import { readScript } from '../databases/scripts.ts';
import { remoteTarget } from '../place.ts';
import type { Draft, Rule, RuleContext, Target, Tool } from '../rule.ts';
import { standardInput } from '../sql/connection.ts';
import { upTo } from '../../text.ts';

/** A program with a language of its own that it is fed: on standard input, in options, in files. */
interface Console {
  readonly names: readonly string[];
  /** The program's links, for the environment. */
  readonly tool: string;
  readonly provider: string;
  readonly rule: Rule;
  /** A subcommand that opens the console: `hbase shell`. */
  readonly command?: string;
  readonly syntax?: ArgumentSyntax;
  /** Options whose value is text of the language, and those whose value is a file of it. */
  readonly texts?: readonly string[];
  readonly files?: readonly string[];
  /** Files among the words: `hbase shell drop.rb`, `@purge.rman`. */
  readonly fileWord?: RegExp;
  /** The word that is the host. */
  readonly hostWord?: number;
  readonly hostOptions?: readonly string[];
  /** What destroys, of one statement. */
  readonly destroys: RegExp;
  /** Statements that it does not run though they look like it. */
  readonly unless?: RegExp;
}

type Row = Pick<Rule, 'id' | 'resource' | 'title' | 'examples' | 'nearMisses'> & Partial<Rule>;

function remote(row: Row): Rule {
  return { effect: 'delete', location: 'remote', recovery: 'none', source: 'unverified', ...row };
}

const rmanRule = remote({
  id: 'oracle.rman',
  resource: 'backup',
  title: 'Delete backups or a database with RMAN: {name}',
  source: 'https://docs.oracle.com/en/database/oracle/oracle-database/23/rcmrf/DELETE.html',
  takes: 'Backups and archived logs are deleted on disk and tape.',
  safer: 'REPORT OBSOLETE and LIST BACKUP say what would go.',
  examples: [
    'rman target / <<EOF\nDELETE NOPROMPT BACKUP;\nEOF',
    "rman target / <<< 'delete noprompt archivelog all;'",
    'echo "delete noprompt obsolete;" | rman target /',
    "rman target / nocatalog <<'EOF'\nrun { drop database including backups noprompt; }\nEOF",
    'echo "delete force noprompt copy;" | rman target /',
  ],
  nearMisses: [
    "rman target / <<< 'list backup;'",
    'rman target / <<EOF\nbackup database plus archivelog;\ncrosscheck backup;\nreport obsolete;\nEOF',
    'rman help',
  ],
});

const hbaseRule = remote({
  id: 'hbase.shell',
  resource: 'table',
  title: 'Delete in the HBase shell: {name}',
  source: 'https://hbase.apache.org/book.html#shell',
  safer: 'Take a snapshot first: snapshot ’table’, ’name’.',
  examples: [
    "hbase shell <<< \"disable 'users'; drop 'users'\"",
    'echo "truncate \'users\'" | hbase shell',
    "hbase shell -n <<EOF\ndisable_all '.*'\ndrop_all '.*'\nEOF",
    "echo \"deleteall 'users','row1'\" | hbase shell",
  ],
  nearMisses: ['hbase shell <<< "list"', 'echo "scan \'users\', {LIMIT => 1}" | hbase shell', 'echo "status" | hbase shell -n'],
});

const transferRule = remote({
  id: 'files.deleteByTransfer',
  resource: 'files',
  title: 'Delete on a file server: {name}',
  source: 'https://man.openbsd.org/sftp',
  examples: [
    "sftp -b - prod <<< 'rm /srv/data/*'",
    'sftp prod <<EOF\ncd /srv\nrm *\nrmdir data\nEOF',
    "echo 'rm -r /srv/data' | sftp -b - user@prod",
    'lftp -u a,b h <<EOF\nmrm *.html\nEOF',
    "lftp -c 'open x; glob -a rm -rf *'",
    "lftp -e 'mirror -R --delete a b' host",
    'ftp -n h <<EOF\nuser a b\nmdelete *\nEOF',
    "ftp -n h <<< 'delete index.html'",
    "cadaver http://x <<< 'delete index.html'",
    "smbclient //srv/share <<< 'deltree data'",
    "curl -Q 'DELE index.html' ftp://h/x",
  ],
  nearMisses: [
    'echo "get file.txt" | sftp user@host',
    'sftp -b - user@host <<EOF\nput dist.tgz\nEOF',
    "sftp user@host <<< '!rm -f x.tmp'",
    "ftp -n h <<< 'binary'",
    'lftp h <<EOF\nmirror /pub ./pub\nEOF',
    "smbclient //srv/share -c 'ls'",
    "lftp -e 'mirror a b' host",
    "curl -Q 'NOOP' ftp://h/x",
  ],
});

const consoleRule = remote({
  id: 'consoles.delete',
  resource: 'data',
  title: 'Delete in the console of {name}',
  examples: [
    "echo 'deleteall /kafka' | zkCli.sh -server zk:2181",
    "echo 'CLEAR QLOCAL(Q1)' | runmqsc QM1",
    'echo "purge volume=Vol-1 yes" | bconsole',
    "bconsole <<< 'delete jobid=1 yes'",
    "echo 'box.space.users:truncate()' | tarantoolctl connect x",
    "kadmin.local -q 'delprinc -force ada'",
    'heroku redis:cli -a shop <<< flushall',
    "ksql <<< 'DROP STREAM x DELETE TOPIC;'",
    'zookeeper-shell.sh zk:2181 <<< "deleteall /admin"',
    "echo 'g.V().drop().iterate()' | gremlin.sh",
    'ldapmodify -x <<EOF\ndn: uid=ada,dc=x\nchangetype: delete\nEOF',
    'nsupdate <<EOF\nupdate delete example.com. A\nsend\nEOF',
  ],
  nearMisses: [
    "echo 'ls /' | zkCli.sh -server zk:2181",
    "echo 'DISPLAY QLOCAL(*)' | runmqsc QM1",
    "bconsole <<< 'list jobs'",
    "kadmin.local -q 'listprincs'",
    'ldapmodify -x <<EOF\ndn: uid=ada,dc=x\nchangetype: modify\nreplace: mail\nmail: ada@example.com\nEOF',
    'nsupdate <<EOF\nupdate add a.example.com. 300 A 10.0.0.1\nsend\nEOF',
  ],
});

const consoles: readonly Console[] = [
  {
    names: ['rman'],
    tool: 'oracle',
    provider: 'RMAN',
    rule: rmanRule,
    syntax: { valued: new Set(['target', 'auxiliary', 'catalog', 'rcvcat']) },
    fileWord: /^@{1,2}|^cmdfile\s?=\s?['"]?|\.rman$/i,
    destroys:
      /\bdelete\b(?!\s+input\s*$)(?:\s+(?:force|noprompt|expired|obsolete|foreign))*\s*(?:backup|backupset|backuppiece|copy|controlfilecopy|datafilecopy|archivelog|proxy|script|obsolete|expired|noprompt|force|global|db_unique_name)?\b|\bdrop\s+(?:database|catalog|backup)\b|\bunregister\s+(?:database|db_unique_name)\b|\breset\s+database\b|\bopen\s+resetlogs\b|\bshutdown\s+abort\b/i,
  },
  {
    names: ['hbase'],
    command: 'shell',
    tool: 'hbase',
    provider: 'HBase',
    rule: hbaseRule,
    fileWord: /\.(?:rb|hbase|txt)$/,
    destroys:
      /(?:^|[\s(])(?:drop|drop_all|drop_namespace|truncate|truncate_preserve|deleteall|delete_snapshot|delete_all_snapshot|delete_table_snapshots|disable_all|remove_peer|clear_deadservers|decommission_regionservers|delete)\s*\(?\s*['"/]/,
  },
  {
    names: ['sftp', 'psftp'],
    tool: 'ssh',
    provider: 'SFTP',
    rule: transferRule,
    syntax: { valued: new Set(['-b', '-B', '-c', '-D', '-F', '-i', '-J', '-l', '-o', '-P', '-R', '-S', '-s', '-X', '-pw']) },
    files: ['-b'],
    hostWord: 0,
    destroys: /^-?@?\s*(?:rm|rmdir|del|delete)\b/i,
  },
  {
    names: ['lftp', 'lftpget'],
    tool: 'ftp',
    provider: 'LFTP',
    rule: transferRule,
    syntax: { valued: new Set(['-e', '-c', '-f', '-u', '-p', '-s']) },
    texts: ['-e', '-c'],
    files: ['-f'],
    hostWord: 0,
    destroys: /^(?:glob\s+(?:-\w+\s+)*)?(?:rm|mrm|rmdir)\b|^mirror\b.*(?:--delete|--Remove-source|--Move|(?:^|\s)-\w*e)/i,
    unless: /^mirror\b.*--dry-run/,
  },
  {
    names: ['ftp', 'tnftp', 'ncftp', 'lukemftp', 'pftp'],
    tool: 'ftp',
    provider: 'FTP',
    rule: transferRule,
    hostWord: 0,
    syntax: { valued: new Set(['-P', '-s', '-o', '-r', '-T', '-q', '-u']) },
    files: ['-s'],
    destroys: /^(?:delete|mdelete|dele|rmdir|mrm|rm)\b|^(?:quote|site)\s+(?:dele|rmd)\b/i,
  },
  {
    names: ['smbclient'],
    tool: 'smb',
    provider: 'SMB',
    rule: transferRule,
    hostWord: 0,
    syntax: { valued: new Set(['-U', '-c', '-W', '-p', '-I', '-A', '-m', '-D', '-n', '-t', '-T']) },
    texts: ['-c', '--command'],
    destroys: /^(?:del|deltree|rm|rmdir|rd)\b/i,
  },
  {
    names: ['cadaver'],
    tool: 'webdav',
    provider: 'WebDAV',
    rule: transferRule,
    hostWord: 0,
    destroys: /^(?:delete|rm|rmcol)\b/i,
  },
  {
    names: ['zkCli', 'zkCli.sh', 'zookeeper-shell', 'zookeeper-shell.sh'],
    tool: 'zookeeper',
    provider: 'ZooKeeper',
    rule: consoleRule,
    syntax: { singleDashLong: true, valued: new Set(['-server', '-timeout']) },
    hostOptions: ['-server'],
    destroys: /^(?:deleteall|delete|rmr|delquota)\b/,
  },
  {
    // https://devcenter.heroku.com/articles/heroku-cli-commands#heroku-redis-cli-database
    names: ['heroku'],
    command: 'redis:cli',
    tool: 'heroku',
    provider: 'Redis at Heroku',
    rule: consoleRule,
    destroys: /^(?:flushall|flushdb|shutdown|config\s+set\s+(?:dir|dbfilename|save|appendonly))\b/i,
  },
  {
    names: ['runmqsc'],
    tool: 'mq',
    provider: 'IBM MQ',
    rule: consoleRule,
    hostWord: 0,
    destroys: /^(?:clear|delete)\s+\w+\s*\(|^stop\s+(?:channel|listener|qmgr)\b/i,
  },
  {
    names: ['bconsole'],
    tool: 'bacula',
    provider: 'Bacula',
    rule: consoleRule,
    destroys: /^(?:purge|delete|prune|truncate)\b/i,
  },
  {
    names: ['tarantoolctl', 'tarantool', 'tt'],
    tool: 'tarantool',
    provider: 'Tarantool',
    rule: consoleRule,
    destroys: /box\.space\.[\w.]+:(?:truncate|drop|delete)\b|\bbox\.schema\.\w+\.drop\b/,
  },
  {
    names: ['kadmin', 'kadmin.local'],
    tool: 'kerberos',
    provider: 'Kerberos',
    rule: consoleRule,
    syntax: { valued: new Set(['-q', '-r', '-p', '-k', '-t', '-w', '-c', '-s', '-d', '-e', '-x']) },
    texts: ['-q'],
    destroys: /^(?:delprinc|delete_principal|delpol|delete_policy|ktrem|ktremove|purgekeys)\b/,
  },
  {
    names: ['gremlin', 'gremlin.sh', 'gremlin-console'],
    tool: 'gremlin',
    provider: 'Gremlin',
    rule: consoleRule,
    syntax: { valued: new Set(['-e', '-i']) },
    files: ['-e', '-i'],
    destroys: /\bg\.[VE]\(\)[^\n]{0,200}\.drop\(\)|\bJanusGraphFactory\.drop\b/,
  },
  {
    names: ['ldapmodify', 'ldapadd'],
    tool: 'ldap',
    provider: 'the directory',
    rule: consoleRule,
    syntax: { valued: new Set(['-D', '-w', '-y', '-H', '-h', '-p', '-f', '-S', '-Y', '-U', '-o', '-e', '-d']) },
    files: ['-f'],
    hostOptions: ['-h'],
    destroys: /^changetype:\s*(?:delete|modrdn|moddn)\b/i,
  },
  {
    names: ['nsupdate', 'knsupdate'],
    tool: 'dns',
    provider: 'the name server',
    rule: consoleRule,
    syntax: { valued: new Set(['-k', '-y', '-t', '-u', '-r', '-R', '-L']) },
    fileWord: /./,
    destroys: /^(?:update\s+)?del(?:ete)?\s/i,
  },
  {
    names: ['ksql'],
    tool: 'kafka',
    provider: 'ksqlDB',
    rule: consoleRule,
    syntax: { valued: new Set(['-e', '--execute', '-f', '--file', '-u', '-p', '--config-file']) },
    texts: ['-e', '--execute'],
    files: ['-f', '--file'],
    destroys: /^drop\s+(?:stream|table|connector)\b|^terminate\s/i,
  },
];

/** Longest text that is looked at; what stands behind is the same program's. */
const maxText = 100_000;
const maxStatements = 2_000;

function textsOf(console: Console, invocation: Invocation, context: RuleContext, unread: Draft[]): readonly string[] {
  const args = readWords(invocation.argv.slice(1), console.syntax);
  const texts: string[] = [];
  const values = (names: readonly string[] | undefined): readonly Word[] =>
    (names ?? []).flatMap((name) => (args.options.get(name) ?? []).flatMap((word) => (word ? [word] : [])));
  texts.push(...values(console.texts).map((word) => word.text));
  const files = values(console.files).filter((word) => word.text !== '-');
  for (const word of files) readScript(word, invocation, context, texts, unread);
  if (console.fileWord)
    for (const word of args.words) {
      const match = console.fileWord.exec(word.text);
      if (!match) continue;
      // `@purge.rman` and `cmdfile=purge.rman` name the file behind what marks them.
      const path = match.index === 0 && !/\w$/.test(match[0]) ? word.text.slice(match[0].length) : word.text;
      readScript(
        { text: path, known: word.known, pieces: [{ type: 'text', value: path, quoted: true }] },
        invocation,
        context,
        texts,
        unread,
      );
    }
  const input = standardInput(invocation);
  if (input.type === 'text') texts.push(input.text);
  else if (input.type === 'files') for (const file of input.files) readScript(file, invocation, context, texts, unread);
  return texts;
}

function targetOf(console: Console, invocation: Invocation): Target {
  const args = readWords(invocation.argv.slice(1), console.syntax);
  const named =
    console.hostWord === undefined
      ? console.hostOptions?.flatMap((name) => args.options.get(name) ?? []).find((word) => word !== undefined)
      : args.words[console.hostWord];
  if (!named) return remoteTarget(invocation) ?? { tool: console.tool };
  const place = named.text
    .replace(/^\w+:\/\//, '')
    .replace(/^[^@]*@/, '')
    .replace(/^\/\//, '');
  const host = upTo(place, ':', '/');
  return { tool: console.tool, says: host, ...(host === '' ? {} : { hosts: [host] }) };
}

function consoleTool(console: Console): Tool {
  return {
    names: console.names,
    family: console.rule.id.split('.')[0] === 'files' ? 'files' : 'databases',
    rules: [console.rule],
    find(invocation, context) {
      if (console.command !== undefined && invocation.argv[1]?.text !== console.command) return [];
      const unread: Draft[] = [];
      for (const text of textsOf(console, invocation, context, unread)) {
        const statement = text
          .slice(0, maxText)
          .split(/[;\n{}]/, maxStatements)
          .map((line) => line.trim())
          .find((line) => line !== '' && !/^(?:#|--)/.test(line) && console.destroys.test(line) && console.unless?.test(line) !== true);
        if (statement === undefined) continue;
        const name = `${console.provider}: ${statement}`;
        return [
          {
            rule: console.rule,
            resource: { kind: console.rule.resource, name: name.length > 60 ? `${name.slice(0, 59)}…` : name, provider: console.provider },
            target: targetOf(console, invocation),
            evidence: [{ text: statement.slice(0, 200) }],
          },
        ];
      }
      return unread;
    },
  };
}

/** FTP commands that curl sends before or behind a transfer. https://curl.se/docs/manpage.html#-Q */
const curlQuoteTool: Tool = {
  names: ['curl'],
  family: 'files',
  rules: [],
  find(invocation) {
    const { argv } = invocation;
    const at = argv.findIndex(
      (word, index) => index > 0 && /^(?:-Q|--quote)$/.test(argv[index - 1]!.text) && /^[-+*]*\s*(?:DELE|RMD|rm|rmdir)\s/i.test(word.text),
    );
    if (at < 0) return [];
    const host = argv.map((word) => /^s?ftps?:\/\/(?:[^@/]*@)?([^:/]+)/i.exec(word.text)?.[1]).find((name) => name !== undefined);
    return [
      {
        rule: transferRule,
        resource: { kind: transferRule.resource, name: argv[at]!.text.slice(0, 60) },
        target: { tool: 'ftp', ...(host === undefined ? {} : { hosts: [host], says: host }) },
        evidence: [{ text: argv[at]!.text.slice(0, 200) }],
      },
    ];
  },
};

/** Programs that are told what to do in a language of their own, line by line. */
export const consoleTools: readonly Tool[] = [...consoles.map(consoleTool), curlQuoteTool];
