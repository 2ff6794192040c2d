import { outcomes } from '../../core/journal/record.ts';
import type { TimelineFilter, TimelineSource } from '../../core/journal/timeline.ts';
import type { PageStart } from '../../core/journal/timelinePage.ts';
import { timelineFilterFrom } from '../../core/journal/timelineRequest.ts';
import { effects, verdicts } from '../../core/types.ts';
import { element } from './dom.ts';

export type Span = 'any' | 'hour' | 'day' | 'week' | 'month' | 'between';

/** What a person chose; a span is counted back from the moment that it is looked at. */
export interface Choice {
  readonly workspace?: string;
  readonly span: Span;
  readonly filter: TimelineFilter;
}

const spans: Readonly<Partial<Record<Span, number>>> = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 };
const typingTime = 250;

export interface FiltersParts {
  readonly start: PageStart;
  readonly changed: () => void;
  readonly report: () => void;
  /** Down from the search. */
  readonly entered: () => void;
}

/** The bar above the list. */
export class Filters {
  readonly root: HTMLElement;
  readonly #parts: FiltersParts;
  readonly #journal = select();
  readonly #search: HTMLInputElement;
  readonly #agent = select();
  readonly #session = select();
  readonly #effect = select();
  readonly #verdict = select();
  readonly #span = select();
  readonly #from = element('input', { type: 'datetime-local', step: '1' });
  readonly #until = element('input', { type: 'datetime-local', step: '1' });
  readonly #between: HTMLElement;
  readonly #more: HTMLDetailsElement;
  /** Where the choices would leave no room for the list they are folded. */
  readonly #narrow = matchMedia('(max-width: 560px)');
  #typing: ReturnType<typeof setTimeout> | undefined;
  #environment: TimelineFilter['environment'];

