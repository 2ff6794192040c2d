import type { Socket } from 'node:net';

/** A language-server stream past the handshake, and who is at its other end. */
export interface Reached {
  readonly socket: Socket;
  readonly pid: number;
  readonly version: string;
}

/** How the extension reaches the server; an interface, so that attaching can be tested without one. */
export interface ServerRoad {
  /**
   * A stream to the running server, unless that is the process `except`. Starts a server where there is none, and asks an older
   * one to hand over first.
   */
  reach(except: number | undefined): Promise<Reached>;
  /** Ends the running server, if any, and forgets whose answers count: the next window to attach is asked for its key anew. */
  forgetKeys(): Promise<void>;
}
