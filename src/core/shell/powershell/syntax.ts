/** What a PowerShell text says, as far as its commands can be judged by it. */
export type Expression =
  | { readonly type: 'text'; readonly value: string }
  /** An expandable string or a bare word: its parts side by side. */
  | { readonly type: 'join'; readonly parts: readonly Expression[] }
  /** Lower-case name, `env:path` with its drive. */
  | { readonly type: 'variable'; readonly name: string; readonly source: string }
  | { readonly type: 'splat'; readonly name: string }
  | { readonly type: 'list'; readonly items: readonly Expression[]; readonly tight: boolean }
  | { readonly type: 'hash'; readonly entries: readonly (readonly [Expression, readonly Statement[]])[] }
  /** `( … )`, `$( … )`, `@( … )`. */
  | { readonly type: 'statements'; readonly body: readonly Statement[]; readonly source: string }
  | Block
  | { readonly type: 'typeName'; readonly name: string }
  | {
      readonly type: 'member';
      readonly of: Expression;
      readonly name: Expression;
      readonly args: readonly Expression[] | undefined;
      readonly isStatic: boolean;
      readonly source: string;
    }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression; readonly source: string }
  | { readonly type: 'unary'; readonly operator: string; readonly of: Expression; readonly source: string };

export interface Block {
  readonly type: 'block';
  readonly body: readonly Statement[];
  readonly parameters: readonly Parameter[];
  /** Without its braces. */
  readonly source: string;
}

export interface Parameter {
  readonly name: string;
  readonly initial: Expression | undefined;
}

export interface Argument {
  /** `-Name` as written, when it is a parameter; `value` is what stands behind its colon. */
  readonly parameter?: string;
  readonly value?: Expression;
}

export interface Redirection {
  readonly append: boolean;
  /** Digit or `*`; undefined for output. */
  readonly stream: string | undefined;
  readonly target: Expression;
}

export interface Command {
  readonly type: 'command';
  readonly name: Expression;
  /** Called by `&` or `.`: the name is a value. */
  readonly called: boolean;
  readonly arguments: readonly Argument[];
  readonly redirections: readonly Redirection[];
  readonly source: string;
}

export type Element =
  | Command
  | {
      readonly type: 'expression';
      readonly value: Expression;
      readonly redirections: readonly Redirection[];
      readonly source: string;
    };

export type Statement =
  | { readonly type: 'pipeline'; readonly elements: readonly Element[] }
  | { readonly type: 'assign'; readonly target: Expression; readonly operator: string; readonly value: Statement; readonly source: string }
  /** Bodies of which any may run, or none. */
  | { readonly type: 'branch'; readonly tests: readonly Statement[]; readonly bodies: readonly (readonly Statement[])[] }
  | { readonly type: 'sequence'; readonly body: readonly Statement[] }
  | { readonly type: 'each'; readonly variable: string; readonly list: Statement; readonly body: readonly Statement[] }
  | { readonly type: 'loop'; readonly first: readonly Statement[]; readonly body: readonly Statement[] }
  | { readonly type: 'function'; readonly name: string; readonly block: Block };

/** A text as far as it could be read. */
export interface Script {
  readonly body: readonly Statement[];
  readonly parameters: readonly Parameter[];
  /** Why the rest could not be read, and where that begins. */
  readonly error?: { readonly reason: string; readonly at: number };
}
