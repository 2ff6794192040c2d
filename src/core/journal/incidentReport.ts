import { displayPath } from '../paths.ts';
import type { Effect } from '../types.ts';
import { fencedText, inlineText, isoTime, markdownTable } from './markdown.ts';
import type { PlacedRecord } from './otlp.ts';
import { evidenceText, type JournalRecord, type Outcome, type RecordedOperation } from './record.ts';

export interface ReportOptions {
  /** Of the guard that writes the report. */
  readonly version: string;
  /** The span that was asked for, where one was. */
  readonly since?: number;
  readonly until?: number;
}

/** A record with its hash, so that the report says which record of which chain it speaks of. */
export interface ReportedRecord extends PlacedRecord {
  readonly hash?: string;
}

/** Most actions that are told one by one; more are counted. */
const maxTold = 500;
const maxListed = 2000;
const maxCommand = 2000;

const harmless: ReadonlySet<Effect> = new Set(['read', 'change']);

/** One action of an agent with all that became of it. */
interface Told {
  readonly number: number;
  readonly first: ReportedRecord;
  readonly records: ReportedRecord[];
}

interface Line {
  readonly time: number;
  readonly who: string;
  readonly what: string;
  readonly outcome: () => string;
}

/**
 * What happened in a span of time, for somebody who was not there: facts in order, with evidence, who decided, which credentials were
 * touched, and what was undone. From the journal alone; texts are redacted there, and values of credentials never were in it.
 */
export class IncidentReport {
  readonly #options: ReportOptions;
  readonly #told = new Map<string, Told>();
  readonly #lines: Line[] = [];
  readonly #notes: ReportedRecord[] = [];
  readonly #chains = new Map<string, { first: ReportedRecord; last: ReportedRecord; records: number }>();
  readonly #agents = new Map<string, Set<string>>();
  readonly #folders = new Set<string>();
  readonly #versions = new Set<string>();
  #records = 0;
  #actions = 0;
  #untold = 0;
  #unlisted = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  /** In the order of their times. */
  add(entry: ReportedRecord): void {
    const { file, record } = entry;
    this.#records++;
    this.#from = Math.min(this.#from, record.time);
    this.#to = Math.max(this.#to, record.time);
    const chain = this.#chains.get(file);
    if (chain) {
      chain.records++;
      if (entry.n < chain.first.n) chain.first = entry;
      if (entry.n > chain.last.n) chain.last = entry;
    } else this.#chains.set(file, { first: entry, last: entry, records: 1 });
    if (record.workspace !== '') this.#folders.add(record.workspace);
    if (record.version !== undefined) this.#versions.add(record.version);
    if (record.type === 'note') this.#notes.push(entry);
    else if (record.type === 'after') this.#after(entry);
    else this.#action(entry);
  }

