import type { Environment } from '../types.ts';

/** Environments that a person can pin agents to, or mark a resource as. */
export const markable = ['production', 'staging', 'development'] as const;
export type Markable = (typeof markable)[number];

/** A person's word on what a linked resource is. It beats what files and names say. */
export interface Mark {
  /** As in `Link.tool`. */
  readonly tool: string;
  /** As in `Link.resource`. */
  readonly resource: string;
  readonly environment: Markable;
}

/**
 * What a person has laid down for a workspace, in a window that has proved itself: kept in the state folder, out of reach of any
 * settings file, and in force with the window closed.
 */
export interface Orders {
  /** ms since 1970. Since then agents may only read. */
  readonly frozenAt?: number;
  /** The one environment that agents may touch. */
  readonly pin?: Markable;
  readonly marks: readonly Mark[];
}

export const noOrders: Orders = { marks: [] };

/** One change to the orders of a window's folders. */
export type OrderChange =
  | { readonly type: 'freeze' }
  | { readonly type: 'unfreeze' }
  /** Without an environment the pin is taken away. */
  | { readonly type: 'pin'; readonly environment?: Markable }
  /** Without an environment the mark is taken away. */
  | { readonly type: 'mark'; readonly tool: string; readonly resource: string; readonly environment?: Markable };

const maxMarks = 500;
const maxNameLength = 500;

export function isMarkable(value: unknown): value is Markable {
  return (markable as readonly unknown[]).includes(value);
}

/** The orders after a change. */
export function changeOrders(orders: Orders, change: OrderChange, now: number): Orders {
  switch (change.type) {
    case 'freeze':
      return { ...orders, frozenAt: orders.frozenAt ?? now };
    case 'unfreeze': {
      const { frozenAt: _, ...rest } = orders;
      return rest;
    }
    case 'pin': {
      const { pin: _, ...rest } = orders;
      return change.environment === undefined ? rest : { ...rest, pin: change.environment };
    }
    case 'mark': {
      const { tool, resource, environment } = change;
      const others = orders.marks.filter((mark) => mark.tool !== tool || mark.resource !== resource);
      return { ...orders, marks: environment === undefined ? others : [...others, { tool, resource, environment }].slice(-maxMarks) };
    }
  }
}

/** A change as it came over a connection; undefined when it is none. */
export function orderChangeFrom(value: unknown): OrderChange | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, environment, tool, resource } = value as Readonly<Record<string, unknown>>;
  if (environment !== undefined && !isMarkable(environment)) return undefined;
  const where = environment === undefined ? {} : { environment };
  if (type === 'freeze' || type === 'unfreeze') return { type };
  if (type === 'pin') return { type, ...where };
  return type === 'mark' && isName(tool) && isName(resource) ? { type, tool, resource, ...where } : undefined;
}

/** Orders as they were stored; undefined when they cannot be understood, which the caller must take for a freeze. */
export function ordersFrom(value: unknown): Orders | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { frozenAt, pin, marks } = value as Readonly<Record<string, unknown>>;
  if (frozenAt !== undefined && typeof frozenAt !== 'number') return undefined;
  if (pin !== undefined && !isMarkable(pin)) return undefined;
  if (!Array.isArray(marks) || marks.length > maxMarks || !marks.every(isMark)) return undefined;
  return { marks, ...(frozenAt === undefined ? {} : { frozenAt }), ...(pin === undefined ? {} : { pin }) };
}

function isMark(value: unknown): value is Mark {
  if (typeof value !== 'object' || value === null) return false;
  const { tool, resource, environment } = value as Readonly<Record<string, unknown>>;
  return isName(tool) && isName(resource) && isMarkable(environment);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxNameLength;
}

/** Orders of folders inside each other, the deepest first: any freeze counts, and the nearest pin and mark. */
export function joinOrders(orders: readonly Orders[]): Orders {
  const frozen = orders.flatMap(({ frozenAt }) => (frozenAt === undefined ? [] : [frozenAt]));
  const pin = orders.find((one) => one.pin !== undefined)?.pin;
  return {
    marks: orders.flatMap(({ marks }) => marks),
    ...(frozen.length === 0 ? {} : { frozenAt: Math.min(...frozen) }),
    ...(pin === undefined ? {} : { pin }),
  };
}

/** True when an operation goes elsewhere than agents may. This machine is never elsewhere. */
export function leavesPin(pin: Markable | undefined, environment: Environment, remote: boolean): boolean {
  if (pin === undefined || environment === pin || environment === 'local') return false;
  return environment !== 'unknown' || remote;
}
