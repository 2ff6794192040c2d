import { evidenceText, type JournalRecord } from '../../core/journal/record.ts';

const indent = ' '.repeat(9);

/** Prints the rehearsal on stdout, at the incident's own pace when somebody is watching. */
export class Timeline {
  readonly #paced: boolean;
  readonly #colour: boolean;
  #started = 0;

  constructor(paced: boolean) {
    this.#paced = paced;
    this.#colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  }

  heading(text: string): void {
    this.#print(`\n${this.#style('1', text)}`);
  }

  note(text: string): void {
    this.#print(text);
  }

  state(when: 'before' | 'after', text: string): void {
    this.#print(`${when === 'before' ? '' : '\n'}${when === 'before' ? 'Before: ' : 'After:  '}${text}${when === 'before' ? '\n' : ''}`);
  }

  /** The clock of the nine seconds begins. */
  start(): void {
    this.#started = Date.now();
  }

  /** Waits for a second of the incident. */
  async at(second: number): Promise<void> {
    this.#second = second;
    const pause = this.#paced ? this.#started + second * 1000 - Date.now() : 0;
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
  }

  #second = 0;

  agent(text: string, command: string | undefined): void {
    this.#print(`${this.#second.toFixed(1).padStart(5)} s  ${text}`);
    if (command !== undefined) this.#print(`${indent}${this.#style('2', command)}`);
  }

  passed(milliseconds: number): void {
    this.#print(`${indent}${this.#style('32', `passed, ${milliseconds} ms`)}`);
  }

  guard(text: string): void {
    this.#print(`${indent}${this.#style('31', text)}`);
  }

  answer(text: string): void {
    this.#print(`${indent}${this.#style('31', `Railway: ${text.trim()}`)}`);
  }

  why(texts: readonly string[]): void {
    this.#print(`\nHeld because:\n${block(texts.join('\n'))}`);
  }

  told(reason: string): void {
    this.#print(`\nThe agent was told:\n${block(reason)}`);
  }

  journal(record: JournalRecord | undefined, count: number): void {
    if (record === undefined) return this.#print(`\nJournal: ${count} records, no hold among them`);
    const operations = (record.operations ?? []).map((each) =>
      [
        `${each.title} (${each.environment}), rule ${each.rule}: ${each.verdict}`,
        ...each.evidence.map((evidence) => `  ${evidenceText(evidence)}`),
      ].join('\n'),
    );
    this.#print(`\nJournal: ${record.outcome ?? ''}, ${new Date(record.time).toISOString()}, session ${record.session ?? ''}`);
    this.#print(block(operations.join('\n')));
  }

  /** The document that one would share after something went wrong. */
  report(text: string): void {
    this.#print(`\nThe incident report:\n\n${text.trimEnd()}`);
  }

  /** Prints the last line and gives the exit code back. */
  end(code: number, text: string): number {
    this.#print(`\n${this.#style(code === 0 ? '32' : '31', text)}`);
    return code;
  }

  #style(code: string, text: string): string {
    return this.#colour ? `\x1b[${code}m${text}\x1b[0m` : text;
  }

  #print(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}

function block(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
