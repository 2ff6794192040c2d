import type { TimelineReplies, TimelineRequest } from '../../core/journal/timeline.ts';
import type { FromPage, ToPage } from '../../core/journal/timelinePage.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
};

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** The page's end of the line to the extension, which hands on to the guard. */
export class GuardLine {
  readonly #editor = acquireVsCodeApi();
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(heard: (message: Exclude<ToPage, { readonly type: 'answer' | 'failed' }>) => void) {
    window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
      if (data.type !== 'answer' && data.type !== 'failed') return heard(data);
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.type === 'answer') waiting?.resolve(data.result as never);
      else waiting?.reject(new Error(data.reason));
    });
  }

  ask<R extends TimelineRequest>(request: R): Promise<TimelineReplies[R['type']]> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#editor.postMessage({ type: 'ask', id, request });
    });
  }

  /** What was asked before the line broke is not answered any more. */
  forget(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('asked again'));
    this.#waiting.clear();
  }

  tell(message: Exclude<FromPage, { readonly type: 'ask' }>): void {
    this.#editor.postMessage(message);
  }

  get state(): unknown {
    return this.#editor.getState();
  }

  keep(state: unknown): void {
    this.#editor.setState(state);
  }
}
