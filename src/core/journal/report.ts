import type { PlacedRecord } from './otlp.ts';
import type { JournalRecord } from './record.ts';

/** The journal as a document for people: what happened, in order, with who decided and why. Texts are redacted already. */
export class MarkdownReport {
  readonly #counts = new Map<string, number>();
  readonly #lines: string[] = [];
  readonly #agents = new Set<string>();
  #records = 0;
  #harmless = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = 0;

  /** In the order of their times. */
  add({ file, n, record }: PlacedRecord): void {
    this.#records++;
    this.#from = Math.min(this.#from, record.time);
    this.#to = Math.max(this.#to, record.time);
    if (record.agent !== undefined) this.#agents.add(record.agent);
    if (record.outcome !== undefined) this.#counts.set(record.outcome, (this.#counts.get(record.outcome) ?? 0) + 1);
    const plain = record.type === 'after' || (record.verdict === 'allow' && (record.operations ?? []).length === 0);
    if (plain) this.#harmless++;
    else this.#lines.push(section(record, `${file}#${n}`));
  }

  text(): string {
    const head = ['# Tenth Second: journal', ''];
    if (this.#records === 0) return `${[...head, 'No records.'].join('\n')}\n`;
    const counts = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([outcome, count]) => `| ${outcome} | ${count} |`);
    return `${[
      ...head,
      `${this.#records} records from ${isoTime(this.#from)} to ${isoTime(this.#to)} (UTC), agents: ${[...this.#agents].sort().join(', ') || 'none'}.`,
      `${this.#harmless} harmless ones are counted and not listed.`,
      '',
      '| outcome | records |',
      '| --- | --- |',
      ...counts,
      '',
      ...this.#lines,
    ].join('\n')}\n`;
  }
}

function section(record: JournalRecord, place: string): string {
  const title = record.operations?.[0]?.title ?? record.text ?? record.type;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Outcome', [record.verdict, record.outcome].filter((word) => word !== undefined).join(', ')],
    [
      'Agent',
      [record.agent, record.model, record.session === undefined ? undefined : `session ${record.session}`].filter(Boolean).join(', '),
    ],
    ['Directory', record.cwd],
    ['Decided by', record.by],
    ['Person', [record.person?.user, record.person?.git].filter(Boolean).join(', ')],
    ['Typed', record.typed],
    ['Took', record.took === undefined ? undefined : `${(record.took / 1000).toFixed(1)} s`],
    ['Why', record.operations?.[0] === undefined ? undefined : record.text],
    ['Snapshot', record.snapshot ?? (record.noSnapshot === undefined ? undefined : `none: ${record.noSnapshot}`)],
    ['Record', place],
  ];
  return [
    `## ${isoTime(record.time)} ${inline(title)}`,
    '',
    ...facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`- ${name}: ${inline(value)}`])),
    ...(record.operations ?? []).flatMap((operation) => [
      `- ${inline(operation.effect)}: ${inline(operation.resource)} (${operation.kind}, ${operation.environment}), rule \`${operation.rule}\``,
      ...operation.evidence.map((evidence) => `  - ${inline(evidence)}`),
    ]),
    ...(record.action === undefined ? [] : ['', fenced(record.action)]),
    '',
  ].join('\n');
}

function isoTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** Text of an agent must not become markup of ours. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|!]/g, (character) => `\\${character}`);
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${text}\n${fence}`;
}
