import {
  isFiltered,
  type TimelineProgress,
  type TimelineQuery,
  type TimelineRow,
  type TimelineSource,
} from '../../core/journal/timeline.ts';
import type { PageStart } from '../../core/journal/timelinePage.ts';
import { Chart } from './chart.ts';
import { Details } from './details.ts';
import { element, filled } from './dom.ts';
import { Filters, type Choice } from './filters.ts';
import { GuardLine } from './guard.ts';
import { RowList } from './rowList.ts';
import { TimeWords } from './timeWords.ts';

/** What outlives the page: it is gone while it is hidden. */
interface Kept {
  readonly choice: Choice;
  readonly top: number;
  readonly active: number;
}

/** The timeline's page. */
class Timeline {
  readonly #start = JSON.parse(document.body.dataset['start'] ?? '') as PageStart;
  readonly #times = new TimeWords(this.#start.language);
  readonly #line = new GuardLine((message) => {
    switch (message.type) {
      case 'attached':
        this.#line.forget();
        return void this.#open(this.#list.top, this.#list.active);
      case 'grew':
        return this.#grew(message.records);
      case 'show':
        this.#filters.choice = { ...this.#filters.choice, span: 'any', filter: message.filter };
        return void this.#open();
    }
  });
  readonly #filters = new Filters({
    start: this.#start,
    changed: () => void this.#open(),
    report: () => this.#line.tell({ type: 'report', query: this.#query }),
    entered: () => this.#list.root.focus(),
  });
  readonly #chart = new Chart(this.#start.texts, this.#times, (from, until) => this.#filters.showBetween(from, until));
  readonly #list = new RowList({
    start: this.#start,
    times: this.#times,
    fetch: (from, count) => this.#asked(this.#line.ask({ type: 'rows', query: this.#query, from, count })),
    chosen: (row) => void this.#choose(row),
    entered: () => this.#details.root.focus(),
    moved: () => this.#keep(),
  });
  readonly #details = new Details({
    start: this.#start,
    times: this.#times,
    open: (path, line) => this.#line.tell({ type: 'open', path, ...(line === undefined ? {} : { line }) }),
    undo: (snapshot) => this.#line.tell({ type: 'undo', snapshot }),
    onlySession: ({ agent, session }) => {
      this.#filters.choice = {
        ...this.#filters.choice,
        span: 'any',
        filter: { ...(agent === undefined ? {} : { agent }), ...(session === undefined ? {} : { session }) },
      };
      void this.#open();
    },
    left: () => this.#list.root.focus(),
  });
  readonly #status = element('p', { class: 'status', role: 'status' });
  readonly #news = element('p', { class: 'news', role: 'status', hidden: true });
  readonly #empty = element('p', { class: 'empty', hidden: true });
  #sources: readonly TimelineSource[] = [];
  #query: TimelineQuery = { chains: [], filter: {} };
  #generation = 0;
  #newRecords = 0;
  #shown = '';

  run(): void {
    document.body.append(
      element(
        'main',
        {},
        element('h1', { class: 'unseen' }, this.#start.texts.chart),
        this.#filters.root,
        this.#chart.root,
        element('div', { class: 'line' }, this.#status, this.#news),
        element('div', { class: 'columns' }, element('div', { class: 'left' }, this.#list.root, this.#empty), this.#details.root),
      ),
    );
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')) return;
      event.preventDefault();
      this.#filters.focusSearch();
    });
    const kept = this.#line.state as Kept | undefined;
    if (this.#start.filter && !kept) this.#filters.choice = { span: 'any', filter: this.#start.filter };
    void this.#open(kept?.top, kept?.active, kept?.choice);
  }

  /** Reads anew what there is, and shows the records that the filters let through. */
  async #open(top = 0, active = -1, choice?: Choice): Promise<void> {
    const generation = ++this.#generation;
    this.#newRecords = 0;
    this.#tellNews();
    try {
      const sources = await this.#asked(this.#line.ask({ type: 'sources' }));
      if (generation !== this.#generation) return;
      this.#sources = [...sources].sort((a, b) => Number(a.workspace === '') - Number(b.workspace === '') || b.to - a.to);
      this.#filters.setSources(this.#sources);
      if (choice) this.#filters.choice = choice;
      const { workspace, filter } = this.#filters.choice;
      const source = this.#sources.find((each) => each.workspace === workspace);
      this.#query = { chains: source?.chains ?? [], filter };
      this.#details.clear();
      this.#shown = '';
      const filtered = isFiltered(filter);
      // What is not filtered is there at once; what is comes as it is found.
      this.#list.reset(filtered ? 0 : (source?.records ?? 0), filtered ? 0 : top, filtered ? -1 : active);
      for (let done = false, first = true; !done; first = false) {
        const progress = await this.#asked(this.#line.ask({ type: 'advance', query: this.#query }));
        if (generation !== this.#generation) return;
        if (first && filtered) this.#list.reset(progress.total, top, active);
        else this.#list.grow(progress.total);
        this.#tell(progress, filtered);
        done = progress.done;
      }
      this.#keep();
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#status.textContent = filled(this.#start.texts.failed, error instanceof Error ? error.message : String(error));
    }
  }

  async #asked<T>(answer: Promise<T | null>): Promise<T> {
    const result = await answer;
    if (result === null) throw new Error('no answer');
    return result;
  }

  #tell({ total, looked, of, done, chart, agents, sessions }: TimelineProgress, filtered: boolean): void {
    const { texts } = this.#start;
    const number = new Intl.NumberFormat(this.#start.language);
    const [all, seen, whole] = [total, looked, of].map((each) => number.format(each)) as [string, string, string];
    const words = !filtered
      ? filled(texts.records, all)
      : done
        ? filled(texts.matching, all, whole)
        : filled(texts.looked, all, seen, whole);
    if (this.#status.textContent !== words) this.#status.textContent = words;
    this.#empty.hidden = total > 0 || !done;
    this.#empty.textContent = of === 0 ? texts.none : texts.noneMatch;
    this.#filters.addSeen(agents, sessions);
    this.#chart.show(chart);
  }

  async #choose(row: TimelineRow | undefined): Promise<void> {
    if (!row || row.missing === true) return this.#details.clear();
    const key = `${row.file}#${row.n}`;
    if (this.#shown === key) return;
    this.#shown = key;
    const record = await this.#line.ask({ type: 'record', file: row.file, n: row.n }).catch(() => null);
    if (record && this.#shown === key) this.#details.show(row, record);
  }

  /** At the top and with nothing chosen below it the newest is shown by itself; else the person is told. */
  #grew(records: number): void {
    this.#newRecords += records;
    if (this.#list.top === 0 && this.#list.active <= 0) void this.#open();
    else this.#tellNews();
  }

  #tellNews(): void {
    this.#news.hidden = this.#newRecords === 0;
    this.#news.replaceChildren(
      filled(this.#start.texts.grew, this.#newRecords),
      ' ',
      element('button', { class: 'link', onclick: () => void this.#open() }, this.#start.texts.showNew),
    );
  }

  #keep(): void {
    this.#line.keep({ choice: this.#filters.choice, top: this.#list.top, active: this.#list.active } satisfies Kept);
  }
}

new Timeline().run();
