import type { ServerCall, ServerStatus } from '../core/protocol.ts';
import { assertNever } from '../core/types.ts';
import { isNewer } from '../core/version.ts';

export interface CallPorts {
  readonly version: string;
  status(): ServerStatus;
  /** Hands over to a newer version; resolves when port and lock are free. */
  retire(by: string): Promise<void>;
  /** Returns once nothing more is read or written behind the caller's back; the answer still leaves. */
  stop(): void;
}

/** What a call that is not a hook is answered. They can end the server, which refuses what waits; none of them can let anything run. */
export async function answerServerCall(text: string, ports: CallPorts): Promise<unknown> {
  const call = callFrom(text);
  if (!call) return { accepted: false, reason: 'unknown call' };
  switch (call.type) {
    case 'status':
      return ports.status();
    case 'retire':
      if (!isNewer(call.version, ports.version)) return { accepted: false, reason: 'not newer' };
      await ports.retire(call.version);
      return { accepted: true };
    case 'stop':
      ports.stop();
      return { accepted: true };
    default:
      return assertNever(call);
  }
}

function callFrom(text: string): ServerCall | undefined {
  let value: { readonly type?: unknown; readonly version?: unknown } | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  if (value?.type === 'status' || value?.type === 'stop') return { type: value.type };
  if (value?.type === 'retire' && typeof value.version === 'string') return { type: 'retire', version: value.version };
  return undefined;
}
