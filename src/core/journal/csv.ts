import type { PlacedRecord } from './otlp.ts';

const columns = [
  'time',
  'type',
  'id',
  'agent',
  'session',
  'model',
  'verdict',
  'outcome',
  'effects',
  'environments',
  'resources',
  'rules',
  'action',
  'text',
  'by',
  'user',
  'git identity',
  'typed',
  'took ms',
  'window',
  'version',
  'snapshot',
  'workspace',
  'directory',
  'file',
  'record',
] as const;

export const csvHeader = `${columns.join(',')}\r\n`;

/** One line of RFC 4180. https://www.rfc-editor.org/rfc/rfc4180 */
export function csvLine({ file, n, record }: PlacedRecord): string {
  const operations = record.operations ?? [];
  const values: Readonly<Record<(typeof columns)[number], string | number | undefined>> = {
    time: new Date(record.time).toISOString(),
    type: record.type,
    id: record.id,
    agent: record.agent,
    session: record.session,
    model: record.model,
    verdict: record.verdict,
    outcome: record.outcome,
    effects: unique(operations.map(({ effect }) => effect)),
    environments: unique(operations.map(({ environment }) => environment)),
    resources: unique(operations.map(({ resource }) => resource)),
    rules: unique(operations.map(({ rule }) => rule)),
    action: record.action,
    text: record.text,
    by: record.by,
    user: record.person?.user,
    'git identity': record.person?.git,
    typed: record.typed,
    'took ms': record.took,
    window: record.window,
    version: record.version,
    snapshot: record.snapshot ?? record.noSnapshot,
    workspace: record.workspace,
    directory: record.cwd,
    file,
    record: n,
  };
  return `${columns.map((column) => field(values[column])).join(',')}\r\n`;
}

function unique(values: readonly string[]): string {
  return [...new Set(values)].join('; ');
}

function field(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  // A spreadsheet runs a cell that begins like a formula, and a command may. https://owasp.org/www-community/attacks/CSV_Injection
  const inert = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
