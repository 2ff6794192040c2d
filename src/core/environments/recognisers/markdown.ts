import type { Environment, Link } from '../../types.ts';
import { isPeculiar } from '../../credentials/names.ts';
import { isSharedHost } from '../hosts.ts';
import { baseName, directoryOf } from '../../paths.ts';
import { environmentText, maxFindings, placeText, uuidsOf, type FoundIdentifier, type Recogniser, type SourceFile } from '../recogniser.ts';
import { environmentFromName, worseEnvironment } from '../tokens.ts';
import { withoutEnd } from '../../text.ts';

const kinds =
  /\b(volume|database|bucket|cluster|project|service|environment|instance|namespace|context|queue|server|host|app|site|account|zone|store|index|topic|workspace)s?\b/i;
/** Longest line that is read as prose. */
const maxLine = 4000;

/**
 * Documents that name resources beside an environment word: table rows, list items, lines, sections. It is where a team writes which
 * volume is production's, and what nobody looked up before the nine seconds.
 */
export const markdown: Recogniser = {
  tool: 'document',
  files: [
    /\.(?:md|mdx|markdown|adoc|rst)$/i,
    /^readme(?:\.txt)?$/i,
    /^(?:runbook|infrastructure|environments?|deploy(?:ment)?|servers?)\.txt$/i,
  ],
  wants: (path, _root, depth) =>
    depth <= 2 ||
    /readme|runbook|infra|deploy|environment|production|staging|hosting|server|database|backup|oncall|ops|disaster|recovery/i.test(
      baseName(path),
    ),
  quiet: true,
  recognise(file) {
    const reader = new DocumentReader(file);
    const lines = file.text.split('\n');
    for (let i = 0; i < lines.length && reader.count < maxFindings; i++) {
      const line = lines[i]!;
      if (line.length <= maxLine) reader.read(line, lines[i + 1] ?? '', i + 1);
    }
    return { links: reader.links, identifiers: reader.identifiers };
  },
};

interface Item {
  readonly indent: number;
  readonly environment: Environment | undefined;
  readonly name: string | undefined;
  readonly kind: string | undefined;
}

interface Column {
  readonly head: string;
  readonly environment: Environment | undefined;
  readonly kind: string | undefined;
}

class DocumentReader {
  readonly links: Link[] = [];
  readonly identifiers: FoundIdentifier[] = [];
  private headings: { readonly level: number; readonly environment: Environment | undefined; readonly kind: string | undefined }[] = [];
  private items: Item[] = [];
  private columns: readonly Column[] = [];
  private inTable = false;
  private fenced = false;

  private readonly file: SourceFile;

  constructor(file: SourceFile) {
    this.file = file;
  }

  get count(): number {
    return this.identifiers.length;
  }

