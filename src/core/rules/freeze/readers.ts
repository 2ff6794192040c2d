import type { Word } from '../../shell/invocation.ts';

/** A program of which is known what reads alone. */
export interface Reader {
  /** With a word like this it may write or run something. */
  readonly never?: RegExp;
  /** More words than this (options not counted) mean that it writes: `uniq in out`. */
  readonly words?: number;
  /** Subcommand paths that read alone: `get`, `config view`. `$`: nothing stands there. `list-*`: a beginning. */
  readonly subcommands?: readonly string[];
  /** Options before the subcommand that take a word. */
  readonly valued?: ReadonlySet<string>;
  readonly allows?: (words: readonly Word[]) => boolean;
  /** A client of a database: reads when all its SQL does. */
  readonly sql?: {
    readonly options: readonly string[];
    readonly valued: ReadonlySet<string>;
    readonly never: RegExp;
    readonly sqlWord?: number;
    readonly lists: readonly string[];
  };
}

const list = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Programs that read whatever their arguments are, and parts of the shell that leave nothing behind. */
const always = `: [ [[ ag alias apropos b2sum base32 base64 basename bc break builtin cal cat cd cksum clear cloc cmp col column comm
  continue cut declare df diff diff3 dig dir dirname dirs du echo egrep exa exit expand export expr eza factor false fgrep
  file findstr fmt fold free getconf getent grep groups hash head hexdump host htop id iostat jobs join jq last lessecho let
  local locale look ls lsblk lscpu lsmod lsof lspci lsusb md5 md5sum more mpstat netstat nl nm nproc nslookup numfmt objdump
  od otool paste pathchk pgrep ping popd pr printenv printf ps pstree pushd pwd read readelf readlink readonly realpath return
  rev seq set sha1sum sha224sum sha256sum sha384sum sha512sum shasum shift shopt size sleep ss stat strings sum tac tail test
  tokei top tput tr traceroute true tsort tty type typeset ulimit umask uname unexpand unset uptime vmstat w wait wc whatis
  whereis which who whoami yes zcat zgrep`.split(/\s+/);

