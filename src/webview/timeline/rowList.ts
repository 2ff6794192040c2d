import type { TimelineRow } from '../../core/journal/timeline.ts';
import type { PageStart } from '../../core/journal/timelinePage.ts';
import { element, filled } from './dom.ts';
import type { TimeWords } from './timeWords.ts';
import { VirtualScroll } from './virtualScroll.ts';

export interface RowListParts {
  readonly start: PageStart;
  readonly times: TimeWords;
  /** Rows by their places, from the newest. */
  readonly fetch: (from: number, count: number) => Promise<readonly TimelineRow[]>;
  readonly chosen: (row: TimelineRow | undefined) => void;
  /** Enter: on to the details. */
  readonly entered: () => void;
  /** The list was scrolled or another row chosen. */
  readonly moved: () => void;
}

const pageSize = 100;
const maxPages = 60;
/** A scroll bar that was let go is brought to its place after this time, ms. */
const settleTime = 150;

/** The list: as many elements as are seen, whatever the number of records. */
export class RowList {
  readonly root: HTMLElement;
  readonly #parts: RowListParts;
  readonly #scroll = new VirtualScroll();
  readonly #area = element('div', { class: 'area', role: 'presentation' });
  readonly #window = element('div', { class: 'rows', role: 'presentation' });
  readonly #pool: HTMLElement[] = [];
  readonly #pages = new Map<number, readonly TimelineRow[]>();
  #generation = 0;
  #fetching = false;
  #drawn = false;
  #active = -1;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: RowListParts) {
    this.#parts = parts;
    this.#area.append(this.#window);
    this.root = element(
      'div',
      {
        class: 'list',
        role: 'listbox',
        tabindex: '0',
        'aria-label': parts.start.texts.list,
        onscroll: () => this.#scrolled(),
        onkeydown: (event) => this.#key(event as KeyboardEvent),
        onmousedown: (event) => this.#pointed(event as MouseEvent),
        onfocus: () => {
          if (this.#active < 0 && this.#scroll.total > 0) this.choose(this.#scroll.first);
        },
      },
      this.#area,
    );
    new ResizeObserver(() => this.#resized()).observe(this.root);
  }

  get active(): number {
    return this.#active;
  }

  get top(): number {
    return this.#scroll.first;
  }

  get activeRow(): TimelineRow | undefined {
    return this.#rowAt(this.#active);
  }

  /** Other records: nothing of the ones before holds. */
  reset(total: number, top = 0, active = -1): void {
    this.#generation++;
    this.#pages.clear();
    this.#fetching = false;
    // Whoever is in the list has a row to go on from.
    const from = active < 0 && document.activeElement === this.root ? 0 : active;
    this.#active = Math.min(from, total - 1);
    this.#place(this.#scroll.setTotal(total));
    this.#place(this.#scroll.show(top));
    this.#draw();
  }

  /** More of the same were found, after the ones that are there. */
  grow(total: number): void {
    if (total === this.#scroll.total) return;
    const last = Math.floor((this.#scroll.total - 1) / pageSize);
    // It was not full when it was asked for.
    if ((this.#pages.get(last)?.length ?? 0) < pageSize) this.#pages.delete(last);
    const { first } = this.#scroll;
    this.#scroll.setTotal(total);
    this.#place(this.#scroll.show(first));
    this.#draw();
  }

  choose(index: number): void {
    if (this.#scroll.total === 0) return;
    this.#active = Math.max(0, Math.min(this.#scroll.total - 1, index));
    this.#place(this.#scroll.reveal(this.#active));
    this.#draw();
    this.#parts.chosen(this.activeRow);
    this.#parts.moved();
  }

  #place(scrollTop: number): void {
    this.#area.style.height = `${this.#scroll.height}px`;
    if (Math.abs(this.root.scrollTop - scrollTop) > 0.5) this.root.scrollTop = scrollTop;
  }

  #resized(): void {
    const probe = element('div', { class: 'row', role: 'presentation' }, 'x');
    this.#window.append(probe);
    const { height } = probe.getBoundingClientRect();
    probe.remove();
    this.#window.style.height = `${this.root.clientHeight}px`;
    const { first, count } = this.#scroll;
    const wasSeen = this.#active >= first && this.#active < first + count;
    this.#place(this.#scroll.resize(this.root.clientHeight, height));
    if (wasSeen) this.#place(this.#scroll.reveal(this.#active));
    this.#draw();
  }

  #scrolled(): void {
    this.#scroll.scrolled(this.root.scrollTop);
    this.#draw();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#place(this.#scroll.settle());
      this.#parts.moved();
    }, settleTime);
  }

  /** At the next frame, however often it is asked for. */
  #draw(): void {
    if (this.#drawn) return;
    this.#drawn = true;
    requestAnimationFrame(() => {
      this.#drawn = false;
      this.#drawNow();
      void this.#fetchMissing();
    });
  }

  #drawNow(): void {
    const { first, count } = this.#scroll;
    while (this.#pool.length < count) {
      const row = element('div', { class: 'row', role: 'option' });
      this.#pool.push(row);
      this.#window.append(row);
    }
    let shown = '';
    for (const [at, row] of this.#pool.entries()) {
      row.hidden = at >= count;
      if (row.hidden) continue;
      const index = first + at;
      row.style.transform = `translateY(${this.#scroll.offsetOf(index)}px)`;
      if (index === this.#active) shown = row.id = `row-${at}`;
      else row.removeAttribute('id');
      this.#fill(row, index);
    }
    if (shown === '') this.root.removeAttribute('aria-activedescendant');
    else this.root.setAttribute('aria-activedescendant', shown);
  }

  #fill(line: HTMLElement, index: number): void {
    const row = this.#rowAt(index);
    const selected = String(index === this.#active);
    line.setAttribute('aria-selected', selected);
    line.setAttribute('aria-setsize', String(this.#scroll.total));
    line.setAttribute('aria-posinset', String(index + 1));
    const key = row === undefined ? '' : `${row.file}#${row.n}`;
    if (line.dataset['key'] === key && line.childElementCount > 0) return;
    line.dataset['key'] = key;
    const { start, times } = this.#parts;
    if (row === undefined || row.missing === true) {
      const text = row === undefined ? start.texts.loading : filled(start.texts.missing, row.n);
      line.className = row === undefined ? 'row loading' : 'row missing';
      line.replaceChildren(element('span', { class: 'title' }, text));
      return;
    }
    const agent = row.agent === undefined ? '' : (start.agents[row.agent] ?? row.agent);
    const outcome = outcomeOf(row, start);
    const environment =
      row.environment === undefined || row.environment === 'unknown' || row.environment === 'local' ? '' : row.environment;
    line.className = `row ${row.type} ${row.outcome ?? ''}`;
    const day = times.day(row.time);
    const cells = [
      element('span', { class: 'time' }, ...(day === '' ? [] : [element('span', { class: 'day' }, day), ' ']), times.time(row.time)),
      element('span', { class: 'agent' }, agent),
      element('span', { class: 'outcome' }, outcome),
      element('span', { class: 'title' }, row.title),
      element('span', { class: 'effects' }, row.effects.join(', ')),
      element('span', { class: `environment ${environment}` }, environment),
    ];
    // What a screen reader says is the text itself: words of two cells must not run together.
    line.replaceChildren(...cells.flatMap((cell) => [cell, ' ']));
  }

  #rowAt(index: number): TimelineRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** One request at a time, for what is seen now: a drag over the whole list asks for where it stops. */
  async #fetchMissing(): Promise<void> {
    if (this.#fetching) return;
    const generation = this.#generation;
    const { first, count, total } = this.#scroll;
    const missing = [first, first + count - 1, first + count - 1 + pageSize, first - pageSize]
      .filter((index) => index >= 0 && index < total)
      .map((index) => Math.floor(index / pageSize))
      .find((page) => !this.#pages.has(page));
    if (missing === undefined) return;
    this.#fetching = true;
    try {
      const rows = await this.#parts.fetch(missing * pageSize, pageSize);
      if (generation !== this.#generation) return;
      this.#pages.set(missing, rows);
      if (this.#pages.size > maxPages) this.#pages.delete(this.#pages.keys().next().value!);
      if (Math.floor(this.#active / pageSize) === missing) this.#parts.chosen(this.activeRow);
    } catch {
      // Said beside the list; what is seen is asked for again when the line is there again.
      return;
    } finally {
      if (generation === this.#generation) this.#fetching = false;
    }
    this.#draw();
  }

  #pointed(event: MouseEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('.row');
    const at = row === null ? -1 : this.#pool.indexOf(row);
    if (at >= 0) this.choose(this.#scroll.first + at);
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: this.#scroll.page,
      PageUp: -this.#scroll.page,
      Home: -this.#scroll.total,
      End: this.#scroll.total,
    };
    const step = steps[event.key];
    if (step !== undefined) this.choose((this.#active < 0 ? this.#scroll.first - Math.sign(step) : this.#active) + step);
    else if (event.key === 'Enter' || event.key === ' ') this.#parts.entered();
    else return;
    event.preventDefault();
  }
}

export function outcomeOf({ type, outcome }: Pick<TimelineRow, 'type' | 'outcome'>, { texts, outcomes }: PageStart): string {
  if (type === 'note') return texts.note;
  const words = outcome === undefined ? '' : (outcomes[outcome] ?? outcome);
  return type === 'after' ? `${texts.ran}: ${words}` : words;
}
