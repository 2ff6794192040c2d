import { evidenceText, type JournalRecord, type RecordedEvidence } from '../../core/journal/record.ts';
import type { DetailField, PageStart } from '../../core/journal/timelinePage.ts';
import type { TimelineRow } from '../../core/journal/timeline.ts';
import { element } from './dom.ts';
import { outcomeOf } from './rowList.ts';
import type { TimeWords } from './timeWords.ts';

export interface DetailsParts {
  readonly start: PageStart;
  readonly times: TimeWords;
  readonly open: (path: string, line?: number) => void;
  readonly undo: (snapshot: string) => void;
  readonly onlySession: (record: JournalRecord) => void;
  /** Escape: back to the list. */
  readonly left: () => void;
}

/** Everything about one record. */
export class Details {
  readonly root: HTMLElement;
  readonly #parts: DetailsParts;

  constructor(parts: DetailsParts) {
    this.#parts = parts;
    this.root = element('section', {
      class: 'details',
      tabindex: '-1',
      'aria-label': parts.start.texts.details,
      onkeydown: (event) => {
        if ((event as KeyboardEvent).key === 'Escape') parts.left();
      },
    });
    this.clear();
  }

  clear(): void {
    this.root.replaceChildren(element('p', { class: 'hint' }, this.#parts.start.texts.choose));
  }

  show({ file, n }: Pick<TimelineRow, 'file' | 'n'>, record: JournalRecord): void {
    const { texts } = this.#parts.start;
    const [first] = record.operations ?? [];
    const title = first?.title ?? (record.type === 'note' ? (record.text ?? '') : (record.action ?? ''));
    this.root.replaceChildren(
      element('h2', {}, title.length > 200 ? `${title.slice(0, 199)}…` : title),
      this.#buttons(record),
      ...(record.action === undefined
        ? []
        : [element('pre', { tabindex: '0', role: 'group', 'aria-label': title.slice(0, 100) }, record.action)]),
      ...(record.paths === undefined
        ? []
        : [element('h3', {}, texts.files), this.#list(record.paths.map((path) => this.#link(near(path, record), path)))]),
      ...(record.operations ?? []).flatMap((operation) => [
        element('h3', {}, `${operation.effect}: ${operation.resource}`),
        this.#facts([
          ['environment', operation.environment],
          ['rule', operation.rule],
          ['verdict', operation.verdict],
        ]),
        this.#list([
          ...operation.evidence.map((each) => this.#evidence(each)),
          ...(operation.notes ?? []).map((note) => element('span', {}, note)),
        ]),
        ...(operation.credential === undefined
          ? []
          : [
              element(
                'p',
                {},
                `${texts.fields.credential}: ${operation.credential.variable ?? operation.credential.kind ?? ''} `,
                this.#link(near(operation.credential.path, record), operation.credential.path, operation.credential.line),
              ),
            ]),
      ]),
      this.#facts(this.#all(record, `${file}#${n}`)),
    );
    this.root.scrollTop = 0;
  }

  #all(record: JournalRecord, place: string): readonly (readonly [DetailField, string | undefined])[] {
    const { start, times } = this.#parts;
    const { person, took } = record;
    return [
      ['time', times.long(record.time)],
      ['agent', record.agent === undefined ? undefined : (start.agents[record.agent] ?? record.agent)],
      ['model', record.model],
      ['session', record.session],
      ['subagent', record.subagent],
      ['directory', record.cwd],
      ['verdict', record.verdict],
      ['outcome', outcomeOf(record, start)],
      ['by', record.by],
      ['person', [person?.user, person?.git].filter((each) => each !== undefined).join(', ')],
      ['typed', record.typed],
      ['factor', record.factor],
      ['took', took === undefined ? undefined : `${(took / 1000).toFixed(1)} s`],
      ['window', record.window],
      ['why', record.type === 'note' ? undefined : record.text],
      ['backup', record.backup],
      ['snapshot', record.snapshot],
      ['noSnapshot', record.noSnapshot],
      ['undoes', record.undoes],
      ['record', place],
    ];
  }

  #buttons(record: JournalRecord): HTMLElement {
    const { texts } = this.#parts.start;
    const { snapshot, session } = record;
    return element(
      'div',
      { class: 'buttons' },
      ...(snapshot === undefined ? [] : [element('button', { class: 'primary', onclick: () => this.#parts.undo(snapshot) }, texts.undo)]),
      ...(session === undefined ? [] : [element('button', { onclick: () => this.#parts.onlySession(record) }, texts.onlySession)]),
    );
  }

  #facts(facts: readonly (readonly [DetailField, string | undefined])[]): HTMLElement {
    const { fields } = this.#parts.start.texts;
    return element(
      'dl',
      {},
      ...facts.flatMap(([name, value]) =>
        value === undefined || value === '' ? [] : [element('dt', {}, fields[name]), element('dd', {}, value)],
      ),
    );
  }

  #list(items: readonly HTMLElement[]): HTMLElement {
    return element('ul', {}, ...items.map((item) => element('li', {}, item)));
  }

  #evidence(evidence: RecordedEvidence): HTMLElement {
    const text = evidenceText(evidence);
    return typeof evidence === 'string' ? element('span', {}, text) : this.#link(text, evidence.path, evidence.line);
  }

  #link(text: string, path: string, line?: number): HTMLElement {
    return element(
      'button',
      { class: 'link', title: line === undefined ? path : `${path}:${line}`, onclick: () => this.#parts.open(path, line) },
      text,
    );
  }
}

function near(path: string, { cwd }: JournalRecord): string {
  return cwd !== undefined && path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}