  text(): string {
    const title = '# Incident report';
    if (this.#records === 0) return `${title}\n\nThe journal holds no records of this time.\n`;
    const told = [...this.#told.values()];
    return `${[
      title,
      this.#head(told),
      '## In short',
      this.#short(told),
      '## What happened, in order',
      this.#order(),
      ...(told.length === 0 ? [] : ['## What was held, refused or lost', ...told.map((each) => this.#section(each))]),
      '## Credentials that were touched',
      credentials(told),
      '## Who decided',
      deciders(told),
      '## What was undone',
      this.#undone(told),
      ...(this.#guardNotes.length === 0 ? [] : ['## About the guard itself', this.#guardNotes.join('\n')]),
      '## Where this comes from',
      this.#sources(),
    ].join('\n\n')}\n`;
  }

  #action(entry: ReportedRecord): void {
    const { record } = entry;
    const { id, agent, session, model } = record;
    const known = id === undefined ? undefined : this.#told.get(id);
    if (known) {
      known.records.push(entry);
      return;
    }
    this.#actions++;
    if (agent !== undefined) {
      const sessions = this.#agents.get(agent) ?? new Set<string>();
      this.#agents.set(agent, sessions.add([`session ${session ?? '?'}`, ...(model === undefined ? [] : [model])].join(', ')));
    }
    if (isPlain(record)) {
      this.#list({ time: record.time, who: agent ?? '', what: inlineText(shown(record)), outcome: () => 'passed' });
      return;
    }
    if (this.#told.size >= maxTold) {
      this.#untold++;
      return;
    }
    const told: Told = { number: this.#told.size + 1, first: entry, records: [entry] };
    this.#told.set(id ?? `${entry.file}#${entry.n}`, told);
    const what = `**${inlineText(titleOf(record))}**${environmentOf(record)} ([${told.number}](#${told.number}))`;
    this.#list({ time: record.time, who: agent ?? '', what, outcome: () => endOf(told) });
  }

  /** What the agent reports of a call that ran belongs to the action of the same call. */
  #after(entry: ReportedRecord): void {
    const { callId, session } = entry.record;
    if (callId === undefined) return;
    for (const told of this.#told.values())
      if (told.first.record.callId === callId && told.first.record.session === session) told.records.push(entry);
  }

  #list(line: Line): void {
    if (this.#lines.length < maxListed) this.#lines.push(line);
    else this.#unlisted++;
  }

  #head(told: readonly Told[]): string {
    const { since, until } = this.#options;
    const agents = [...this.#agents].map(([agent, sessions]) => `${agent} (${list([...sessions], 5)})`);
    const production = unique(
      told.flatMap(({ first }) =>
        (first.record.operations ?? [])
          .filter(({ environment }) => environment === 'production')
          .map(({ kind, resource }) => `${kind} ${resource}`),
      ),
    );
    const asked =
      since === undefined && until === undefined
        ? []
        : [
            [
              'Asked for',
              `${since === undefined ? 'the beginning' : isoTime(since)} to ${until === undefined ? 'the end' : isoTime(until)} (UTC)`,
            ],
          ];
    const rows: readonly (readonly string[])[] = [
      ['Time', `${isoTime(this.#from)} to ${isoTime(this.#to)} (UTC)`],
      ...asked,
      ['Folders', inlineText(list([...this.#folders], 10)) || 'none'],
      ['Agents', inlineText(agents.join('; ')) || 'none'],
      ['Actions', `${this.#actions}; held, refused or able to lose something: ${told.length + this.#untold}`],
      ['In production', production.length === 0 ? 'nothing' : inlineText(list(production, 10))],
      ['Guard', `Tenth Second ${list([...this.#versions], 5) || this.#options.version}`],
    ];
    return markdownTable(['', ''], rows);
  }

  #short(told: readonly Told[]): string {
    if (told.length === 0) return 'Nothing was held, refused or lost.';
    const lines = told
      .slice(0, 20)
      .map(
        (each) =>
          `- ${this.#clock(each.first.record.time)} ${inlineText(titleOf(each.first.record))}${environmentOf(each.first.record)}: ${endOf(each)}.`,
      );
    const more = told.length + this.#untold - lines.length;
    return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
  }

  #order(): string {
    const start = this.#from;
    const rows = [...this.#lines]
      .sort((a, b) => a.time - b.time)
      .map(({ time, who, what, outcome }) => [this.#clock(time), sinceStart(time - start), who, what, outcome()]);
    return [
      markdownTable(['time', 'after', 'agent', 'what', 'outcome'], rows),
      ...(this.#unlisted + this.#untold > 0
        ? ['', `${this.#unlisted + this.#untold} more actions are in the journal and not listed here.`]
        : []),
    ].join('\n');
  }

  /** With the day where it is not the same for all. */
  #clock(time: number): string {
    const sameDay = isoTime(this.#from).slice(0, 10) === isoTime(this.#to).slice(0, 10);
    return sameDay ? isoTime(time).slice(11) : isoTime(time);
  }

  #section(told: Told): string {
    const { first, records, number } = told;
    const { record } = first;
    const answered = records.findLast((each) => each.record.person !== undefined)?.record;
    const why = records.findLast((each) => each.record.type === 'answer' && each.record.text !== undefined)?.record.text ?? record.text;
    const undo = records.find((each) => each.record.snapshot !== undefined || each.record.noSnapshot !== undefined)?.record;
    const ran = records.findLast((each) => each.record.type === 'after')?.record.outcome;
    const facts: readonly (readonly [string, string | undefined])[] = [
      ['When', `${isoTime(record.time)} (UTC), ${sinceStart(record.time - this.#from)} after the first record`],
      [
        'Agent',
        [record.agent, record.model, record.session === undefined ? undefined : `session ${record.session}`, record.subagent]
          .filter(Boolean)
          .join(', '),
      ],
      ['Directory', record.cwd],
      ['Verdict', record.verdict],
      ['Outcome', endOf(told, true)],
      ['Decided by', answered ? personOf(answered) : (records.at(-1)?.record.by ?? record.by)],
      ['Asked in', answered?.window],
      ['Typed', answered?.typed],
      ['Second factor', answered?.factor],
      ['Took', answered?.took === undefined ? undefined : `${(answered.took / 1000).toFixed(1)} s`],
      ['The agent was told', why],
      ['It then', ran],
      ['Backup before it', records.find((each) => each.record.backup !== undefined)?.record.backup],
      ['Snapshot', undo === undefined ? undefined : (undo.snapshot ?? `none: ${undo.noSnapshot ?? ''}`)],
      ['Undone', this.#undoOf(undo?.snapshot)],
      ['Records', records.map(({ file, n }) => `${file}#${n}`).join(', ')],
    ];
    const folder = record.cwd;
    return [
      `### <a id="${number}"></a>${number}. ${inlineText(titleOf(record))}${environmentOf(record)}`,
      ...(record.action === undefined ? [] : [fencedText(record.action.slice(0, maxCommand))]),
      facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`- ${name}: ${inlineText(value)}`])).join('\n'),
      ...(record.operations ?? []).map((operation) => operationText(operation, folder)),
    ].join('\n\n');
  }

  #undoOf(snapshot: string | undefined): string | undefined {
    const note = snapshot === undefined ? undefined : this.#notes.find(({ record }) => record.undoes === snapshot);
    return note && `${isoTime(note.record.time)} (UTC)`;
  }

  #undone(told: readonly Told[]): string {
    const undone = this.#notes.filter(({ record }) => record.undoes !== undefined);
    const lines = undone.map(({ record, file, n }) => `- ${isoTime(record.time)} ${inlineText(record.text ?? '')} (${file}#${n})`);
    const open = told.filter(({ records }) => {
      const snapshot = records.find(({ record }) => record.snapshot !== undefined)?.record.snapshot;
      return snapshot !== undefined && !undone.some(({ record }) => record.undoes === snapshot);
    });
    if (open.length > 0)
      lines.push(`- Not undone, though there is a snapshot: ${open.map(({ number }) => `[${number}](#${number})`).join(', ')}`);
    return lines.length === 0 ? 'Nothing.' : lines.join('\n');
  }

  get #guardNotes(): readonly string[] {
    return this.#notes
      .filter(({ record }) => record.undoes === undefined)
      .slice(0, 100)
      .map(({ record }) => `- ${isoTime(record.time)} ${inlineText(record.text ?? '')}`);
  }

  #sources(): string {
    const rows = [...this.#chains].map(([file, { first, last, records }]) => [
      `\`${file}\``,
      `${first.n} to ${last.n}`,
      String(records),
      last.hash === undefined ? '' : `\`${last.hash}\``,
    ]);
    return [
      markdownTable(['journal file', 'records', 'in this report', 'hash of the last'], rows),
      '',
      'Each record of the journal contains the hash of the one before it: `tenth-second journal verify` finds what was edited, removed,',
      'inserted or moved. Secrets were taken out of the texts before they were written. Commands and names are as the agent gave them.',
    ].join('\n');
  }
}

function isPlain(record: JournalRecord): boolean {
  return (
    record.type === 'action' &&
    (record.outcome === undefined || record.outcome === 'allowed') &&
    (record.verdict === undefined || record.verdict === 'allow') &&
    (record.operations ?? []).every(({ effect, credential }) => harmless.has(effect) && credential === undefined)
  );
}

function titleOf(record: JournalRecord): string {
  return record.operations?.[0]?.title ?? shown(record);
}

function shown(record: JournalRecord): string {
  const text = (record.action ?? record.text ?? record.type).replace(/\s+/g, ' ').trim();
  const near = record.cwd === undefined ? text : text.replaceAll(`${record.cwd}/`, '');
  return near.length > 160 ? `${near.slice(0, 159)}…` : near;
}

function environmentOf(record: JournalRecord): string {
  const environment = record.operations?.[0]?.environment;
  return environment === undefined || environment === 'unknown' ? '' : ` (${environment})`;
}

const ends: Readonly<Record<Outcome, string>> = {
  allowed: 'ran without a question',
  held: 'waited for a person; how it ended is not in this span',
  confirmed: 'a person confirmed it',
  refused: 'a person refused it',
  expired: 'nobody answered',
  denied: 'denied without asking',
  parked: 'did not run: nobody was there to ask',
  dropped: 'the agent was gone before anyone answered',
  released: 'ran: a person had confirmed the retry',
  ran: 'ran',
  failed: 'ran, and failed',
};

function endOf({ records }: Told, plain = false): string {
  const last = records.findLast(({ record }) => record.type !== 'after')?.record;
  const words = last?.outcome === undefined ? 'recorded' : ends[last.outcome];
  const person = plain ? undefined : last?.person?.user;
  return person === undefined ? words : words.replace('a person', inlineText(person));
}

function operationText(operation: RecordedOperation, folder: string | undefined): string {
  const { effect, resource, kind, environment, rule, evidence, notes = [] } = operation;
  return [
    `- ${effect} of the ${inlineText(`${kind} ${resource}`)} (${environment}), rule \`${rule}\``,
    ...evidence.map((each) => `  - ${inlineText(nearFolder(evidenceText(each), folder))}`),
    ...notes.map((note) => `  - ${inlineText(note)}`),
  ].join('\n');
}

function nearFolder(text: string, folder: string | undefined): string {
  return folder === undefined || folder === '/' ? text : text.replaceAll(`${folder}/`, '');
}

function credentials(told: readonly Told[]): string {
  const rows = new Map<string, { cells: readonly string[]; in: Set<number> }>();
  for (const { number, first } of told)
    for (const { credential, effect, resource, kind } of first.record.operations ?? []) {
      const cells =
        credential !== undefined
          ? [
              credential.variable ?? '',
              `${displayPath(credential.path, first.record.cwd, '')}:${credential.line}`,
              credential.kind ?? '',
              credential.environment,
            ]
          : effect === 'expose'
            ? ['', resource, kind, '']
            : undefined;
      if (!cells) continue;
      const key = cells.join('\0');
      const row = rows.get(key) ?? { cells: cells.map(inlineText), in: new Set<number>() };
      row.in.add(number);
      rows.set(key, row);
    }
  if (rows.size === 0) return 'None that the guard knows of.';
  const links = (numbers: ReadonlySet<number>): string => [...numbers].map((number) => `[${number}](#${number})`).join(', ');
  return markdownTable(
    ['name', 'place', 'kind', 'environment', 'in'],
    [...rows.values()].map((row) => [...row.cells, links(row.in)]),
  );
}

function deciders(told: readonly Told[]): string {
  const counts = new Map<string, number[]>();
  for (const { number, records } of told) {
    const last = records.findLast(({ record }) => record.type !== 'after')?.record;
    if (!last) continue;
    const who = last.person ? personOf(last) : 'the guard, without a person';
    const key = `${who}: ${last.outcome ?? 'recorded'}`;
    counts.set(key, [...(counts.get(key) ?? []), number]);
  }
  if (counts.size === 0) return 'Nobody had to.';
  return [...counts]
    .map(([who, numbers]) => `- ${inlineText(who)} ${numbers.map((number) => `[${number}](#${number})`).join(', ')}`)
    .join('\n');
}

function personOf({ person, by }: JournalRecord): string {
  return [person?.user ?? by, person?.git].filter(Boolean).join(', ');
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function list(values: readonly string[], most: number): string {
  return values.length <= most ? values.join(', ') : `${values.slice(0, most).join(', ')} and ${values.length - most} more`;
}

function sinceStart(time: number): string {
  const seconds = Math.max(0, time) / 1000;
  if (seconds < 60) return `+${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `+${minutes} min ${Math.floor(seconds % 60)} s` : `+${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
