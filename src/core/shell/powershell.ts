import { lost, silent, type Output, type Run } from './call.ts';
import { runCmdlet, slashed, type Cmdlet } from './cmdlets.ts';
import type { Input, Redirect, Word } from './invocation.ts';
import { maxCalls, maxDepth, maxLoopValues } from './limits.ts';
import { PowershellReader, type Part, type Pipeline } from './powershellReader.ts';
import { noInput, type Scope } from './state.ts';
import { literalPath, plainWord, unknownWord } from './word.ts';

/** The commands of PowerShell text. Cmdlets that delete, write and fetch are given as the POSIX programs that do the same. */
export function runPowershell(text: string, scope: Scope, run: Run): Output {
  return new Powershell(run).text(text, scope, undefined);
}

/** What goes through a pipe: words where they are known. */
type Items = readonly Word[] | undefined;

class Powershell {
  readonly #run: Run;
  readonly #variables = new Map<string, readonly Word[] | undefined>();
  readonly #functions = new Map<string, string>();
  #depth = 0;

  constructor(run: Run) {
    this.#run = run;
  }

  text(text: string, scope: Scope, current: Items): Output {
    if (this.#depth >= maxCalls * 2) {
      this.#run.opaque('nested too deeply to follow', text);
      return lost;
    }
    this.#depth++;
    const reader = new PowershellReader(text, {
      variable: (name) => this.#variable(name, scope, current),
      group: (inner) => this.#group(inner, scope, current),
    });
    let output: Output = silent;
    for (let pipeline = reader.next(); pipeline; pipeline = reader.next()) {
      this.#run.meter.command();
      const items = this.#pipeline(pipeline, scope, current);
      const printed = items
        ? { text: `${items.map((word) => this.#run.hidden.encode(word)).join('\n')}\n`, known: items.every((word) => word.known) }
        : lost;
      output = output === silent ? printed : lost;
    }
    this.#depth--;
    if (reader.broken && !scope.script) this.#run.opaque('not valid PowerShell text: a quote or bracket is not closed', text);
    return output;
  }