  read(line: string, next: string, number: number): void {
    if (/^\s{0,3}(?:```|~~~)/.test(line)) {
      this.fenced = !this.fenced;
      return;
    }
    const heading = this.fenced ? null : /^\s{0,3}(#{1,6})\s+(\S.*)$/.exec(line);
    if (heading) {
      const level = heading[1]!.length;
      this.headings = this.headings.filter((one) => one.level < level);
      this.headings.push({ level, environment: environmentOfProse(heading[2]!), kind: kindOf(heading[2]!) });
      this.items = [];
      this.inTable = false;
    }
    if (!this.fenced && line.includes('|') && (this.inTable || /^\s*(?:\|\s*)?:?-{2,}/.test(next))) {
      this.readRow(line, number);
      return;
    }
    this.inTable = false;
    this.readLine(line, number);
  }

  private readRow(line: string, number: number): void {
    const cells = line
      .trim()
      .replace(/^\|/, '')
      .replace(/\|$/, '')
      .split('|')
      .map((cell) => cell.trim());
    if (!this.inTable) {
      this.inTable = true;
      this.columns = cells.map((cell) => ({
        head: cell.toLowerCase().replaceAll(/[`*_]/g, ''),
        // A column per environment, not one called *Environment*.
        environment: cell.split(/\s+/).length <= 4 ? environmentOfProse(cell) : undefined,
        kind: /^environments?$/i.test(cell) ? undefined : kindOf(cell),
      }));
      return;
    }
    if (/^[\s|:-]+$/.test(line)) return;
    const rowSays = cells
      .map((cell, i) => (this.columns[i]?.environment === undefined ? environmentOfProse(cell) : undefined))
      .reduce(worse, undefined);
    const names = cells.map((cell) => namesOf(cell, true));
    const section = this.section((one) => one.environment);
    const rowKind =
      this.columns.find((column) => column.kind !== undefined)?.kind ?? this.section((one) => one.kind) ?? kindOf(cells[0] ?? '');
    const hasIds = uuidsOf(line).length > 0;
    cells.forEach((cell, i) => {
      const column = this.columns[i];
      const environment = column?.environment ?? rowSays ?? section;
      const kind = column?.kind ?? rowKind;
      for (const { id } of uuidsOf(cell)) this.add(id, this.nameFor(i, names), kind, environment, number, true);
      if (environment !== undefined && (kind !== undefined || hasIds))
        for (const name of names[i]!) this.add(name, name, kind, environment, number, false);
    });
  }

  /** The name that goes with the id in a cell: its own, that of the column *volume* for *volume id*, else the nearest one before it. */
  private nameFor(cell: number, names: readonly (readonly string[])[]): string | undefined {
    if (names[cell]![0] !== undefined) return names[cell]![0];
    const head = withoutIdWord(this.columns[cell]?.head);
    const pair =
      head === undefined || head === ''
        ? -1
        : this.columns.findIndex((column, i) => i !== cell && (column.head === head || column.head === `${head} name`));
    if (pair >= 0 && names[pair]?.[0] !== undefined) return names[pair][0];
    for (let i = cell - 1; i >= 0; i--) if (names[i]![0] !== undefined) return names[i]![0];
    return names.flat()[0];
  }

  private readLine(line: string, number: number): void {
    const indent = /^\s*/.exec(line)![0].length;
    if (line.trim() === '') return;
    const bullet = /^\s*(?:[-*+]|\d{1,3}[.)])\s/.test(line);
    if (bullet || indent === 0) this.items = this.items.filter((one) => one.indent < indent);
    const ids = uuidsOf(line);
    const names = namesOf(line, false);
    const said = environmentOfProse(line);
    const parent = this.items.findLast((one) => one.environment !== undefined);
    const environment = said ?? parent?.environment ?? this.section((one) => one.environment);
    const kind = kindOf(line) ?? this.items.findLast((one) => one.kind !== undefined)?.kind ?? this.section((one) => one.kind);
    const name = names[0] ?? this.items.findLast((one) => one.name !== undefined)?.name;
    for (const { id } of ids) this.add(id, name, kind, environment, number, true);
    // A name alone counts only where the same line says what it is and where: `the production volume \`bookings-data\``.
    if (environment !== undefined && (said !== undefined || bullet) && (ids.length > 0 || kindOf(withoutSpans(line)) !== undefined))
      for (const one of names) this.add(one, one, kind, environment, number, false);
    if (bullet) this.items.push({ indent, environment: said, name: names[0], kind: kindOf(line) });
  }

  private section<T>(
    pick: (heading: { readonly environment: Environment | undefined; readonly kind: string | undefined }) => T | undefined,
  ): T | undefined {
    for (let i = this.headings.length - 1; i >= 0; i--) {
      const value = pick(this.headings[i]!);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  private add(
    id: string,
    name: string | undefined,
    kind: string | undefined,
    said: Environment | undefined,
    line: number,
    strong: boolean,
  ): void {
    const environment = said ?? 'unknown';
    const what = name === undefined || name === id ? id : `${name} (${id})`;
    const evidence = { text: `${placeText(this.file, line)} names ${what} ${environmentText(environment)}`, path: this.file.path, line };
    this.identifiers.push({
      id: id.toLowerCase(),
      place: { environment, ...(name === undefined ? {} : { name }), ...(kind === undefined ? {} : { kind }), evidence },
    });
    if (strong && said !== undefined)
      this.links.push({
        tool: 'document',
        resource: name ?? id,
        kind: kind ?? 'resource',
        environment,
        scope: directoryOf(this.file.path),
        remote: environment !== 'local',
        evidence,
      });
  }
}

function worse(a: Environment | undefined, b: Environment | undefined): Environment | undefined {
  return a === undefined ? b : b === undefined ? a : worseEnvironment(a, b);
}

function kindOf(text: string): string | undefined {
  return kinds.exec(text)?.[1]?.toLowerCase();
}

function withoutSpans(text: string): string {
  return text.replaceAll(/`[^`]{0,300}`/g, ' ');
}

const proseWord =
  /\b(non|pre|not|post|re)?[- ]?(production|prod|prd|live|staging|stage|stg|uat|qa|sandbox|preview|development|dev|test|testing|local)\b(?![-_. ]?(?:ready|grade|quality|like|builds?\b|mode|bundle|dependenc|kit|reload|runs?\b|suite|watch)|[-_](?:server|use))/gi;

/** The environment that a sentence, cell or heading speaks of: the worst of those it names outright. */
function environmentOfProse(text: string): Environment | undefined {
  let said: Environment | undefined;
  for (const match of withoutSpans(text.replaceAll(/\]\([^)\s]{0,500}\)|https?:\/\/\S{1,500}/g, ' ')).matchAll(proseWord)) {
    const prefix = match[1]?.toLowerCase();
    const word = match[2]!.toLowerCase();
    // `live` and `test` are verbs, and PRD is a document, more often than environments.
    if (
      (word === 'live' || word === 'test' || word === 'testing' || word === 'stage' || word === 'prd' || word === 'local') &&
      text.trim().split(/\s+/).length > 3
    )
      continue;
    if (prefix === 'post' || prefix === 're') continue;
    if (prefix === 'non' || prefix === 'pre') said = worse(said, 'staging');
    else said = worse(said, environmentFromName(word));
  }
  if (said !== undefined) return said;
  // `bookings-prod` says it by itself.
  return namesOf(text, false)
    .map((name) => environmentFromName(name))
    .reduce(worse, undefined);
}

const fileLike =
  /\.(?:md|mdx|js|mjs|cjs|jsx|ts|tsx|json|jsonc|ya?ml|toml|sh|py|rb|go|rs|java|php|sql|txt|lock|html?|css|scss|env|cfg|ini|conf|tf|tfvars|xml|svg|png|zip|gz|log|exe|dll)$/i;

/** Names of resources in a text: words in backticks, bold words, or, in a table, a cell that is nothing but a name. */
function namesOf(text: string, cell: boolean): readonly string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/`([^`\n]{1,200})`|\*\*([^*\n]{1,200})\*\*/g)) {
    const name = (match[1] ?? match[2]!).trim();
    if (isResourceName(name)) found.push(name);
  }
  if (found.length === 0 && cell && isResourceName(text) && /[-_.\d]/.test(text)) found.push(text);
  return found;
}

function isResourceName(name: string): boolean {
  return (
    /^[a-z0-9][\w.:/@-]{3,120}$/i.test(name) &&
    isPeculiar(name) &&
    uuidsOf(name).length === 0 &&
    !fileLike.test(name) &&
    !/^[A-Z][A-Z0-9_]*$|^localhost\b|^127\.|^0\.0\.0\.0|^v?\d+(?:\.\d+)+$/.test(name) &&
    !/^(?:https?:|\.|\/|~|--?\w)|\/\/|^[\w.-]+\(\)?$/.test(name) &&
    (name.length >= 8 || /[-_.\d]/.test(name)) &&
    // What every customer of a vendor writes names nobody's resource.
    !isSharedHost(name) &&
    !/^(?:npm|yarn|pnpm|node|npx|git|docker|kubectl|terraform|railway|vercel|heroku|production|development|staging)\b[:/]?\w*$/i.test(name)
  );
}

/** `volume id` → `volume`. */
function withoutIdWord(head: string | undefined): string | undefined {
  if (head === undefined) return undefined;
  const rest = head.replace(/(?:id|uuid|guid|identifier)s?$/, '');
  return (rest === head ? head : withoutEnd(rest, ' \t_-')).trim();
}
