import { chartClasses, type TimelineChart } from '../../core/journal/timeline.ts';
import type { PageTexts } from '../../core/journal/timelinePage.ts';
import { element, filled } from './dom.ts';
import type { TimeWords } from './timeWords.ts';

const svg = 'http://www.w3.org/2000/svg';
const laneHeight = 12;

/**
 * Actions over time, one lane for each class of effects with a scale of its own: what is rare is what matters. For those who do not
 * see it: one sentence, and a table.
 */
export class Chart {
  readonly root: HTMLElement;
  readonly #texts: PageTexts;
  readonly #times: TimeWords;
  readonly #lanes = element('div', { class: 'lanes' });
  readonly #table = element('div', { class: 'table' });
  readonly #details: HTMLDetailsElement;
  readonly #span: (from: number, until: number) => void;
  #chart: TimelineChart | undefined;

  /** `span`: a bar was clicked. */
  constructor(texts: PageTexts, times: TimeWords, span: (from: number, until: number) => void) {
    this.#texts = texts;
    this.#times = times;
    this.#span = span;
    this.#details = element(
      'details',
      {
        ontoggle: () => {
          if (this.#details.open && this.#chart) this.#fillTable(this.#chart);
        },
      },
      element('summary', {}, texts.chartTable),
      this.#table,
    );
    this.root = element('section', { class: 'chart', 'aria-label': texts.chart }, this.#lanes, this.#details);
    // Its room is kept from the beginning: what is below does not jump.
    this.#lanes.append(...chartClasses.map(() => element('div', { class: 'lane' })));
  }

  show(chart: TimelineChart): void {
    this.#chart = chart;
    this.root.hidden = chart.actions === 0;
    const words = filled(
      this.#texts.chartSummary,
      chart.actions,
      this.#times.long(chart.from),
      this.#times.long(chart.to),
      chartClasses.map((_, lane) => `${this.#name(lane)}: ${this.#sum(chart, lane)}`).join('; '),
    );
    this.#lanes.setAttribute('role', 'img');
    this.#lanes.setAttribute('aria-label', words);
    this.#lanes.replaceChildren(...chartClasses.map((_, lane) => this.#lane(chart, lane)).reverse());
    if (this.#details.open) this.#fillTable(chart);
  }

  #lane(chart: TimelineChart, lane: number): HTMLElement {
    const counts = chart.buckets.map((bucket) => bucket[lane] ?? 0);
    const most = Math.max(1, ...counts);
    const picture = document.createElementNS(svg, 'svg');
    picture.setAttribute('viewBox', `0 0 ${counts.length} ${laneHeight}`);
    picture.setAttribute('preserveAspectRatio', 'none');
    picture.setAttribute('class', chartClasses[lane]!);
    for (const [at, count] of counts.entries()) {
      if (count === 0) continue;
      // A single one is still to be seen.
      const height = Math.max(3, (count / most) * laneHeight);
      const bar = document.createElementNS(svg, 'rect');
      for (const [name, value] of Object.entries({ x: at + 0.1, y: laneHeight - height, width: 0.8, height }))
        bar.setAttribute(name, String(value));
      bar.addEventListener('click', () => this.#span(...this.#edges(chart, at)));
      const tip = document.createElementNS(svg, 'title');
      tip.textContent = `${this.#times.long(this.#edges(chart, at)[0])}: ${count}`;
      bar.append(tip);
      picture.append(bar);
    }
    return element(
      'div',
      { class: 'lane' },
      element('span', { class: 'name' }, this.#name(lane)),
      picture as unknown as HTMLElement,
      element('span', { class: 'number' }, String(this.#sum(chart, lane))),
    );
  }

  #fillTable(chart: TimelineChart): void {
    const rows = chartClasses.map((_, lane) => {
      const counts = chart.buckets.map((bucket) => bucket[lane] ?? 0);
      const most = Math.max(...counts);
      const at = counts.indexOf(most);
      return [
        this.#name(lane),
        String(this.#sum(chart, lane)),
        most === 0 ? '' : `${this.#times.long(this.#edges(chart, at)[0])} (${most})`,
      ];
    });
    const effects = Object.entries(chart.effects).map(([effect, count]) => [effect, String(count), '']);
    const line = (tag: 'th' | 'td', cells: readonly string[]): HTMLElement =>
      element('tr', {}, ...cells.map((cell) => (tag === 'th' ? element('th', { scope: 'col' }, cell) : element('td', {}, cell))));
    this.#table.replaceChildren(
      element(
        'table',
        {},
        element('caption', {}, this.#texts.chart),
        element('thead', {}, line('th', [this.#texts.effect, this.#texts.count, this.#texts.busiest])),
        element('tbody', {}, ...[...rows, ...effects].map((cells) => line('td', cells))),
      ),
    );
  }

  #edges(chart: TimelineChart, at: number): [number, number] {
    const width = (chart.to - chart.from) / chart.buckets.length;
    return [Math.floor(chart.from + at * width), Math.ceil(chart.from + (at + 1) * width) + 1];
  }

  #name(lane: number): string {
    return this.#texts.lanes[chartClasses[lane]!];
  }

  #sum(chart: TimelineChart, lane: number): number {
    return chart.buckets.reduce((sum, bucket) => sum + (bucket[lane] ?? 0), 0);
  }
}
