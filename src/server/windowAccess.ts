import type { ProveParams, ProveResult } from '../core/protocol.ts';
import { isSignedBy, type WindowKeys } from './keys.ts';
import type { Windows } from './windows.ts';

export interface AccessPorts {
  readonly keys: WindowKeys;
  readonly windows: Windows;
  readonly now: () => number;
  /** About the guard itself, into the journal. */
  readonly note: (text: string) => Promise<void>;
}

/** A person has this long to say yes to another editor. */
const approvalTime = 5 * 60_000;
const maxRefused = 1000;

/** Decides whether a connection is a window: it signs with a known key, is the first ever, or a person in a known window agrees. */
export class WindowAccess {
  readonly #ports: AccessPorts;
  readonly #refused = new Set<string>();
  #asking = false;

  constructor(ports: AccessPorts) {
    this.#ports = ports;
  }

  async admit(params: unknown, nonce: string): Promise<ProveResult> {
    const { keys, now, note } = this.#ports;
    if (!isProveParams(params) || !isSignedBy(params, nonce)) return { accepted: false, reason: 'signature' };
    const product = productName(params.product);
    if (keys.has(params.publicKey)) return { accepted: true };
    if (keys.isEmpty) {
      keys.add(params.publicKey, product, now());
      await note(`${product} is the first window and may answer holds from now on`);
      return { accepted: true };
    }
    const result = await this.#ask(params.publicKey, product);
    if (result.accepted) keys.add(params.publicKey, product, now());
    return result;
  }

  /** One question at a time and one for each key: a program must not bury a person in them until one is answered by mistake. */
  async #ask(publicKey: string, product: string): Promise<ProveResult> {
    const { windows, note } = this.#ports;
    if (this.#refused.has(publicKey)) return { accepted: false, reason: 'refused' };
    const asked = windows.all.at(-1);
    if (!asked || this.#asking) {
      await note(`${product} tried to attach as a window with an unknown key`);
      return { accepted: false, reason: 'unknown key' };
    }
    this.#asking = true;
    try {
      const approved = await withinTime(asked.approveWindow(product), approvalTime);
      await note(`${product} asked to answer holds with an unknown key: ${approved ? 'approved' : 'refused'} in ${asked.product}`);
      if (approved) return { accepted: true };
      if (this.#refused.size < maxRefused) this.#refused.add(publicKey);
      return { accepted: false, reason: 'refused' };
    } finally {
      this.#asking = false;
    }
  }
}

async function withinTime(answer: Promise<boolean>, time: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), time)));
  try {
    return await Promise.race([answer, late]);
  } catch {
    return false; // The window that was asked is gone: nobody agreed.
  } finally {
    clearTimeout(timer);
  }
}

function isProveParams(value: unknown): value is ProveParams {
  if (typeof value !== 'object' || value === null) return false;
  const { publicKey, signature } = value as Readonly<Record<string, unknown>>;
  return typeof publicKey === 'string' && typeof signature === 'string';
}

/** Of an editor: digits and letters only, since it is written down. */
export function versionName(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^\w.+-]/g, '').slice(0, 30) : '';
}

/** Shown to a person and written down; comes from a program that has proved nothing yet. */
export function productName(value: unknown): string {
  const text = typeof value === 'string' ? value.replace(/[^\p{L}\p{N} ._-]/gu, '').trim() : '';
  return text.slice(0, 60) || 'An editor without a name';
}
