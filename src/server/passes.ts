import type { Action, Call } from '../core/types.ts';
import type { Clock } from './clock.ts';

/** Registrations of one action ask within moments of each other, once the first was answered. */
const passTime = 60_000;
const maxPasses = 200;

interface Pass {
  readonly call: Call;
  readonly registrations: Set<string>;
  readonly whole: boolean;
  readonly until: number;
}

/**
 * True when two registrations of one agent (a settings file and a plugin, a general event and a special one) report the same action.
 * Two calls of the same registration are two actions, however alike they are; `registrations` are those that have reported it.
 */
export function reportsSame(known: Call, registrations: ReadonlySet<string>, call: Call, registration: string): boolean {
  if (known.agent !== call.agent || known.session !== call.session || (known.subagent ?? '') !== (call.subagent ?? '')) return false;
  if (actionKey(known.action) !== actionKey(call.action)) return false;
  // A plugin may name the directory otherwise than a file: the same id is the same call.
  if (known.callId !== undefined && known.callId === call.callId) return true;
  if (known.cwd !== call.cwd && known.via === call.via) return false;
  // Different ids are different calls, unless another event is asked, which may number them anew.
  if (known.callId !== undefined && call.callId !== undefined && known.via === call.via) return false;
  return !registrations.has(registration);
}

/** The special event may name the server of a tool otherwise than the general one, and another directory. */
function actionKey(action: Action): string {
  return JSON.stringify(action.type === 'mcp' ? { ...action, server: '' } : action);
}

/** Actions that a person has just let through: their other registrations pass without a second question, each once. */
export class Passes {
  readonly #clock: Clock;
  #passes: Pass[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(call: Call, registrations: ReadonlySet<string>, whole: boolean): void {
    this.#passes.push({ call, registrations: new Set(registrations), whole, until: this.#clock.now() + passTime });
    if (this.#passes.length > maxPasses) this.#passes.shift();
  }

  take(call: Call, registration: string): { readonly whole: boolean } | undefined {
    const now = this.#clock.now();
    this.#passes = this.#passes.filter(({ until }) => until > now);
    const pass = this.#passes.find(
      (each) => !each.registrations.has(registration) && reportsSame(each.call, each.registrations, call, registration),
    );
    pass?.registrations.add(registration);
    return pass;
  }
}
