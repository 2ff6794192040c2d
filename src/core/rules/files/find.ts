import { normalPath } from '../../paths.ts';
import { literal, type Invocation, type Word } from '../../shell/invocation.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { disposabilityOf, isDisposableGlob } from './disposable.ts';
import { draftsOf } from './drafts.ts';
import { protectedPlace } from './protectedPlaces.ts';
import { reach, reachPath, type Loss } from './reach.ts';
import { deleteRootRule, findDeleteRule } from './rules.ts';
import { spotOf } from './spot.ts';

/** What a `find` command line selects, as far as its tests tell. */
export interface Selection {
  readonly roots: readonly Word[];
  /** Globs of `-name`, `-iname`, `-path`; each match has to fit one of them. Empty: any name. */
  readonly names: readonly Word[];
  /** Only empty files and folders, or symbolic links. */
  readonly harmless: boolean;
  readonly deletes: boolean;
  /** Programs of `-exec`, `-execdir`, `-ok`. */
  readonly runs: readonly (readonly Word[])[];
}

const executors = new Set(['-exec', '-execdir', '-ok', '-okdir']);
/** Options before the first path. https://www.gnu.org/software/findutils/manual/html_node/find_html/Invoking-find.html */
const leading = new Set(['-H', '-L', '-P', '-E', '-X', '-d', '-s', '-x']);
const oneValue = new Set([
  '-amin',
  '-anewer',
  '-atime',
  '-cmin',
  '-cnewer',
  '-ctime',
  '-files0-from',
  '-fls',
  '-fprint',
  '-fprint0',
  '-fstype',
  '-gid',
  '-group',
  '-ilname',
  '-iname',
  '-inum',
  '-ipath',
  '-iregex',
  '-iwholename',
  '-links',
  '-lname',
  '-maxdepth',
  '-mindepth',
  '-mmin',
  '-mtime',
  '-name',
  '-newer',
  '-path',
  '-perm',
  '-printf',
  '-regex',
  '-regextype',
  '-samefile',
  '-size',
  '-type',
  '-uid',
  '-used',
  '-user',
  '-wholename',
  '-xtype',
  '-context',
  '-depth',
]);