  constructor(parts: FiltersParts) {
    this.#parts = parts;
    const { texts, outcomes: words } = parts.start;
    this.#search = element('input', {
      type: 'search',
      'aria-label': texts.search,
      placeholder: texts.search,
      onkeydown: (event) => {
        const { key } = event as KeyboardEvent;
        if (key !== 'ArrowDown' && key !== 'Enter') return;
        event.preventDefault();
        parts.entered();
      },
      oninput: () => {
        clearTimeout(this.#typing);
        this.#typing = setTimeout(parts.changed, typingTime);
      },
    });
    const any = (): HTMLOptionElement => option('', texts.any);
    this.#agent.append(any());
    this.#session.append(any());
    this.#effect.append(any(), ...effects.map((effect) => option(effect, effect)));
    this.#verdict.append(
      any(),
      group(
        texts.verdicts,
        verdicts.map((verdict) => option(`verdict:${verdict}`, verdict)),
      ),
      group(
        texts.outcomes,
        outcomes.map((outcome) => option(`outcome:${outcome}`, words[outcome] ?? outcome)),
      ),
    );
    const spanNames: Readonly<Record<Span, string>> = {
      any: texts.any,
      hour: texts.lastHour,
      day: texts.lastDay,
      week: texts.lastWeek,
      month: texts.lastMonth,
      between: texts.between,
    };
    this.#span.append(...Object.entries(spanNames).map(([value, text]) => option(value, text)));
    this.#between = element('span', { class: 'between' }, label(texts.from, this.#from), label(texts.until, this.#until));
    for (const each of [this.#journal, this.#agent, this.#session, this.#effect, this.#verdict, this.#span, this.#from, this.#until])
      each.addEventListener('change', () => {
        this.#showBetween();
        parts.changed();
      });
    this.#more = element(
      'details',
      { class: 'more' },
      element('summary', {}, texts.filters),
      element(
        'div',
        { class: 'choices' },
        label(texts.agent, this.#agent),
        label(texts.session, this.#session),
        label(texts.effect, this.#effect),
        label(texts.verdict, this.#verdict),
        label(texts.time, this.#span),
        this.#between,
      ),
    );
    this.root = element(
      'form',
      { class: 'filters', role: 'search', 'aria-label': texts.filters, onsubmit: (event) => event.preventDefault() },
      label(texts.journal, this.#journal),
      element('span', { class: 'field grow' }, this.#search),
      element('button', { type: 'button', onclick: () => this.#clear() }, texts.clear),
      element('button', { type: 'button', class: 'primary', onclick: () => parts.report() }, texts.report),
      this.#more,
    );
    this.#showBetween();
    this.#unfold();
    this.#narrow.addEventListener('change', () => this.#unfold());
  }

  get choice(): Choice {
    const span = this.#span.value as Span;
    const [kind, word] = this.#verdict.value.split(':');
    const back = spans[span];
    return {
      ...(this.#journal.options.length === 0 ? {} : { workspace: this.#journal.value }),
      span,
      filter: timelineFilterFrom({
        search: this.#search.value,
        agent: this.#agent.value,
        session: this.#session.value,
        effect: this.#effect.value,
        environment: this.#environment,
        ...(kind === 'verdict' || kind === 'outcome' ? { [kind]: word } : {}),
        ...(span === 'between'
          ? { since: timeOf(this.#from), until: timeOf(this.#until) }
          : back === undefined
            ? {}
            : { since: Date.now() - back }),
      }),
    };
  }

  set choice({ workspace, span, filter }: Choice) {
    if (workspace !== undefined) this.#journal.value = workspace;
    this.#search.value = filter.search ?? '';
    setOrAdd(this.#agent, filter.agent ?? '', this.#agentName(filter.agent));
    setOrAdd(this.#session, filter.session ?? '');
    this.#effect.value = filter.effect ?? '';
    this.#environment = filter.environment;
    this.#verdict.value =
      filter.verdict !== undefined ? `verdict:${filter.verdict}` : filter.outcome !== undefined ? `outcome:${filter.outcome}` : '';
    this.#span.value = span;
    this.#from.value = span === 'between' ? localTime(filter.since) : '';
    this.#until.value = span === 'between' ? localTime(filter.until) : '';
    this.#showBetween();
  }

  /** The journals there are; the one with the newest record first. */
  setSources(sources: readonly TimelineSource[]): void {
    // An empty value is the machine's, too.
    const value = this.#journal.options.length === 0 ? undefined : this.#journal.value;
    const { texts } = this.#parts.start;
    this.#journal.replaceChildren(
      ...sources.map(({ workspace }) =>
        option(workspace, workspace === '' ? texts.machine : (workspace.split(/[/\\]/).pop() ?? workspace), workspace),
      ),
    );
    if (value !== undefined && sources.some(({ workspace }) => workspace === value)) this.#journal.value = value;
  }

  addSeen(agents: readonly string[], sessions: readonly string[]): void {
    for (const agent of agents) add(this.#agent, agent, this.#agentName(agent));
    for (const session of sessions) add(this.#session, session, session);
  }

  showBetween(from: number, until: number): void {
    this.choice = { ...this.choice, span: 'between', filter: { ...this.choice.filter, since: from, until } };
    this.#parts.changed();
  }

  focusSearch(): void {
    this.#search.focus();
    this.#search.select();
  }

  #agentName(agent: string | undefined): string {
    return agent === undefined ? '' : (this.#parts.start.agents[agent] ?? agent);
  }

  #unfold(): void {
    this.#more.open = !this.#narrow.matches;
  }

  #showBetween(): void {
    this.#between.hidden = this.#span.value !== 'between';
  }

  #clear(): void {
    this.choice = { workspace: this.#journal.value, span: 'any', filter: {} };
    this.#parts.changed();
  }
}

function select(): HTMLSelectElement {
  return element('select');
}

function option(value: string, text: string, title = ''): HTMLOptionElement {
  return element('option', { value, ...(title === '' ? {} : { title }) }, text);
}

function group(name: string, options: readonly HTMLOptionElement[]): HTMLOptGroupElement {
  return element('optgroup', { label: name }, ...options);
}

function label(text: string, field: HTMLElement): HTMLElement {
  field.id = `field-${nextField++}`;
  return element('span', { class: 'field' }, element('label', { for: field.id }, text), field);
}

let nextField = 1;

function add(list: HTMLSelectElement, value: string, text: string): void {
  if (![...list.options].some((each) => each.value === value)) list.append(option(value, text));
}

function setOrAdd(list: HTMLSelectElement, value: string, text = value): void {
  if (value !== '') add(list, value, text);
  list.value = value;
}

function timeOf(input: HTMLInputElement): number | undefined {
  const time = new Date(input.value).getTime();
  return Number.isNaN(time) ? undefined : time;
}

/** As the input wants it, in the person's own time zone. */
function localTime(time: number | undefined): string {
  if (time === undefined) return '';
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