const sedScript =
  /^(?:(?:\d+|\$|\/(?:[^/\\\n]|\\.)*\/)(?:,(?:\d+|\$|\+\d+|\/(?:[^/\\\n]|\\.)*\/))?)?!?\s*(?:[pdqnNgGhHx=]|[sy]([/|#,:@])(?:(?!\1)[^\\\n]|\\.)*\1(?:(?!\1)[^\\\n]|\\.)*\1[gIip\d]*)$/;

/** `sed` without what writes files or runs commands: https://www.gnu.org/software/sed/manual/html_node/Other-Commands.html */
function sedReads(words: readonly Word[]): boolean {
  let script: Word | undefined;
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i]!;
    if (/^-[a-zA-Z]*i|^--in-place|^-[a-zA-Z]*f$|^--file/.test(text)) return false;
    if (text === '-e' || text === '--expression') {
      const value = words[++i];
      if (!value?.known || !value.text.split(/[;\n]/).every((part) => part.trim() === '' || sedScript.test(part.trim()))) return false;
      script = value;
    } else if (!text.startsWith('-') && script === undefined) {
      script = words[i]!;
      if (!script.known || !script.text.split(/[;\n]/).every((part) => part.trim() === '' || sedScript.test(part.trim()))) return false;
    }
  }
  return script !== undefined;
}

/** `awk` that writes nothing and runs nothing. A `>` may compare, but telling which takes a parser. */
function awkReads(words: readonly Word[]): boolean {
  const script = words.find(({ text }, i) => !text.startsWith('-') && words[i - 1]?.text !== '-F' && words[i - 1]?.text !== '-v');
  if (!script?.known || words.some(({ text }) => /^(?:-f|--file|-i|--include|-l|--load|-E|--exec|-o|-d|-p)/.test(text))) return false;
  return !/system|getline|close|fflush|[|>@]/.test(script.text.replaceAll(/\|\||[^|]>=/g, ''));
}

/** A request that asks and keeps nothing. */
function curlReads(words: readonly Word[]): boolean {
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i]!;
    const next = words[i + 1]?.text ?? '';
    if (text === '-X' || text === '--request') {
      if (!/^(?:get|head|options)$/i.test(next)) return false;
      i++;
    } else if (text === '-o' || text === '--output' || text === '-D' || text === '--dump-header') {
      if (next !== '/dev/null' && next !== '-') return false;
      i++;
    } else if (text === '-H' || text === '--header' || text === '-A' || text === '--user-agent' || text === '-u' || text === '-w') i++;
    else if (
      /^--(?:silent|show-error|fail|fail-with-body|location|head|include|verbose|compressed|insecure|get|max-time|connect-timeout|retry|url|write-out)/.test(
        text,
      )
    ) {
      // `--get` turns data into a query.
    } else if (text.startsWith('--')) return false;
    else if (/^-[a-zA-Z]/.test(text) && !/^-[sSfLIivkGm46g#\d.]+$/.test(text)) return false;
  }
  return true;
}

const noWrite = /^(?:-o|-O|--output\b|--output-file|--outfile|--out$|--save)/;

/** What reads alone. From each tool's own documentation; what is not here counts as a change under a freeze. */
export const readers: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(always.map((name) => [name, {}])),
  tree: { never: /^-o/ },
  date: { never: /^(?:-s|--set)/ },
  hostname: { words: 0, never: /^-[bF]/ },
  dmesg: { never: /^(?:-[cCDEn]|--clear|--read-clear|--console)/ },
  sort: { never: /^(?:-[a-zA-Z]*o|--output|--compress-program|-T)/ },
  uniq: { words: 1 },
  xxd: { words: 1, never: /^-r/ },
  yq: { never: /^(?:-[a-zA-Z]*i|--inplace|-s|--split)/ },
  fd: { never: /^(?:-x|-X|--exec)/ },
  rg: { never: /^--(?:pre|hostname-bin)/ },
  find: { never: /^-(?:delete|fprint|fprintf|fls|fprint0|ok|okdir)/ },
  sed: { allows: sedReads },
  awk: { allows: awkReads },
  gawk: { allows: awkReads },
  mawk: { allows: awkReads },
  env: { words: 0 },
  command: { never: /^-[^vV]/ },
  bat: { never: /^--pager/ },
  less: { never: /^(?:-[oO]|--log-file|\+)/ },
  man: { never: /^-[PH]/ },
  ifconfig: { words: 1 },
  ip: {
    subcommands: ['*', 'addr|a|address|route|r|link|l|neigh $', '* show|list|ls|get'],
    allows: (words) => words.every(({ text }) => !/^(?:add|del|delete|set|change|replace|flush)$/.test(text)),
  },
  journalctl: { never: /^--(?:vacuum|rotate|flush|sync|relinquish|update-catalog|setup-keys)/ },
  systemctl: { subcommands: list(`$\nstatus|show|cat|list-*|is-*|get-default|help`) },
  crontab: { allows: (words) => words.length === 1 && words[0]!.text === '-l' },
  curl: { allows: curlReads },
  http: {
    allows: (words) =>
      words
        .filter(({ text }) => !text.startsWith('-'))
        .every(({ text }, i) => (i === 0 ? !/^(?:POST|PUT|PATCH|DELETE)$/i.test(text) : !/^(?!https?:)[\w.-]+(?::?=|@)/.test(text))),
    never: /^(?:-[do]|--download|--output|--session)/,
  },
  git: {
    // `-c` can name a program to run; `--output` writes a file.
    never: /^(?:-c|--exec-path=|--config-env|--output|--ext-diff|--textconv|-O|--open-files-in-pager|--upload-pack|--exec)/,
    valued: set('-C --git-dir --work-tree --namespace'),
    allows: gitReads,
    subcommands: list(`
      status|log|diff|show|blame|annotate|rev-parse|rev-list|ls-files|ls-tree|ls-remote|cat-file|describe|shortlog|grep|whatchanged|name-rev|merge-base
      diff-tree|diff-index|diff-files|for-each-ref|show-ref|show-branch|count-objects|check-ignore|check-attr|cherry|range-diff|version|help|var|fsck
      branch|tag|remote|config|symbolic-ref
      stash|notes list|show
      reflog $
      reflog show
      worktree list
      submodule status
      bisect log
      lfs ls-files`),
  },
  gh: {
    never: /^(?:-X|--method|-f|-F|--field|--raw-field|--input|--web|-w)/,
    subcommands: list(`
      pr view|list|diff|checks|status
      issue|release|run|workflow|repo|label|gist|ruleset|cache|secret|variable|project view|list|status
      search
      auth status
      api
      status $`),
  },
  glab: { subcommands: list('mr|issue|ci|pipeline|repo|release|variable view|list|status|diff|trace') },
  kubectl: {
    valued: set('-n --namespace --context --kubeconfig --cluster --user -s --server --as --token'),
    subcommands: list(`
      get|describe|logs|top|explain|api-resources|api-versions|cluster-info|version|events|diff|options
      config view|get-contexts|current-context|get-clusters|get-users
      auth can-i|whoami
      rollout status|history
      kustomize`),
    never: /^--output-directory/,
  },
  helm: {
    valued: set('-n --namespace --kube-context --kubeconfig'),
    subcommands: list(
      `list|ls|status|history|get|show|inspect|search|template|version|env|lint|verify\nrepo list|ls\nplugin list|ls\ndependency list`,
    ),
    never: /^(?:--output-dir|--post-renderer|--registry-config)/,
  },
  docker: {
    valued: set('-c --context -H --host --config -l --log-level'),
    subcommands: list(`
      ps|images|inspect|logs|stats|top|version|info|port|diff|history|events|search
      compose|stack ps|logs|config|images|ls|top|version|port|events|services
      context|image|container|volume|network|node|service|secret|config|plugin|buildx|manifest ls|list|inspect|show|logs|ps|history|stats|top|port|diff|du
      system df|info|events`),
  },
  terraform: {
    allows: (words) => words.every(({ text }) => !/^-(?:out|generate-config-out)/.test(text)),
    subcommands: list(`show|output|validate|version|providers|graph|metadata\nstate list|show\nworkspace show|list`),
  },
  pulumi: {
    valued: set('-s --stack -C --cwd'),
    subcommands: list(`stack $\nstack ls|output|history|graph\nconfig $\nconfig get\nabout|whoami|version|logs`),
    never: /^--(?:file|show-secrets)/,
  },
  aws: {
    valued: set('--profile --region --output --endpoint-url --query --color --ca-bundle --cli-read-timeout --cli-connect-timeout'),
    allows: (words) =>
      !words.some(({ text }) => /^(?:get-object|get-object-torrent|get-export|get-sdk|get-lambda-layer|get-snapshot-block)$/.test(text)),
    subcommands: list(`
      s3 ls
      * describe-*|list-*|get-*|head-*|lookup-*|batch-get-*|filter-*|search-*|ls|help
      logs tail
      dynamodb query|scan
      configure list|list-profiles|get`),
  },
  gcloud: {
    allows: (words) =>
      words.some(({ text }) => /^(?:list|describe|get-value|get-iam-policy|read|info|version)$/.test(text)) &&
      !words.some(({ text }) =>
        /^(?:set|unset|create|delete|remove|add|update|deploy|run|ssh|scp|reset|stop|start|import|export|activate|call)(?:-.*)?$/.test(
          text,
        ),
      ),
  },
  az: {
    allows: (words) =>
      words.some(({ text }) => /^(?:list|show|version)$/.test(text)) &&
      !words.some(({ text }) =>
        /^(?:set|create|delete|remove|add|update|deploy|run|invoke|reset|stop|start|restart|import|export|purge|login)(?:-.*)?$/.test(text),
      ),
  },
  doctl: {
    allows: (words) =>
      words.some(({ text }) => /^(?:list|ls|get)$/.test(text)) &&
      !words.some(({ text }) => /^(?:create|delete|update|rm|d|c|u)$/.test(text)),
  },
  railway: { subcommands: list(`status|whoami|list|logs|version\nvariables $\nvolume list`), never: /^(?:--set|--remove)/ },
  vercel: { subcommands: list(`ls|list|inspect|logs|whoami|help\nenv|domains|dns|certs|projects|project|alias|teams ls|list`) },
  netlify: { subcommands: list(`status|sites:list|env:list|env:get|functions:list|logs`) },
  heroku: {
    valued: set('-a --app -r --remote'),
    subcommands: list(`apps $\nlogs|ps|releases|info|status|config|domains|addons|pg:info|pg:ps|pg:backups|apps:info|whoami|auth:whoami`),
    allows: (words) => words.filter(({ text }) => !text.startsWith('-')).length <= 3,
  },
  fly: flyReader(),
  flyctl: flyReader(),
  supabase: { subcommands: list(`status|projects|branches list\nprojects|branches|secrets|functions|migration list\nstatus`) },
  wrangler: { subcommands: list(`whoami|tail\ndeployments|versions|secret|d1|queues|pages list\ndeployments status`) },
  firebase: { subcommands: list(`projects:list|apps:list|functions:list|functions:log|hosting:sites:list|login:list`) },
  stripe: { subcommands: list(`status|version\n* list|retrieve`), never: /^(?:-d|--data)/ },
  npm: {
    subcommands: list(
      `ls|list|outdated|view|info|show|whoami|root|prefix|search|explain|why|ping|fund|help\nversion $\nconfig get|list|ls\npkg get`,
    ),
  },
  pnpm: { subcommands: list(`ls|list|outdated|why|root|bin|licenses\nconfig get|list`) },
  yarn: { subcommands: list(`list|why|info|outdated|licenses\nconfig get|list\nworkspaces info|list`) },
  pip: { subcommands: list(`list|show|freeze|check|help|debug|index`) },
  pip3: { subcommands: list(`list|show|freeze|check|help|debug|index`) },
  cargo: { subcommands: list(`tree|metadata|search|locate-project|pkgid|version`) },
  go: { subcommands: list(`list|version|doc|env`), never: /^-(?:w|u|toolexec|modfile)/ },
  gem: { subcommands: list(`list|search|info|contents|dependency|environment|which`) },
  brew: { subcommands: list(`list|ls|info|search|outdated|deps|uses|config|doctor`) },
  'apt-cache': {},
  dpkg: { never: /^(?:-i|-r|-P|--install|--remove|--purge|--configure|--unpack|--set|--clear|--add|-x|-X|-e)/ },
  rpm: { allows: (words) => words[0]?.text.startsWith('-q') === true },
  'redis-cli': {
    allows: (words) => {
      const command = words.findIndex(({ text }, i) => !text.startsWith('-') && !/^-[hpnau]$/.test(words[i - 1]?.text ?? ''));
      return (
        command >= 0 &&
        /^(?:get|mget|hget|hgetall|hkeys|hlen|keys|scan|exists|ttl|pttl|type|strlen|llen|lrange|scard|smembers|zcard|zrange|dbsize|info|ping|memory|slowlog|client|time)$/i.test(
          words[command]!.text,
        ) &&
        !words.slice(command).some(({ text }) => /^(?:kill|reset|purge|pause|no-evict|setname)$/i.test(text))
      );
    },
  },
  psql: {
    sql: {
      options: ['-c', '--command'],
      valued: set('-h -p -U -d -F -P -R -T --host --port --username --dbname --pset'),
      never: /^(?:-f|--file|-o|--output|-L|--log-file|-v|--set|--variable)/,
      lists: ['-l', '--list'],
    },
  },
  mysql: {
    sql: {
      options: ['-e', '--execute'],
      valued: set('-h -P -u -D -S --host --port --user --database --socket'),
      never: /^--(?:tee|init-command|pager|defaults|local-infile|plugin-dir)/,
      lists: [],
    },
  },
  mariadb: {
    sql: {
      options: ['-e', '--execute'],
      valued: set('-h -P -u -D -S --host --port --user --database --socket'),
      never: /^--(?:tee|init-command|pager|defaults|local-infile|plugin-dir)/,
      lists: [],
    },
  },
  sqlite3: {
    sql: { options: [], valued: set('-separator -nullvalue -newline'), never: /^--?(?:cmd|init|A|archive|append)/, sqlWord: 1, lists: [] },
  },
  ...Object.fromEntries(
    [
      'get-childitem',
      'gci',
      'gc',
      'gi',
      'where',
      'findstr',
      'ver',
      'tasklist',
      'systeminfo',
      'ipconfig',
      'vol',
      'out-string',
      'out-host',
      'out-null',
      'write-output',
      'write-host',
      'set-location',
      'sl',
    ].map((name) => [name, {}]),
  ),
};