export function selectionOf(argv: readonly Word[]): Selection {
  const roots: Word[] = [];
  const names: Word[] = [];
  const runs: (readonly Word[])[] = [];
  let harmless = false;
  let deletes = false;
  let negated = false;
  let alternatives = false;
  let unnamed = false;
  let i = 1;
  while (i < argv.length && leading.has(argv[i]!.text)) i++;
  while (i < argv.length && (argv[i]!.text === '-D' || /^-O\d/.test(argv[i]!.text))) i += argv[i]!.text === '-D' ? 2 : 1;
  while (i < argv.length && !/^[-(!]/.test(argv[i]!.text)) roots.push(argv[i++]!);
  for (; i < argv.length; i++) {
    const { text } = argv[i]!;
    if (executors.has(text)) {
      const end = argv.findIndex((word, at) => at > i && (word.text === ';' || (word.text === '+' && argv[at - 1]!.text === '{}')));
      const stop = end < 0 ? argv.length : end;
      runs.push(argv.slice(i + 1, stop));
      i = stop;
      continue;
    }
    const value = oneValue.has(text) && !(text === '-depth' && !/^[-+]?\d+$/.test(argv[i + 1]?.text ?? '')) ? argv[++i] : undefined;
    switch (text) {
      case '!':
      case '-not':
        negated = true;
        continue;
      case '-delete':
        deletes = true;
        break;
      case '-empty':
        harmless ||= !negated;
        break;
      case '-type':
      case '-xtype':
        harmless ||= !negated && value?.text === 'l';
        break;
      case '-o':
      case '-or':
        alternatives = true;
        break;
      case '-name':
      case '-iname':
      case '-path':
      case '-ipath':
      case '-wholename':
      case '-iwholename':
        if (negated) unnamed = true;
        else if (value) names.push(value);
        break;
      case '-regex':
      case '-iregex': {
        const plain = value && !negated ? globOfRegex(value.text) : undefined;
        if (plain === undefined) unnamed = true;
        else names.push(...plain.map(literal));
        break;
      }
      default:
        break;
    }
    negated = false;
  }
  // `-empty -o -name x -delete` deletes more than what is empty.
  return {
    roots: roots.length > 0 ? roots : [literal('.')],
    names: unnamed && alternatives ? [] : names,
    harmless: harmless && !alternatives,
    deletes,
    runs,
  };
}

/** Globs with the ends of a regular expression such as `.*\.\(pyc\|pyo\)`; undefined when it says more than that. */
function globOfRegex(regex: string): readonly string[] | undefined {
  const simple = /^\.\*(?:\/)?(\\\.\w+)\$?$/.exec(regex);
  if (simple) return [`*${simple[1]!.slice(1)}`];
  const many = /^\.\*\\\.\\?\(([\w\\|]+)\\?\)\$?$/.exec(regex);
  return many ? many[1]!.split(/\\?\|/).map((ending) => `*.${ending}`) : undefined;
}

/** What is lost when everything that is selected goes. */
export function selectionLoss(selection: Selection, invocation: Invocation, context: RuleContext, recursive: boolean): readonly Loss[] {
  if (selection.harmless) return [];
  const { names } = selection;
  const known = names.length > 0 && names.every((name) => name.known);
  if (known && names.every((name) => isDisposableGlob(name.text) || disposabilityOf(name.text) === 'cache')) return [];
  const losses: Loss[] = [];
  for (const root of selection.roots) {
    const spot = spotOf(root, invocation, context.facts);
    if (!known || spot.type !== 'path' || invocation.place.type !== 'here' || protectedPlace(spot.path, context.facts) !== undefined) {
      losses.push(...reach([root], invocation, context, { recursive: true, through: true }).map((loss) => named(loss, names)));
      continue;
    }
    const whole = reachPath(spot.path, invocation, context, { recursive: true, through: true });
    if (whole.class === 'nothing' || whole.class === 'recoverable') {
      losses.push(whole);
      continue;
    }
    // The whole would be lost; what fits the names may be less.
    for (const name of names) {
      const pattern = name.text.includes('/')
        ? normalPath(`${spot.path}/${name.text.replace(/^\.?\/+/, '')}`)
        : `${spot.path}/**/${name.text}`;
      const answer = context.ask({ type: 'glob', pattern });
      if (answer === undefined) continue;
      if (answer.type === 'unknown' || answer.truncated || answer.paths.length > 24) {
        if (answer.type === 'unknown' || !answer.paths.every((path) => disposabilityOf(path.slice(spot.path.length)) === 'cache'))
          losses.push(named(whole, names));
        continue;
      }
      losses.push(...answer.paths.map((path) => reachPath(path, invocation, context, { recursive })));
    }
  }
  return losses;
}

function named(loss: Loss, names: readonly Word[]): Loss {
  if (names.length === 0 || loss.class === 'nothing' || loss.class === 'pending') return loss;
  const list = names.map((name) => name.text).join(', ');
  return {
    ...loss,
    class: loss.class === 'workspace' || loss.class === 'repository' ? 'lost' : loss.class,
    kind: 'files',
    name: `${list} in ${loss.name}`,
  };
}

const removers = new Set(['rm', 'grm', 'unlink', 'shred', 'srm', 'trash-rm', 'rmtree']);

export const findTool: Tool = {
  names: ['find', 'gfind', 'bfs'],
  family: 'files',
  rules: [findDeleteRule, deleteRootRule],
  find(invocation, context) {
    const selection = selectionOf(invocation.argv);
    const remover = selection.runs.find((words) => removers.has(words[0]?.text.replace(/^.*\//, '') ?? ''));
    if (!selection.deletes && remover === undefined) return [];
    const recursive = remover?.some((word) => /^-\w*[rR]|^--recursive$/.test(word.text)) ?? false;
    return draftsOf(selectionLoss(selection, invocation, context, recursive), invocation, {
      verb: 'Delete',
      rule: findDeleteRule,
      root: deleteRootRule,
    });
  },
};

/**
 * Splits the operands of a remover that `find -exec` or a pipe from `find` feeds: the placeholder is judged by what find selects,
 * and by `findTool` already where it is an `-exec`.
 */
export function foundByFind(
  words: readonly Word[],
  invocation: Invocation,
  context: RuleContext,
  recursive: boolean,
): { readonly rest: readonly Word[]; readonly drafts: readonly Draft[] } {
  const runner = invocation.via.at(-1) ?? '';
  if (/^g?find\b|^bfs\b/.test(runner)) return { rest: words.filter((word) => !isPlaceholder(word)), drafts: [] };
  if (!/^(?:g?xargs|parallel)\b/.test(runner) || invocation.input.type !== 'pipe') return { rest: words, drafts: [] };
  const source = invocation.input.from.at(-1);
  if (!source || !/^(?:g?find|bfs)$/.test(source.program)) return { rest: words, drafts: [] };
  const drafts = draftsOf(selectionLoss(selectionOf(source.argv), source, context, recursive), invocation, {
    verb: 'Delete',
    rule: findDeleteRule,
    root: deleteRootRule,
  });
  return { rest: words.filter((word) => word.known), drafts };
}

function isPlaceholder(word: Word): boolean {
  return word.text === '{}' || (!word.known && word.pieces.length === 1 && word.pieces[0]!.value === '{}');
}