  #variable(name: string, scope: Scope, current: Items): readonly Word[] | undefined {
    if (name === '_' || name === 'psitem') return current;
    if (name === 'home' || name === 'env:userprofile' || name === 'env:home')
      return scope.place.type === 'here' ? [literalPath(this.#run.ports.home)] : undefined;
    if (name === 'pwd') return scope.cwd === undefined ? undefined : [literalPath(scope.cwd)];
    if (name === 'true' || name === 'false' || name === 'null') return [plainWord(`$${name}`)];
    if (name.startsWith('env:')) {
      const value = scope.variables.get(name.slice(4).toUpperCase());
      return value && [value];
    }
    return this.#variables.get(name.replace(/^(?:global|script|local|private|using):/, ''));
  }

  /** The values of `$( … )` or `( … )`. */
  #group(text: string, scope: Scope, current: Items): Items {
    if (this.#depth >= maxCalls * 2) return undefined;
    this.#depth++;
    const reader = new PowershellReader(text, {
      variable: (name) => this.#variable(name, scope, current),
      group: (inner) => this.#group(inner, scope, current),
    });
    let items: Items = [];
    for (let pipeline = reader.next(); pipeline; pipeline = reader.next()) {
      this.#run.meter.command();
      const made = this.#pipeline(pipeline, scope, current);
      items = made && items && [...items, ...made];
    }
    this.#depth--;
    return items;
  }

  #pipeline(pipeline: Pipeline, scope: Scope, current: Items): Items {
    const [first] = pipeline.elements;
    if (!first) return [];
    const assigned = this.#assignment(pipeline, scope, current);
    if (assigned) return [];
    this.#variablesShown(pipeline, scope);
    let items: Items = [];
    let start = this.#run.invocations.length;
    for (const [index, parts] of pipeline.elements.entries()) {
      items = this.#element(parts, index === 0 ? undefined : { items, from: start }, pipeline.text, scope, current);
      if (index === 0) start = Math.min(start, this.#run.invocations.length);
    }
    return items;
  }

  /** A pipeline that is nothing but variables of the process, which are printed then. */
  #variablesShown({ elements, text }: Pipeline, scope: Scope): void {
    if (elements.length !== 1) return;
    const one = /^\s*(?:(?:write-output|write-host|write|echo)\s+)?["']?\$\{?env:(\w{1,80})\}?["']?\s*$/i.exec(text);
    const call = /^\s*\[(?:System\.)?Environment\]::GetEnvironmentVariable(?:s\(|\(\s*["'](\w{1,80})["'])/i.exec(text);
    const found = one ?? call;
    if (found) this.#emit([plainWord('printenv'), ...(found[1] === undefined ? [] : [plainWord(found[1])])], scope, text);
  }

  /** `$x = …`, `$env:X = …`, `$x += …`. */
  #assignment(pipeline: Pipeline, scope: Scope, current: Items): boolean {
    const match = /^(?:\[\w[\w.]*(?:\[\])*\]\s*)*\$(?:\{([^}]+)\}|((?:[A-Za-z]+:)?\w+))(?:\.\w+|\[[^\]]*\])?\s*([-+*/]?=)(?!=)/.exec(
      pipeline.text,
    );
    if (!match) return false;
    const name = (match[1] ?? match[2]!).toLowerCase();
    const values = this.#group(pipeline.text.slice(match[0].length), scope, current);
    const partial = match[3] !== '=' || /[.\]]\s*=$/.test(match[0]);
    if (name.startsWith('env:')) {
      const variable = name.slice(4).toUpperCase();
      if (partial || values?.length !== 1) scope.setUnknown(variable);
      else scope.set(variable, values[0]!);
    } else this.#variables.set(name.replace(/^(?:global|script|local|private):/, ''), partial ? undefined : values);
    return true;
  }

  #element(
    parts: readonly Part[],
    pipe: { readonly items: Items; readonly from: number } | undefined,
    text: string,
    scope: Scope,
    current: Items,
  ): Items {
    const [first] = parts;
    if (first?.type !== 'word') return this.#expression(parts, text, scope, current);
    const { raw } = first;
    if (raw === '&' || raw === '.') return this.#called(parts.slice(1), pipe, text, scope, current, raw);
    if (first.quoted || /^[$[@\d"'!-]/.test(raw)) return this.#expression(parts, text, scope, current);
    const keyword = raw.toLowerCase();
    // In a pipeline `foreach` is ForEach-Object.
    if (keywords.has(keyword) && !(keyword === 'foreach' && pipe)) return this.#keyword(keyword, parts.slice(1), scope, current);
    return this.#command(first.words[0] ?? plainWord(raw), parts.slice(1), pipe, text, scope, current);
  }

  /** `& 'program' …`, `& { … }`, `. ./x.ps1`. */
  #called(
    parts: readonly Part[],
    pipe: { readonly items: Items; readonly from: number } | undefined,
    text: string,
    scope: Scope,
    current: Items,
    operator: string,
  ): Items {
    const [first] = parts;
    if (first?.type === 'block') {
      this.text(first.text, operator === '&' ? scope.fork() : scope, current);
      return undefined;
    }
    if (first?.type === 'group') {
      const values = this.#group(first.text, scope, current);
      const program = values?.length === 1 ? values[0]! : unknownWord(`(${first.text})`);
      return this.#command(program, parts.slice(1), pipe, text, scope, current);
    }
    return first?.type === 'word'
      ? this.#command(first.words[0] ?? unknownWord(first.raw), parts.slice(1), pipe, text, scope, current)
      : undefined;
  }

  #keyword(keyword: string, parts: readonly Part[], scope: Scope, current: Items): Items {
    if (keyword === 'function' || keyword === 'filter') {
      const [name, ...rest] = parts;
      const body = rest.find((part) => part.type === 'block');
      if (name?.type === 'word' && body?.type === 'block') this.#functions.set(name.raw.toLowerCase(), body.text);
      return [];
    }
    if (keyword === 'foreach') return this.#foreach(parts, scope, current);
    if (keyword === 'return' || keyword === 'throw' || keyword === 'exit') {
      return parts.length > 0 ? this.#element(parts, undefined, '', scope, current) : [];
    }
    if (keyword === 'param' || keyword === 'class' || keyword === 'enum' || keyword === 'using') return [];
    // What holds after a branch is what holds with it and without it.
    const before = new Map(this.#variables);
    for (const part of parts) {
      if (part.type === 'group') this.#group(part.text, scope, current);
      else if (part.type === 'block') {
        const always = keyword === 'try' || keyword === 'begin' || keyword === 'process' || keyword === 'end' || keyword === 'do';
        const otherwise = scope.fork();
        this.text(part.text, scope, current);
        if (!always) scope.join(otherwise);
      }
    }
    for (const [name, value] of this.#variables) if (before.get(name) !== value) this.#variables.set(name, undefined);
    return undefined;
  }

  /** `foreach ($x in …) { … }` */
  #foreach(parts: readonly Part[], scope: Scope, current: Items): Items {
    const head = parts.find((part) => part.type === 'group');
    const body = parts.find((part) => part.type === 'block');
    if (head?.type !== 'group' || body?.type !== 'block') return undefined;
    const match = /^\s*\$(\w+)\s+in\s+/i.exec(head.text);
    if (!match) return undefined;
    const name = match[1]!.toLowerCase();
    const values = this.#group(head.text.slice(match[0].length), scope, current);
    const each = values && values.length <= maxLoopValues ? values.map((value): Items => [value]) : [undefined];
    for (const value of each) {
      this.#variables.set(name, value);
      this.text(body.text, scope, current);
    }
    return undefined;
  }

  /** Values of an expression; the calls in it that delete and write are found by their names. */
  #expression(parts: readonly Part[], text: string, scope: Scope, current: Items): Items {
    const words: Word[] = [];
    let plain = true;
    for (const [index, part] of parts.entries()) {
      if (part.type === 'block') this.text(part.text, scope.fork(), current);
      else if (part.type === 'group') {
        const before = parts[index - 1];
        const values = part.table ? undefined : this.#group(part.text, scope, current);
        if (before?.type === 'word' && part.attached) this.#method(before.raw, before.words, values, text, scope);
        else if (parts[index + 1]?.type === 'word' && /^\.Delete$/i.test((parts[index + 1] as { raw: string }).raw)) {
          this.#emit([plainWord('rm'), plainWord('-r'), ...(values ?? [unknownWord(`(${part.text})`)])], scope, text);
        }
        if (values && !part.attached) words.push(...values);
        else plain = false;
      } else if (part.type === 'word') {
        words.push(...part.words);
        if (!part.quoted && !/^(?:\$|\d)/.test(part.raw)) plain = false;
      } else if (part.type === 'redirect') {
        // `'' > x` and `$null > x` leave nothing in the file.
        const nothing = words.length > 0 && words.every((word) => word.text === '' || word.text.toLowerCase() === '$null');
        if (nothing && !part.append) this.#truncate(part.target, false, scope, text, ':');
        else this.#redirect(part, scope, text);
      }
    }
    return plain ? words : undefined;
  }

  /** `[IO.File]::Delete('x')`, `$item.Delete()`, `[Diagnostics.Process]::Start('x', 'y')`. */
  #method(name: string, owner: readonly Word[], values: Items, text: string, scope: Scope): void {
    const words = values ?? [unknownWord('…')];
    const [, type, method] = /^\[(?:System\.)?([\w.]+)\]::(\w+)$/i.exec(name) ?? [];
    if (type !== undefined && /^IO\.(?:File|Directory)$|FileIO\.FileSystem$/i.test(type)) {
      if (/^Delete/i.test(method!)) this.#emit([plainWord('rm'), plainWord('-r'), ...words.slice(0, 1)], scope, text);
      else if (/^(?:Write|Create)/i.test(method!) && !/Directory$/i.test(type)) this.#truncate(words[0]!, false, scope, text);
      else if (/^Move/i.test(method!)) this.#emit([plainWord('mv'), ...words.slice(0, 2)], scope, text);
      else if (/^Copy/i.test(method!)) this.#emit([plainWord('cp'), ...words.slice(0, 2)], scope, text);
      else if (/^(?:Read|OpenText)/i.test(method!) && !/Directory$/i.test(type))
        this.#emit([plainWord('cat'), ...words.slice(0, 1).map(slashed)], scope, text);
    } else if (type !== undefined && /Process$/i.test(type) && /^Start$/i.test(method!)) this.#native(words, scope, text, noInput);
    // `[scriptblock]::Create('…')` is made to be run.
    else if (type !== undefined && /(?:^|\.)scriptblock$/i.test(type) && /^Create$/i.test(method!) && words[0]?.known)
      this.text(words[0].text, scope, undefined);
    // `(New-Object -ComObject Scripting.FileSystemObject).DeleteFolder('x')`
    else if (/\.Delete(?:Folder|File)$/i.test(name)) this.#emit([plainWord('rm'), plainWord('-r'), ...words.slice(0, 1)], scope, text);
    else if (/.\.Delete$/i.test(name)) {
      const [item] = owner;
      this.#emit(
        [plainWord('rm'), plainWord('-r'), item && !item.text.endsWith('.Delete') ? item : unknownWord(name.replace(/\.Delete$/i, ''))],
        scope,
        text,
      );
    }
  }

  #command(
    name: Word,
    parts: readonly Part[],
    pipe: { readonly items: Items; readonly from: number } | undefined,
    text: string,
    scope: Scope,
    current: Items,
  ): Items {
    const run = this.#run;
    const words: Word[] = [];
    const lists: Word[][] = [];
    const blocks: string[] = [];
    let joins = false;
    for (const part of parts) {
      if (part.type === 'comma') joins = true;
      else if (part.type === 'redirect') this.#redirect(part, scope, text);
      else if (part.type === 'block') {
        blocks.push(part.text);
        lists.push([literalPath(`{${part.text}}`)]);
      } else {
        const values =
          part.type === 'word'
            ? part.words
            : ((part.table ? undefined : this.#group(part.text, scope, current)) ?? [unknownWord(`(${part.text})`)]);
        if (joins && lists.length > 0) lists.at(-1)!.push(...values);
        else lists.push([...values]);
        words.push(...values);
        joins = false;
      }
    }
    const body = this.#functions.get(name.text.toLowerCase());
    if (body !== undefined && this.#depth < maxCalls) {
      this.#variables.set('args', words);
      this.text(body, scope, current);
      return undefined;
    }
    const from = pipe ? run.invocations.slice(pipe.from) : [];
    const input: Input = !pipe
      ? noInput
      : pipe.items
        ? {
            type: 'text',
            text: `${pipe.items.map((word) => run.hidden.encode(word)).join('\n')}\n`,
            known: pipe.items.every((word) => word.known),
          }
        : { type: 'pipe', from };
    const cmdlet: Cmdlet = {
      name: name.text,
      lists,
      blocks,
      piped: pipe ? pipe.items : [],
      isPiped: pipe !== undefined,
      text,
      scope,
      emit: (argv) => this.#emit(argv, scope, text),
      truncate: (target, append) => this.#truncate(target, append, scope, text),
      empty: (target) => this.#truncate(target, false, scope, text, ':'),
      native: (argv) => this.#native(argv, scope, text, input),
      block: (inner, items) => void this.text(inner, scope, items),
      run,
    };
    const result = runCmdlet(cmdlet);
    if (result !== 'native') return result;
    this.#native([name, ...words], scope, text, input);
    return undefined;
  }

  #emit(argv: readonly Word[], scope: Scope, text: string): void {
    this.#run.emit({ argv, scope, variables: undefined, redirects: [], input: noInput, text, capture: false, external: true });
  }

  #native(argv: readonly Word[], scope: Scope, text: string, input: Input): void {
    if (argv[0] && /\.(?:ps1|bat|cmd)$/i.test(argv[0].text) && this.#script(argv[0], scope)) return;
    this.#run.words({ argv, scope, variables: undefined, redirects: [], input, text, capture: false, external: true });
  }

  /** A script, read from the disk. */
  #script(file: Word, scope: Scope): boolean {
    const path = this.#run.resolve(slashed(file), scope);
    const content = path === undefined ? undefined : this.#run.fileText(path);
    if (content?.type !== 'text' || this.#run.depth >= maxDepth) return false;
    const inner = scope.within(file.text);
    inner.script = true;
    inner.shell = /\.ps1$/i.test(file.text) ? 'powershell' : 'cmd';
    this.#run.shellText(content.text, inner, false);
    return true;
  }

  #redirect(part: Extract<Part, { type: 'redirect' }>, scope: Scope, text: string): void {
    if (part.target.text !== '$null') this.#truncate(part.target, part.append, scope, text);
  }

  #truncate(target: Word, append: boolean, scope: Scope, text: string, program = 'out-file'): void {
    const redirect: Redirect = { mode: append ? 'append' : 'truncate', descriptor: 1, target };
    this.#run.emit({
      argv: [plainWord(program)],
      scope,
      variables: undefined,
      redirects: [redirect],
      input: noInput,
      text,
      capture: false,
      external: true,
    });
  }
}

const keywords = new Set(
  'if elseif else while until for foreach switch do try catch finally trap function filter param begin process end class enum using return throw exit break continue'.split(
    ' ',
  ),
);
