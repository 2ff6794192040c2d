import { callerChain, processEntries, type ProcessEntry } from '../platform/processes.ts';

const checkTime = 1000;

/** One hold's callers: from the launcher's parent up to the first program that is no shell, which is the agent. */
interface Watched {
  readonly chain: readonly ProcessEntry[];
  readonly onGone: () => void;
}

/**
 * Sees an agent die while its hook still waits: SIGKILL leaves the launcher orphaned, with its socket open, and the question would
 * be about an action that can no longer happen. One look at the processes each second for all holds together, and none without.
 */
export class AgentWatch {
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;
  #checking = false;

  /** The result ends the watch. `onGone` is called at most once. */
  watch(parent: number, onGone: () => void): () => void {
    let entry: Watched | undefined;
    let ended = parent <= 1;
    if (!ended)
      void callerChain(parent).then(
        (chain) => {
          if (ended) return;
          if (chain.length === 0) return onGone();
          entry = { chain, onGone };
          this.#watched.add(entry);
          this.#timer ??= setInterval(() => void this.#check(), checkTime);
        },
        () => {}, // Not to be found out here: the closed socket and the deadline remain.
      );
    return () => {
      ended = true;
      if (entry) this.#watched.delete(entry);
      if (this.#watched.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  async #check(): Promise<void> {
    if (this.#checking) return;
    this.#checking = true;
    try {
      const pids = new Set([...this.#watched].flatMap(({ chain }) => chain.map(({ pid }) => pid)));
      const now = await processEntries([...pids]);
      for (const watched of this.#watched) {
        if (watched.chain.every((then) => isSame(then, now.get(then.pid)))) continue;
        this.#watched.delete(watched);
        watched.onGone();
      }
    } catch {
      // No answer from the system: nobody is called dead for that.
    } finally {
      this.#checking = false;
    }
  }
}

function isSame(then: ProcessEntry, now: ProcessEntry | undefined): boolean {
  if (!now) return false;
  // An unknown start or parent (0) says nothing.
  if (then.start !== '' && now.start !== '' && then.start !== now.start) return false;
  return then.parent === 0 || now.parent === 0 || then.parent === now.parent;
}
