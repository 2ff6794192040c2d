import { findCredentials } from '../../credentials/findCredentials.ts';
import { isCredentialPath } from '../../credentials/credentialPaths.ts';
import { baseName, isWithin, normalPath } from '../../paths.ts';
import { hasGlob, type Input, type Interpretation, type Invocation, type Word } from '../../shell/invocation.ts';
import { matchesPattern } from '../../shell/patterns.ts';
import { programTexts } from '../interpreters/code.ts';
import type { RuleContext } from '../rule.ts';
import { isEverydayPattern, isProcessEnvironment, isSecretVariable, variablesPrinted } from './environment.ts';
import { gitLeaks } from './gitLeaks.ts';
import { readGit } from '../git/commandLine.ts';
import { hiddenFile, placesOf, type HiddenFile } from './hiddenFile.ts';
import type { Leak } from './leak.ts';
import { maxSearched } from './limits.ts';
import { programLeaks } from './programLeaks.ts';
import { gitGrep, readingOf, type Reading, type Recursion } from './readers.ts';
import { storeOf } from './stores.ts';

const none: readonly Leak[] = [];

/** Which commands of a text print bytes of credentials, followed through pipes, substitutions and variables. */
export class Flow {
  readonly #context: RuleContext;
  readonly #substitutions: ReadonlyMap<string, readonly Invocation[]>;
  /** Commands whose output another one of the text reads. */
  readonly consumed = new Set<Invocation>();
  /** Variables that `read` filled, and from what. */
  readonly #filled = new Map<string, Input>();
  readonly #seenVariables = new Set<Invocation['variables']>();
  readonly #outputs = new Map<Invocation, readonly Leak[]>();

