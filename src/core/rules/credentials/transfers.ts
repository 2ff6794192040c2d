import { isCredentialPath } from '../../credentials/credentialPaths.ts';
import { baseName } from '../../paths.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { after, hasOption, optionValue, readArguments, type Arguments } from '../arguments.ts';
import type { Recursion } from './readers.ts';

/** Files that a command takes somewhere else as they are. */
export interface Transfer {
  readonly files: readonly Word[];
  /** `copy`: to a name on this machine. `send`: to another machine. */
  readonly to: 'copy' | 'send';
  /** Standard input goes along. */
  readonly input?: boolean;
  /** Words whose values go along, as a body that is sent. */
  readonly values?: readonly Word[];
  /** Folders are taken whole, but for what this leaves out. */
  readonly recursive?: Recursion;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Where a command takes files, if it takes any to a place that can be read. */
export function transferOf(invocation: Invocation): Transfer | undefined {
  switch (invocation.program) {
    case 'cp':
    case 'gcp':
    case 'mv':
    case 'ln':
    case 'link':
    case 'install':
    case 'ditto':
      return moved(invocation);
    case 'scp':
    case 'rsync':
    case 'sftp':
      return overNetwork(invocation);
    case 'tar':
    case 'gtar':
    case 'bsdtar':
      return tar(invocation);
    case 'zip':
    case '7z':
    case '7za':
    case 'rar':
    case 'cpio':
    case 'ar':
      return archive(invocation);
    case 'dd': {
      const from = invocation.argv.find(({ text }) => text.startsWith('if='));
      const to = invocation.argv.find(({ text }) => text.startsWith('of='));
      if (!to || isHiddenName(to.text.slice(3))) return undefined;
      return { files: from ? [after(from, 3)] : [], input: from === undefined, to: 'copy' };
    }
    case 'tee':
    case 'sponge': {
      const targets = readArguments(invocation).words.filter(({ text }) => !isHiddenName(text) && !isSink(text));
      return targets.length > 0 ? { files: [], input: true, to: 'copy' } : undefined;
    }
    case 'split':
    case 'csplit':
      return {
        files: readArguments(invocation, { valued: set('-b -l -n -a') }).words.slice(0, 1),
        input: invocation.argv.length < 2,
        to: 'copy',
      };
    case 'pbcopy':
    case 'xclip':
    case 'xsel':
    case 'wl-copy':
    case 'clip':
    case 'clip.exe':
      return { files: readArguments(invocation).words.slice(0, 1), input: true, to: 'copy' };
    case 'curl':
      return curl(invocation);
    case 'wget':
      return wget(invocation);
    case 'http':
    case 'https':
    case 'xh':
      return { files: invocation.argv.slice(1).flatMap((word) => fileBehindAt(word)), input: true, to: 'send' };
    case 'nc':
    case 'ncat':
    case 'netcat':
    case 'socat':
    case 'telnet':
    case 'mail':
    case 'mailx':
    case 'sendmail':
      return { files: [], input: true, to: 'send' };
    case 'aws':
      return cloudCopy(invocation, /^s3 (?:cp|mv|sync)$/, /^s3:\/\//);
    case 'docker':
    case 'podman':
    case 'nerdctl':
      return intoContainer(invocation);
    case 'certutil':
      return invocation.argv.some(({ text }) => /^[-/]encode(?:hex)?$/i.test(text))
        ? {
            files: invocation.argv
              .slice(1)
              .filter(({ text }) => !/^[-/]/.test(text))
              .slice(0, 1),
            to: 'copy',
          }
        : undefined;
    case 'gsutil':
      return cloudCopy(invocation, /^(?:cp|mv|rsync)\b/, /^gs:\/\//);
    case 'rclone':
      return cloudCopy(invocation, /^(?:copy|copyto|move|sync)\b/, /^[\w-]+:/);
    case 'gh':
      return invocation.argv[1]?.text === 'gist' && invocation.argv[2]?.text === 'create'
        ? { files: readArguments(invocation, { valued: set('-d --desc -f --filename') }).words.slice(2), input: true, to: 'send' }
        : undefined;
    default:
      return undefined;
  }
}

/** Names under which a copy stays hidden. */
function isHiddenName(name: string): boolean {
  return isCredentialPath(name);
}

export function isSink(path: string): boolean {
  return /^\/dev\/(?:null|full|tty)$|^NUL$/i.test(path);
}

/** `cp .env notes.txt`: into a folder, or to another credential name, it stays hidden. */
function moved(invocation: Invocation): Transfer | undefined {
  const args = readArguments(invocation, { valued: set('-t --target-directory -S --suffix -m --mode -o --owner -g --group') });
  if (optionValue(args, '-t', '--target-directory')) return undefined;
  const target = args.words.at(-1);
  if (args.words.length !== 2 || !target) return undefined;
  const [from] = args.words;
  // A folder keeps the name: `cp .env backup/`.
  if (/[/\\]$|^\.{1,2}$|^~$/.test(target.text) || isHiddenName(target.text) || (from && baseName(from.text) === baseName(target.text)))
    return undefined;
  return { files: [from!], to: 'copy' };
}

function overNetwork(invocation: Invocation): Transfer | undefined {
  const args = readArguments(invocation, { valued: set('-i -P -F -o -l -c -J -S -e --rsh --exclude --include --files-from -f --filter') });
  const target = args.words.at(-1);
  if (!target || args.words.length < 2) return undefined;
  const files = args.words.slice(0, -1);
  const recurses = invocation.program === 'rsync' ? hasOption(args, '-a', '--archive', '-r', '--recursive') : hasOption(args, '-r', '-R');
  const recursive = recurses ? wholeFolders(textsOf(args, '--exclude'), (name) => `--exclude='${name}'`) : undefined;
  if (/^(?:[\w.-]+@)?[\w.-]+:|^rsync:\/\/|^scp:\/\//.test(target.text)) return { files, to: 'send', ...(recursive ? { recursive } : {}) };
  return invocation.program === 'rsync' && args.words.length === 2 && !target.text.endsWith('/') && !isHiddenName(target.text)
    ? { files, to: 'copy' }
    : undefined;
}

/** https://www.gnu.org/software/tar/manual/html_node/ */
function tar(invocation: Invocation): Transfer | undefined {
  const words = invocation.argv.slice(1);
  const [first] = words;
  // `tar czf x.tgz .`: letters without a dash.
  const bundled = first && /^[a-zA-Z]+$/.test(first.text) && /[crux]/.test(first.text) ? first.text : '';
  const rest = bundled === '' ? words : words.slice(1);
  const args = readArguments(
    { ...invocation, argv: [invocation.argv[0]!, ...rest] },
    {
      valued: set(
        '-f --file -C --directory -T --files-from -X --exclude-from --exclude --transform -I --use-compress-program -b --strip-components',
      ),
    },
  );
  const creates = /[cru]/.test(bundled) || hasOption(args, '-c', '--create', '-r', '--append', '-u', '--update');
  const prints = /[xO]/.test(bundled) && (bundled.includes('O') || hasOption(args, '-O', '--to-stdout'));
  const extracts = prints || (hasOption(args, '-x', '--extract') && hasOption(args, '-O', '--to-stdout'));
  if (!creates && !extracts) return undefined;
  const files = bundled.includes('f') ? args.words.slice(1) : args.words;
  const left = (args.options.get('--exclude') ?? []).flatMap((word) => word?.text ?? []);
  return {
    files: files.filter(({ text }) => !left.some((one) => one === text || one === baseName(text))),
    to: 'copy',
    recursive: wholeFolders(left, (name) => `--exclude='${name}'`),
  };
}

/** Everything below a folder, hidden files too. */
function wholeFolders(without: readonly string[], hint: Recursion['hint']): Recursion {
  return { without: without.map((glob) => glob.replace(/\/\*{0,2}$/, '')), only: [], dotFiles: true, ignored: true, hint };
}

function textsOf(args: Arguments, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => (args.options.get(name) ?? []).flatMap((word) => word?.text ?? []));
}

function archive(invocation: Invocation): Transfer | undefined {
  const { program, argv } = invocation;
  const recurses = program !== 'zip' || argv.some(({ text }) => /^-[a-zA-Z]*r|^--recurse-paths$/.test(text));
  // Zip takes every word after -x for a name to leave out, 7z one in each option (-xr!name).
  const at = program === 'zip' ? argv.findIndex(({ text }) => /^(?:-x|--exclude)$/.test(text)) : -1;
  const without = at >= 0 ? argv.slice(at + 1).map(({ text }) => text) : argv.flatMap(({ text }) => /^-xr?!(.+)$/.exec(text)?.[1] ?? []);
  const args = readArguments({ ...invocation, argv: at >= 0 ? argv.slice(0, at) : argv }, { valued: set('-i -P') });
  const words = program.startsWith('7z') || program === 'rar' ? args.words.slice(1) : args.words;
  return {
    files: words.slice(1).filter(({ text }) => !without.includes(text)),
    input: program === 'cpio',
    to: 'copy',
    ...(recurses && program !== 'cpio' && program !== 'ar'
      ? { recursive: wholeFolders(without, (name) => (program === 'zip' ? `-x '*${name}'` : `'-xr!${name}'`)) }
      : {}),
  };
}

/** https://curl.se/docs/manpage.html: `@file` in data and forms, `-T file`. What stands in a header authorises and is no body. */
function curl(invocation: Invocation): Transfer | undefined {
  const files: Word[] = [];
  const values: Word[] = [];
  let input = false;
  const { argv } = invocation;
  for (let i = 1; i < argv.length; i++) {
    const { text } = argv[i]!;
    const long = /^--(data|data-ascii|data-binary|data-raw|data-urlencode|json|form|form-string|upload-file|url-query)(=|$)/.exec(text);
    const short = /^-[abce-zA-EG-SU-Z]*([dFT])(.*)$/s.exec(text.startsWith('--') ? '' : text);
    if (!long && !short) continue;
    const attached = long
      ? long[2] === '='
        ? after(argv[i]!, long[0].length)
        : undefined
      : short![2] === ''
        ? undefined
        : after(argv[i]!, text.length - short![2]!.length);
    const value = attached ?? argv[++i];
    if (!value) continue;
    const upload = long?.[1] === 'upload-file' || short?.[1] === 'T';
    if (upload) {
      if (value.text === '-' || value.text === '.') input = true;
      else files.push(value);
      continue;
    }
    const at = long?.[1] === 'data-raw' || long?.[1] === 'form-string' ? -1 : /^(?:[\w.[\]-]*[=])?[@<]/.exec(value.text)?.[0].length;
    if (at !== undefined && at > 0) {
      const named = after(value, at);
      if (/^-(?:;|$)/.test(named.text)) input = true;
      else files.push(/;/.test(named.text) ? { ...named, text: named.text.split(';', 1)[0]! } : named);
    } else values.push(value);
  }
  return files.length > 0 || input || values.length > 0 ? { files, values, input, to: 'send' } : undefined;
}

function wget(invocation: Invocation): Transfer | undefined {
  const files = invocation.argv.flatMap((word) => {
    const option = /^--(?:post|body)-file=/.exec(word.text);
    return option ? [after(word, option[0].length)] : [];
  });
  return files.length > 0 ? { files, to: 'send' } : undefined;
}

function fileBehindAt(word: Word): readonly Word[] {
  const at = /^[\w.[\]-]*(?:=|:=)?@/.exec(word.text);
  return at ? [after(word, at[0].length)] : [];
}

function cloudCopy(invocation: Invocation, verb: RegExp, remote: RegExp): Transfer | undefined {
  const args = readArguments(invocation, { valued: set('--profile --region --exclude --include --acl -o -h') });
  const path = args.words.map(({ text }) => text);
  if (!verb.test(path.slice(0, invocation.program === 'aws' ? 2 : 1).join(' ')) || !remote.test(path.at(-1) ?? '')) return undefined;
  const recurses =
    /sync$|^(?:copy|move)\b/.test(path.slice(0, 2).join(' ').replace(/^s3 /, '')) || hasOption(args, '--recursive', '-r', '-R');
  const recursive = recurses ? wholeFolders(textsOf(args, '--exclude'), (name) => `--exclude '*${name}'`) : undefined;
  return { files: args.words.slice(invocation.program === 'aws' ? 2 : 1, -1), to: 'send', ...(recursive ? { recursive } : {}) };
}

/** Into a container under a name that shows no credential: whatever runs there can show it. */
function intoContainer(invocation: Invocation): Transfer | undefined {
  const args = readArguments(invocation, { valued: set('-c --context -H --host --config') });
  const [verb, from, to] = args.words[0]?.text === 'container' ? args.words.slice(1) : args.words;
  if (verb?.text !== 'cp' || !from || !to || !/^[\w.-]+:/.test(to.text)) return undefined;
  const target = to.text.slice(to.text.indexOf(':') + 1);
  return target.endsWith('/') || isHiddenName(target) || baseName(from.text) === baseName(target) || !/\.\w+$/.test(target)
    ? undefined
    : { files: [from], to: 'copy' };
}