function flyReader(): Reader {
  return {
    subcommands: list(
      `status|logs|info|version|platform\napps|machine|machines|volumes|secrets|ips|regions|releases|postgres|certs list|ls|show|status`,
    ),
    valued: set('-a --app -c --config'),
    never: noWrite,
  };
}

/** Subcommands that read or write by what follows them. */
function gitReads(words: readonly Word[]): boolean {
  const texts = words.map(({ text }) => text);
  const at = texts.findIndex((text, i) => !text.startsWith('-') && !/^(?:-C|--git-dir|--work-tree|--namespace)$/.test(texts[i - 1] ?? ''));
  const rest = texts.slice(at + 1);
  const plain = rest.filter((text) => !text.startsWith('-'));
  switch (texts[at] ?? '') {
    case 'branch':
      return rest.every(
        (text) =>
          /^(?:-[avrlqi]+|--(?:all|remotes|list|verbose|show-current|no-color|color.*|sort=.*|format=.*|column.*|merged.*|no-merged.*|contains.*|points-at.*))$/.test(
            text,
          ) ||
          (!text.startsWith('-') &&
            rest.some((other) => /^(?:-l|--list|--merged|--no-merged|--contains|--no-contains|--points-at)$/.test(other))),
      );
    case 'tag':
      return plain.length === 0
        ? rest.every((text) => /^(?:-l|--list|-n\d*|--sort=.*|--format=.*|--merged|--contains)$/.test(text))
        : rest.some((text) => text === '-l' || text === '--list');
    case 'remote':
      return plain.length === 0 || plain[0] === 'show' || plain[0] === 'get-url';
    case 'config':
      return (
        rest.some((text) => /^(?:--get(?:-all|-regexp|-urlmatch)?|--list|-l)$/.test(text)) || plain[0] === 'get' || plain[0] === 'list'
      );
    case 'symbolic-ref':
      return plain.length <= 1 && !rest.some((text) => /^(?:-d|--delete)$/.test(text));
    case 'fsck':
      return !rest.includes('--lost-found');
    default:
      return true;
  }
}
