import { downloaded, lost, type FileText, type Output, type ShellPorts } from './call.ts';
import type { Hidden } from './hidden.ts';
import type { WrittenText } from './invocation.ts';
import { maxTextLength } from './limits.ts';

type Written =
  | { readonly output: Output; readonly append: boolean; readonly copy?: undefined }
  /** The path it was copied from. */
  | { readonly copy: string };

/** Files whose content is followed. */
const maxFiles = 64;
/** Error codes of a file that is not there, or is no file. What else fails is there and cannot be read. */
const missing = /^(?:ENOENT|ENOTDIR|EISDIR|EINVAL|ENAMETOOLONG|ELOOP|ENXIO)$/;

/** What the files hold that a text writes, and what those hold that it does not. */
export class WrittenFiles {
  readonly #files = new Map<string, Written>();
  #snapshot: ReadonlyMap<string, WrittenText> | undefined;
  /** More files were written than are followed: any other may be one of them. */
  #more = false;

  get empty(): boolean {
    return this.#files.size === 0;
  }

  write(path: string, output: Output, append: boolean): void {
    this.#snapshot = undefined;
    if (this.#isFull(path)) return;
    const before = append ? this.#files.get(path) : undefined;
    if (!before) this.#files.set(path, { output, append });
    else if (before.copy !== undefined || isLost(before.output) || isLost(output)) this.#files.set(path, { output: lost, append: false });
    else {
      const text = before.output.text + output.text;
      this.#files.set(path, { output: { text, known: before.output.known && output.known }, append: before.append });
    }
  }

  copy(from: string, to: string): void {
    this.#snapshot = undefined;
    if (!this.#isFull(to)) this.#files.set(to, { copy: from });
  }

  text(path: string, ports: ShellPorts): FileText {
    let from = path;
    let written = this.#files.get(from);
    for (let i = 0; written?.copy !== undefined && i < 8; i++) {
      from = written.copy;
      written = this.#files.get(from);
    }
    if (written?.copy !== undefined || (!written && this.#more)) return { type: 'written' };
    if (written && !written.append) return textOf(written.output, '');
    const answer = ports.ask({ type: 'text', path: from, limit: maxTextLength });
    if (!answer) return { type: 'unanswered' };
    if (answer.type !== 'text') {
      return written ? textOf(written.output, '') : { type: missing.test(answer.reason) ? 'missing' : 'unreadable' };
    }
    if (written) return textOf(written.output, answer.text);
    const cut = answer.truncated ? answer.text.slice(0, answer.text.lastIndexOf('\n') + 1) : answer.text;
    return { type: 'text', text: cut.slice(0, maxTextLength), truncated: answer.truncated || cut.length > maxTextLength };
  }

  /** What has been written so far; made anew only when something more was. */
  snapshot(hidden: Hidden): ReadonlyMap<string, WrittenText> {
    this.#snapshot ??= new Map([...this.#files].map(([path, file]) => [path, shown(file, hidden)]));
    return this.#snapshot;
  }

  #isFull(path: string): boolean {
    if (this.#files.size < maxFiles || this.#files.has(path)) return false;
    this.#more = true;
    return true;
  }
}

function shown(file: Written, hidden: Hidden): WrittenText {
  if (file.copy !== undefined) return { type: 'copy', path: file.copy };
  return isLost(file.output) ? { type: 'lost' } : { type: 'text', text: hidden.reveal(file.output.text), append: file.append };
}

function textOf(output: Output, before: string): FileText {
  if (output === downloaded) return { type: 'downloaded' };
  return output === lost ? { type: 'written' } : { type: 'text', text: before + output.text, truncated: false };
}

function isLost(output: Output): boolean {
  return output === lost || output === downloaded;
}
