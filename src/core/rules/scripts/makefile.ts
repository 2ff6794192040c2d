/** What a Makefile says: https://www.gnu.org/software/make/manual/make.html */
export interface Makefile {
  readonly rules: readonly MakeRule[];
  /** Every value that is given to a variable; more than one when branches of a condition disagree. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
  readonly includes: readonly string[];
  readonly oneShell: boolean;
  readonly defaultGoal: string | undefined;
}

export interface MakeRule {
  readonly targets: readonly string[];
  readonly prerequisites: string;
  readonly recipe: readonly string[];
}

/** Lines, rules and variables that are read. */
const maxLines = 20_000;
const maxRules = 4_000;

interface Draft {
  rules: MakeRule[];
  variables: Map<string, string[]>;
  includes: string[];
  oneShell: boolean;
  defaultGoal: string | undefined;
}

const assignment = /^(?:export\s+|override\s+|private\s+)*([^\s:#=+?!]+)\s*(:::?=|::?=|\+=|\?=|!=|=)\s?(.*)$/s;

/** Reads a Makefile. Conditions are not decided, but for the one on Windows: both branches count. */
export function readMakefile(text: string, windows: boolean): Makefile {
  const made: Draft = { rules: [], variables: new Map(), includes: [], oneShell: false, defaultGoal: undefined };
  const lines = text.replace(/\r/g, '').split('\n').slice(0, maxLines);
  let recipe: string[] | undefined;
  let prefix = '\t';
  /** One entry for each open condition: whether its lines count. */
  const conditions: Condition[] = [];
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i]!;
    while (isContinued(line) && i + 1 < lines.length) {
      const next = lines[++i]!;
      line = line.startsWith(prefix) ? `${line}\n${next.startsWith(prefix) ? next.slice(1) : next}` : `${line.slice(0, -1)} ${next.trim()}`;
    }
    const bare = line.trim();
    const condition = /^(ifeq|ifneq|ifdef|ifndef|else|endif)\b(.*)$/.exec(bare);
    if (condition && !(line.startsWith(prefix) && recipe && /^(?:else|endif)\b.*;/.test(bare))) {
      branch(condition[1]!, condition[2]!, conditions, windows);
      continue;
    }
    if (conditions.some((open) => !open.counts)) continue;
    if (line.startsWith(prefix) && recipe) {
      recipe.push(line.slice(prefix.length));
      continue;
    }
    if (bare === '' || bare.startsWith('#')) continue;
    const defined = /^(?:override\s+|export\s+)*define\s+(\S+)/.exec(bare);
    if (defined) {
      const body: string[] = [];
      while (++i < lines.length && lines[i]!.trim() !== 'endef') body.push(lines[i]!);
      give(made.variables, defined[1]!, body.join('\n'), '=', conditions.length > 0);
      continue;
    }
    const included = /^[-s]?include\s+(\S.*)$/s.exec(bare);
    if (included) {
      made.includes.push(...included[1]!.split(/\s+/));
      continue;
    }
    const given = assignment.exec(bare);
    // `target: VAR = value` has its colon first.
    if (given && !/^[^=]*:[^=:]/.test(bare.slice(0, bare.indexOf(given[2]!)))) {
      recipe = undefined;
      const [, name, operator, value] = given;
      if (name === '.RECIPEPREFIX') prefix = value!.trim().slice(0, 1) || '\t';
      else if (name === '.DEFAULT_GOAL') made.defaultGoal = value!.trim();
      else give(made.variables, name!, operator === '!=' ? `$(shell ${value})` : withoutComment(value!), operator!, conditions.length > 0);
      continue;
    }
    recipe = rule(bare, made);
  }
  return made;
}

interface Condition {
  counts: boolean;
  /** It is the one on Windows, which can be decided. */
  readonly decided: boolean;
}

function branch(word: string, rest: string, conditions: Condition[], windows: boolean): void {
  const innermost = conditions.at(-1);
  if (word === 'endif') conditions.pop();
  else if (word !== 'else') {
    const decided = onWindows.test(rest);
    conditions.push({ counts: !decided || windows === (word === 'ifeq'), decided });
  } else if (innermost?.decided) innermost.counts = !innermost.counts;
}

const onWindows = /\$\(OS\)\s*["']?,\s*["']?Windows_NT|Windows_NT["']?\s*,\s*["']?\$\(OS\)|"\$\(OS\)"\s*"Windows_NT"/;

/** An odd number of backslashes at its end. */
function isContinued(line: string): boolean {
  let count = 0;
  while (line[line.length - 1 - count] === '\\') count++;
  return count % 2 === 1;
}

function withoutComment(value: string): string {
  return value.replace(/(^|\s)#.*$/s, '$1').trim();
}

function give(variables: Map<string, string[]>, name: string, value: string, operator: string, conditional: boolean): void {
  const held = variables.get(name);
  if (operator === '+=' && held)
    variables.set(
      name,
      held.map((text) => `${text} ${value}`),
    );
  else if (operator === '?=' && held && !conditional) return;
  else if (held && conditional && !held.includes(value)) variables.set(name, [...held, value].slice(-4));
  else if (!held || !conditional) variables.set(name, [value]);
}

/** The recipe of a rule's line, to be filled; undefined when it is none. */
function rule(line: string, made: Draft): string[] | undefined {
  const colon = colonOf(line);
  if (colon < 0 || made.rules.length >= maxRules) return undefined;
  const targets = line.slice(0, colon).replace(/&$/, '').split(/\s+/).filter(Boolean);
  let rest = line.slice(colon).replace(/^::?/, '');
  if (targets.includes('.ONESHELL')) made.oneShell = true;
  const recipe: string[] = [];
  // `target: VAR = value` holds for that target; for us it is one more value.
  const own = assignment.exec(rest.trim());
  if (own && !rest.includes(';')) {
    give(made.variables, own[1]!, withoutComment(own[3]!), own[2] === '+=' ? '+=' : '=', true);
    return undefined;
  }
  const semicolon = rest.indexOf(';');
  if (semicolon >= 0) {
    recipe.push(rest.slice(semicolon + 1));
    rest = rest.slice(0, semicolon);
  }
  rest = rest.replace(/(^|\s)#.*$/s, '$1');
  // A static pattern rule: `objects: %.o: %.c`.
  const second = colonOf(rest);
  made.rules.push({ targets, prerequisites: (second >= 0 ? rest.slice(second + 1) : rest).replace('|', ' ').trim(), recipe });
  return recipe;
}

/** The colon that ends the targets, not one inside `$(…)`. */
function colonOf(line: string): number {
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === '(' || char === '{') depth++;
    else if (char === ')' || char === '}') depth--;
    else if (char === '#' && depth === 0) return -1;
    else if (char === ':' && depth <= 0) return at;
  }
  return -1;
}