  constructor(interpretation: Interpretation, context: RuleContext) {
    this.#context = context;
    this.#substitutions = interpretation.substitutions ?? new Map();
    for (const invocation of interpretation.invocations) {
      const { input, program } = invocation;
      if (input.type === 'pipe') for (const one of input.from) this.consumed.add(one);
      if (input.type !== 'none' && /^(?:read|mapfile|readarray)$/.test(program))
        for (const { text } of invocation.argv.slice(1).filter(({ text }) => /^[A-Za-z_]\w*$/.test(text))) this.#filled.set(text, input);
    }
    if (this.#substitutions.size > 0) for (const { variables } of interpretation.invocations) this.#assigned(variables);
    for (const from of this.#substitutions.values()) for (const one of from) this.consumed.add(one);
  }

  /** Variables that were ever given what a substitution prints, whichever way the text takes. */
  #assigned(variables: Invocation['variables']): void {
    if (this.#seenVariables.has(variables)) return;
    this.#seenVariables.add(variables);
    for (const [name, { pieces }] of variables)
      for (const piece of pieces) {
        const from = piece.type === 'unknown' ? this.#substitutions.get(piece.value) : undefined;
        if (from && !this.#filled.has(name))
          this.#filled.set(name, { type: 'pipe', from, direct: from.filter((one) => isLast(one, from)) });
      }
  }

  /** What a command's standard output carries. */
  output(invocation: Invocation): readonly Leak[] {
    const known = this.#outputs.get(invocation);
    if (known) return known;
    // A command that reads its own output ends here.
    this.#outputs.set(invocation, none);
    const leaks = this.#output(invocation);
    this.#outputs.set(invocation, leaks);
    return leaks;
  }

  #output(invocation: Invocation): readonly Leak[] {
    const store = storeOf(invocation);
    if (store) return [{ type: 'store', store }];
    const variables = variablesPrinted(invocation);
    const leaks: Leak[] = variables ? [{ type: 'variables', names: variables.names, encoded: false }] : [];
    switch (invocation.program) {
      case 'git':
        return [...gitLeaks(invocation, this.#context), ...this.#gitSearch(invocation)];
      case 'echo':
      case 'print':
      case 'printf':
      case 'write-output':
      case 'write-host':
        for (const word of invocation.argv.slice(1)) leaks.push(...this.word(word, invocation));
        return leaks;
      case ':':
      case 'tee':
      case 'sponge':
        return this.input(invocation.input, invocation);
      case 'curl':
        return invocation.argv.slice(1).flatMap((word) => this.#url(word));
      case 'vim':
      case 'vi':
      case 'nvim':
      case 'ex':
      case 'ed':
      case 'emacs':
        // In batch mode an editor prints what it is told to.
        return /(?:^|\s)-(?:\w*e?s|batch|-batch)\b/.test(invocation.argv.map(({ text }) => text).join(' ')) || invocation.program === 'ed'
          ? this.#read({ files: invocation.argv.slice(1), input: false }, invocation)
          : none;
      default:
        break;
    }
    const reading = readingOf(invocation);
    if (reading) return [...leaks, ...this.#read(reading, invocation)];
    return [...leaks, ...this.#program(invocation)];
  }

  #gitSearch(invocation: Invocation): readonly Leak[] {
    const line = readGit(invocation, this.#context.facts);
    const reading = line.subcommand === 'grep' && !line.elsewhere && line.cwd !== undefined ? gitGrep(line.rest) : undefined;
    if (!reading) return none;
    // Files that it names itself have been looked at as history.
    return this.#read(reading, { ...invocation, cwd: line.cwd }).filter((leak) => leak.type === 'file' && leak.found !== undefined);
  }

  /** What an interpreter's own text prints. */
  #program(invocation: Invocation): readonly Leak[] {
    if (invocation.program === 'python3' || invocation.program === 'python') {
      const at = invocation.argv.findIndex(({ text }) => text === '-m');
      if (at > 0 && /^(?:json\.tool|base64)$/.test(invocation.argv[at + 1]?.text ?? ''))
        return this.#read(
          { files: invocation.argv.slice(at + 2), input: true, encoded: invocation.argv[at + 1]?.text === 'base64' },
          invocation,
        );
    }
    const leaks: Leak[] = [];
    for (const program of programTexts(invocation, this.#context)) {
      const { paths, variables } = programLeaks(program);
      for (const path of paths)
        leaks.push(...this.file({ text: path, known: true, pieces: [{ type: 'text', value: path, quoted: true }] }, invocation, false));
      if (variables === 'all' || variables.length > 0) leaks.push({ type: 'variables', names: variables, encoded: false });
      // `perl -ne print FILE` goes through its files; a program that reads its input and prints passes it on.
      const prints = /\b(?:print|puts|say|console\.log|stdout)\b/.test(program.text);
      if (
        program.inline &&
        /^(?:perl|ruby)$/.test(invocation.program) &&
        /^-\w*[np]/.test(invocation.argv[1]?.text ?? '') &&
        (prints || /p/.test(invocation.argv[1]!.text))
      )
        leaks.push(...this.#read({ files: program.rest, input: program.rest.length === 0 }, invocation));
      else if (
        program.inline &&
        prints &&
        invocation.input.type !== 'text' &&
        /stdin|STDIN|\$<|gets\b|readFileSync\(\s*0|\/dev\/stdin|<>/.test(program.text)
      )
        leaks.push(...this.input(invocation.input, invocation));
      // `sys.argv[1]`, `process.argv[1]`: a path that the command line gives.
      if (program.inline && prints && /\bargv\b|\bARGV\b|\$0|\$ARGV|<>/.test(program.text))
        for (const word of program.rest) leaks.push(...this.file(word, invocation, false));
    }
    return leaks;
  }

  #read(reading: Reading, invocation: Invocation): readonly Leak[] {
    const encoded = reading.encoded === true;
    const leaks = reading.files.flatMap((word) => this.file(word, invocation, encoded, reading.recursive));
    if (reading.input) leaks.push(...this.input(invocation.input, invocation));
    const pattern = invocation.argv.slice(1).find(({ text }) => !text.startsWith('-'))?.text ?? '';
    return leaks
      .filter((leak) => {
        if (leak.type === 'variables' && leak.names === 'all' && reading.prints) return !isEverydayPattern(pattern);
        return leak.type !== 'file' || !reading.prints || matchesSecret(leak.file, reading.prints);
      })
      .map((leak) => (encoded && (leak.type === 'file' || leak.type === 'variables') ? { ...leak, encoded } : leak));
  }

  /** What standard input carries. */
  input(input: Input, invocation: Invocation): readonly Leak[] {
    switch (input.type) {
      case 'none':
        return none;
      case 'file':
        return this.file(input.path, invocation, false);
      case 'pipe':
        return (input.direct ?? input.from).flatMap((from) => this.output(from));
      case 'text':
        return input.known ? this.#known(input.text) : this.#text(input.text);
    }
  }

  /** What the value of a word carries. */
  word(word: Word, invocation: Invocation): readonly Leak[] {
    const leaks: Leak[] = [];
    for (const piece of word.pieces) {
      if (piece.type === 'unknown') {
        const from = this.#substitutions.get(piece.value);
        if (from) leaks.push(...from.flatMap((one) => (isLast(one, from) ? this.output(one) : none)));
        else if (piece.variable !== undefined) {
          const filled = this.#filled.get(piece.variable);
          if (filled) leaks.push(...this.input(filled, invocation));
          const value = invocation.variables.get(piece.variable);
          if (value && !value.known && value !== word && !value.pieces.some((one) => one.type === 'unknown' && one.value === piece.value))
            leaks.push(...this.word(value, invocation));
        }
      } else leaks.push(...this.#known(piece.value));
    }
    return leaks;
  }

  /** A text that holds a credential of the workspace: `source .env && echo "$TOKEN"`. */
  #known(text: string): readonly Leak[] {
    if (text.length < 8) return none;
    return findCredentials(text, this.#context.facts).flatMap((place) => {
      const file = hiddenFile(place.path, this.#context);
      return file ? [{ type: 'file', file, encoded: false } as const] : none;
    });
  }

  #text(text: string): readonly Leak[] {
    const leaks: Leak[] = [...this.#known(text)];
    const names = [...text.matchAll(/\$\{?([A-Za-z_]\w{0,80})/g)].map((match) => match[1]!).filter(isSecretVariable);
    if (names.length > 0) leaks.push({ type: 'variables', names, encoded: false });
    for (const [source, from] of this.#substitutions)
      if (source.length > 3 && text.includes(source)) leaks.push(...from.flatMap((one) => this.output(one)));
    return leaks;
  }

  /** `file:///…` */
  #url(word: Word): readonly Leak[] {
    if (!/^file:\/\//i.test(word.text)) return none;
    const path = decodedPath(word.text.replace(/^file:\/\/(?:localhost)?/i, ''));
    return path === undefined ? none : this.#path(path, false);
  }

  /** The credentials in the files that a word names. */
  file(word: Word, invocation: Invocation, encoded = false, recursion?: Recursion): Leak[] {
    const { text } = word;
    if (text === '' || text === '-') return [];
    const substituted = this.#substitutions.get(text);
    if (substituted) return substituted.flatMap((one) => this.output(one));
    if (isProcessEnvironment(text)) return [{ type: 'variables', names: 'all', encoded }];
    if (invocation.place.type !== 'here') return isCredentialPath(text) ? [{ type: 'file', file: elsewhere(text), encoded }] : [];
    const path = this.#context.path(word, invocation);
    if (path === undefined) {
      // `$ROOT/.env`: wherever it lies, it is one.
      const value = word.pieces.length === 1 && word.pieces[0]!.type === 'unknown' ? this.#variable(word, invocation) : undefined;
      if (value) return this.file(value, invocation, encoded, recursion);
      return isCredentialPath(text) ? [{ type: 'file', file: elsewhere(text), encoded }] : [];
    }
    if (hasGlob(word)) return this.#glob(path, encoded);
    const leaks = this.#path(path, encoded);
    return recursion && leaks.length === 0 ? this.#below(path, recursion, encoded) : leaks;
  }

  #variable(word: Word, invocation: Invocation): Word | undefined {
    const [piece] = word.pieces;
    const value = piece?.type === 'unknown' && piece.variable !== undefined ? invocation.variables.get(piece.variable) : undefined;
    return value?.known && value.text !== word.text ? value : undefined;
  }

  #path(path: string, encoded: boolean): Leak[] {
    const file = hiddenFile(path, this.#context);
    return file ? [{ type: 'file', file, encoded }] : [];
  }

  #glob(pattern: string, encoded: boolean): Leak[] {
    const last = baseName(pattern);
    // `src/*.ts`: no credential file is called so, and no known one lies there.
    const suffix = /\.[A-Za-z0-9]+$/.exec(last)?.[0];
    const plain = suffix !== undefined && !isCredentialPath(`x${suffix}`) && !last.startsWith('.');
    if (plain && ![...placesOf(this.#context.facts.knowledge).keys()].some((path) => path.endsWith(suffix))) return [];
    const answer = this.#context.ask({ type: 'glob', pattern });
    if (answer?.type === 'glob') return answer.paths.slice(0, maxSearched).flatMap((path) => this.#path(normalPath(path), encoded));
    return answer !== undefined && isCredentialPath(pattern.replaceAll(/[*?]+/g, ''))
      ? [{ type: 'file', file: elsewhere(pattern), encoded }]
      : [];
  }

  /** Credential files below a folder that a search goes through. */
  #below(folder: string, recursion: Recursion, encoded: boolean): Leak[] {
    const { facts } = this.#context;
    const leaks: Leak[] = [];
    if (isCredentialPath(`${folder}/x`)) return [{ type: 'file', file: elsewhere(folder), encoded, found: recursion }];
    for (const path of placesOf(facts.knowledge).keys()) {
      if (!isWithin(path, folder) || leaks.length >= maxSearched) continue;
      const parts = path.slice(folder === '/' ? 1 : folder.length + 1).split('/');
      if (!recursion.dotFiles && parts.some((part) => part.startsWith('.'))) continue;
      if (parts.some((part) => recursion.without.some((glob) => matchesGlob(part, glob)))) continue;
      if (recursion.only.length > 0 && !recursion.only.some((glob) => matchesGlob(parts.at(-1)!, glob))) continue;
      const file = hiddenFile(path, this.#context);
      if (!file) continue;
      if (!recursion.ignored || recursion.tracked) {
        const git = this.#context.ask({ type: 'git', path });
        if (git?.type === 'git' && !git.tracked && (recursion.tracked || git.ignored)) continue;
      }
      leaks.push({ type: 'file', file, encoded, found: recursion });
    }
    return leaks;
  }
}

/** `cat .env | tr …`: of a pipe in a substitution only its last stage comes out. */
function isLast(invocation: Invocation, from: readonly Invocation[]): boolean {
  return !from.some((other) => other.input.type === 'pipe' && other.input.from.includes(invocation));
}

function matchesGlob(name: string, glob: string): boolean {
  return matchesPattern(name, glob.slice(glob.lastIndexOf('/') + 1)) ?? false;
}

/** Lines that are printed and hold something secret. */
function matchesSecret(file: HiddenFile, prints: (line: string) => boolean): boolean {
  if (!file.masked || file.text === undefined) return true;
  const lines = file.text.split('\n');
  return [...file.masked.secretLines].some((line) => prints(lines[line - 1] ?? ''));
}

function decodedPath(text: string): string | undefined {
  try {
    return normalPath(decodeURIComponent(text));
  } catch {
    return undefined; // A stray percent sign: curl refuses it, too.
  }
}

/** A credential file of which nothing but the name is known. */
function elsewhere(name: string): HiddenFile {
  return { path: name, name, environment: 'unknown', kind: 'whole', masked: undefined, text: undefined };
}
