import { IncidentReport } from '../../core/journal/incidentReport.ts';
import { matchesFilter } from '../../core/journal/filter.ts';
import {
  isFiltered,
  maxRows,
  missingRow,
  timelineRow,
  type PinnedChain,
  type TimelineProgress,
  type TimelineQuery,
  type TimelineRow,
  type TimelineSource,
} from '../../core/journal/timeline.ts';
import type { JournalRecord } from '../../core/journal/record.ts';
import { ChainColumns, columnFilter, Names, type ColumnFilter } from './chainColumns.ts';
import { chainHash, chainNameOf, linesBackward, openForReading } from './journalFiles.ts';
import { entryAt, listChains, readPage, scanJournal, startOf } from './journalReader.ts';
import { decodeLine } from '../../core/journal/chain.ts';
import { ChartCount } from './timelineChart.ts';
import type { AgentId } from '../../core/types.ts';

declare const PRODUCT_VERSION: string;

/** Most that one slice reads from files, and looks at in memory: others wait for the same thread. */
const readBudget = 20_000;
const lookBudget = 400_000;
const maxQueries = 4;
const maxColumns = 24;
const maxSessions = 200;
/** Clocks jump: records this much older than a filter's beginning end the search, ms. */
const tolerance = 24 * 60 * 60_000;
const chainShift = 2 ** 40;

interface Chain {
  readonly file: string;
  readonly records: number;
}

/** A query as far as it has come: from the newest record to the oldest. */
interface Running {
  /** Newest first. */
  readonly chains: readonly Chain[];
  readonly filter: TimelineQuery['filter'];
  readonly columnFilter: ColumnFilter;
  readonly filtered: boolean;
  readonly of: number;
  readonly chart: ChartCount;
  /** Chain and number in one: `chain * 2⁴⁰ + n`. */
  readonly matches: number[];
  readonly agents: Set<AgentId>;
  readonly sessions: Set<number>;
  chain: number;
  /** The next record to look at; 0: the chain is done. */
  n: number;
  looked: number;
  done: boolean;
}

/**
 * Answers the timeline. Opening, and any place of a journal that is not filtered, costs a few reads however long it is; filters and
 * the chart look at one slice after the other, and remember what they saw.
 */
