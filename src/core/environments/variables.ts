import { isPlaceholder } from '../credentials/names.ts';
import type { Environment, Link } from '../types.ts';
import { everywhere, type DecidingVariable, type Recognised, type Recogniser } from './recogniser.ts';
import { environmentFromName } from './tokens.ts';

/** What a variable says. */
export interface VariableSays {
  readonly tool: string;
  readonly kind: string;
  /** Undefined when the value names something without saying its environment. */
  readonly environment: Environment | undefined;
  /** What may be shown: the value, or the mode of a secret. */
  readonly shown: string;
  readonly secret: boolean;
  readonly holdsAll: boolean;
}

/** The deciding variables of all tools. */
export class VariableTable {
  readonly #exact = new Map<string, { readonly tool: string; readonly variable: DecidingVariable }>();
  readonly #patterns: { readonly tool: string; readonly name: RegExp; readonly variable: DecidingVariable }[] = [];

  constructor(recognisers: readonly Recogniser[]) {
    for (const { tool, variables } of recognisers)
      for (const variable of variables ?? [])
        if (typeof variable.name === 'string') this.#exact.set(variable.name, { tool, variable });
        else this.#patterns.push({ tool, name: variable.name, variable });
  }

  /** Undefined when it decides nothing. */
  read(name: string, value: string): VariableSays | undefined {
    const found = this.#exact.get(name) ?? this.#patterns.find((one) => one.name.test(name));
    if (!found || value === '' || value.includes('$')) return undefined;
    const { tool, variable } = found;
    const own = variable.environmentOf?.(value);
    if (variable.secret) {
      if (own === undefined || isPlaceholder(value)) return undefined;
      const mode = own === 'production' ? 'a live key' : `a key of ${own}`;
      return { tool, kind: variable.kind, environment: own, shown: `${mode} of ${tool}`, secret: true, holdsAll: false };
    }
    if (variable.environmentOf && own === undefined) return undefined;
    return {
      tool,
      kind: variable.kind,
      environment: own === 'unknown' ? undefined : (own ?? environmentFromName(value)),
      shown: value.slice(0, 200),
      secret: false,
      holdsAll: variable.holdsAll === true,
    };
  }

  /** The tool that a variable belongs to. */
  toolOf(name: string): string | undefined {
    return this.#exact.get(name)?.tool;
  }

  /** What the variables of a process say. */
  recognise(variables: Readonly<Record<string, string>>): Recognised {
    const links: Link[] = [];
    for (const [name, value] of Object.entries(variables)) {
      const said = this.read(name, value);
      if (!said || said.secret) continue;
      const environment = said.environment ?? 'unknown';
      links.push({
        tool: said.tool,
        resource: said.shown,
        kind: said.kind,
        environment,
        scope: everywhere,
        remote: environment !== 'local',
        evidence: { text: `${name} in the agent’s environment says ${said.shown}` },
        variable: name,
      });
    }
    return { links, identifiers: [] };
  }
}