export class TimelineReader {
  readonly #folder: string;
  readonly #columns = new Map<string, { readonly columns: ChainColumns; readonly inode: bigint | number }>();
  readonly #sessions = new Names();
  readonly #queries = new Map<string, Running>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Journals of these workspaces, by workspace; chains of their own that nobody has taken over yet are not among them. */
  async sources(accept: (workspace: string) => boolean): Promise<readonly TimelineSource[]> {
    const sources = new Map<string, { chains: PinnedChain[]; records: number; from: number; to: number }>();
    for (const { file, workspace, records, from, to } of await listChains(this.#folder)) {
      if (chainNameOf(file) === undefined || !accept(workspace)) continue;
      const source = sources.get(workspace) ?? { chains: [], records: 0, from, to };
      source.chains.push({ file, records });
      source.records += records;
      source.from = Math.min(source.from, from);
      source.to = Math.max(source.to, to);
      sources.set(workspace, source);
    }
    return [...sources].map(([workspace, source]) => ({ workspace, ...source }));
  }

  async advance(query: TimelineQuery): Promise<TimelineProgress> {
    const running = await this.#running(query);
    let left = 1;
    while (!running.done && left > 0) left -= await this.#slice(running, left);
    return progressOf(running, this.#sessions);
  }

  /** Places count from the newest. What has not been looked at yet is not there yet. */
  async rows(query: TimelineQuery, from: number, count: number): Promise<readonly TimelineRow[]> {
    const running = await this.#running(query);
    const wanted = Math.min(count, maxRows);
    if (!running.filtered) return this.#plainRows(running.chains, from, wanted);
    const places = running.matches.slice(from, from + wanted).map((match) => ({
      file: running.chains[Math.floor(match / chainShift)]!.file,
      n: match % chainShift,
    }));
    return Promise.all(
      places.map(async ({ file, n }) => {
        const record = await this.#recordAt(file, n);
        return record ? timelineRow(file, n, record) : missingRow(file, n);
      }),
    );
  }

  async record(file: string, n: number): Promise<JournalRecord | undefined> {
    return this.#recordAt(file, n);
  }

  /** Of the same records, oldest first. */
  async report(query: TimelineQuery): Promise<string> {
    const { since, until } = query.filter;
    const report = new IncidentReport({
      version: PRODUCT_VERSION,
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    });
    const pinned = new Map(query.chains.map(({ file, records }) => [file, records]));
    const files: ReadonlySet<string> = new Set(pinned.keys());
    for await (const entry of scanJournal(this.#folder, { files, filter: query.filter }))
      if (entry.n <= (pinned.get(entry.file) ?? 0)) report.add(entry);
    return report.text();
  }

  async #plainRows(chains: readonly Chain[], from: number, count: number): Promise<readonly TimelineRow[]> {
    const rows: TimelineRow[] = [];
    let skip = from;
    for (const { file, records } of chains) {
      if (rows.length >= count) break;
      if (skip >= records) {
        skip -= records;
        continue;
      }
      const top = records - skip;
      const low = Math.max(1, top - (count - rows.length) + 1);
      skip = 0;
      const found = new Map((await readPage(this.#folder, file, low, top - low + 1)).map(({ n, record }) => [n, record]));
      for (let n = top; n >= low; n--) {
        const record = found.get(n);
        rows.push(record ? timelineRow(file, n, record) : missingRow(file, n));
      }
    }
    return rows;
  }

  async #recordAt(file: string, n: number): Promise<JournalRecord | undefined> {
    const start = this.#columns.get(file)?.columns.startOf(n);
    const direct = start === undefined ? undefined : await entryAt(this.#folder, file, start);
    if (direct?.n === n) return direct.record;
    return (await readPage(this.#folder, file, n, 1))[0]?.record;
  }

  async #running(query: TimelineQuery): Promise<Running> {
    const key = JSON.stringify(query);
    const known = this.#queries.get(key);
    if (known) {
      // The last one used is the last one forgotten.
      this.#queries.delete(key);
      this.#queries.set(key, known);
      return known;
    }
    const chains = [...query.chains].reverse().filter(({ records }) => records > 0);
    const [newest] = chains;
    const oldest = chains.at(-1);
    const first = oldest && (await readPage(this.#folder, oldest.file, 1, 1))[0]?.record.time;
    const last = newest && (await readPage(this.#folder, newest.file, newest.records, 1))[0]?.record.time;
    const running: Running = {
      chains,
      filter: query.filter,
      columnFilter: columnFilter(query.filter, this.#sessions),
      filtered: isFiltered(query.filter),
      of: chains.reduce((sum, { records }) => sum + records, 0),
      chart: new ChartCount(Math.max(first ?? 0, query.filter.since ?? 0), Math.min(last ?? 0, query.filter.until ?? Number.MAX_VALUE)),
      matches: [],
      agents: new Set(),
      sessions: new Set(),
      chain: 0,
      n: newest?.records ?? 0,
      looked: 0,
      done: newest === undefined,
    };
    this.#queries.set(key, running);
    if (this.#queries.size > maxQueries) this.#queries.delete(this.#queries.keys().next().value!);
    return running;
  }

  /** Looks at some records of one chain, and gives how much of the budget (1) that took. */
  async #slice(running: Running, budget: number): Promise<number> {
    const { file } = running.chains[running.chain]!;
    const handle = await openForReading(this.#folder, file).catch(() => undefined);
    if (!handle) {
      this.#nextChain(running);
      return 0.01;
    }
    try {
      const columns = await this.#columnsOf(file, running.chains[running.chain]!.records, (await handle.stat()).ino);
      const { search } = running.filter;
      let spent = 0;
      if (search === undefined)
        while (running.n > 0 && spent < budget && columns.startOf(running.n) !== undefined) {
          this.#look(running, columns, running.n, columns.matches(running.n, running.columnFilter));
          spent += 1 / lookBudget;
        }
      if (running.n > 0 && !running.done && spent < budget) {
        const end = await startOf(handle, running.n + 1);
        for await (const line of linesBackward(handle, end)) {
          const found = decodeLine(line.text, noHash);
          spent += 1 / readBudget;
          // Numbers that do not fall were tampered with: `verify` names them, and the search goes on below.
          if (found && found.n <= running.n) {
            running.looked += running.n - found.n;
            running.n = found.n;
            columns.put(found.n, line.start, found.record);
            const matches = columns.matches(found.n, running.columnFilter);
            this.#look(running, columns, found.n, matches && (search === undefined || matchesFilter(found.record, running.filter)));
          }
          if (running.n === 0 || running.done || spent >= budget) break;
          if (search === undefined && columns.startOf(running.n) !== undefined) break;
          if (line.start === 0) running.n = 0;
        }
        if (end === 0) running.n = 0;
      }
      if (running.n === 0 || running.done) this.#nextChain(running);
      return spent + 0.001;
    } finally {
      await handle.close();
    }
  }

  #look(running: Running, columns: ChainColumns, n: number, matches: boolean): void {
    running.looked++;
    running.n = n - 1;
    const time = columns.timeOf(n);
    if (running.filter.since !== undefined && time < running.filter.since - tolerance) running.done = true;
    const agent = columns.agentOf(n);
    if (agent !== undefined) running.agents.add(agent);
    const session = columns.sessionOf(n);
    if (session !== 0 && running.sessions.size < maxSessions) running.sessions.add(session);
    if (!matches) return;
    if (running.filtered) running.matches.push(running.chain * chainShift + n);
    if (columns.isAction(n)) running.chart.add(time, columns.effectsOf(n));
  }

  #nextChain(running: Running): void {
    running.chain++;
    const next = running.chains[running.chain];
    if (next === undefined || running.done) {
      running.done = true;
      running.looked = running.of;
    } else running.n = next.records;
  }

  async #columnsOf(file: string, records: number, inode: bigint | number): Promise<ChainColumns> {
    const known = this.#columns.get(file);
    if (known && known.inode === inode) return known.columns;
    const columns = new ChainColumns(records, this.#sessions);
    this.#columns.set(file, { columns, inode });
    if (this.#columns.size > maxColumns) this.#columns.delete(this.#columns.keys().next().value!);
    return columns;
  }
}

function progressOf(running: Running, sessions: Names): TimelineProgress {
  return {
    total: running.filtered ? running.matches.length : running.of,
    looked: running.looked,
    of: running.of,
    done: running.done,
    chart: running.chart.chart,
    agents: [...running.agents],
    sessions: [...running.sessions].map((session) => sessions.nameOf(session)),
  };
}

const noHash: typeof chainHash = () => '';
