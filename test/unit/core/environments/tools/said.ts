import assert from 'node:assert/strict';
import { assemble, recognise, recognisersFor, userFiles } from '../../../../../src/core/environments/recognisers.ts';
import { userPath } from '../../../../../src/core/environments/userFiles.ts';

const root = '/ws/shop';
const home = '/home/me';

/** Which of the four every tool must show: what says production, what says something else, what says nothing, and what is broken. */
export type RowKind = 'production' | 'other' | 'unknown' | 'broken';

export interface ToolRow {
  readonly kind: RowKind;
  /** Below the workspace, or user-level state with `~/`. */
  readonly path: string;
  readonly text: string;
  /** `tool kind environment[ here] resource` of each link, in order. */
  readonly links?: readonly string[];
  /** Some of the identifiers: `id kind environment`. */
  readonly identifiers?: readonly string[];
}

/** Whether a template stands for a path: a `*` for the letters of one name. */
function fits(template: string, path: string): boolean {
  const wanted = userPath(template, { home, platform: 'linux', variables: {} }) ?? '';
  return new RegExp(`^${wanted.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`).test(path);
}

/** What a file says, as the product reads it. */
export function said(files: Readonly<Record<string, string>>): {
  readonly links: readonly string[];
  readonly identifiers: readonly string[];
  /** Some link says production. */
  readonly red: boolean;
} {
  const found = Object.entries(files).flatMap(([path, text]) => {
    const user = path.startsWith('~/');
    const file = { path: user ? home + path.slice(1) : `${root}/${path}`, text, home, ...(user ? {} : { root }) };
    const depth = path.split('/').length - 1;
    const readers = user
      ? userFiles.filter((one) => fits(one.file, file.path)).map((one) => one.recogniser)
      : recognisersFor(file.path).filter((one) => one.wants?.(file.path, root, depth) ?? true);
    assert.ok(readers.length > 0, `nobody reads ${path}`);
    return readers.map((reader) => recognise(reader, file));
  });
  const { links, identifiers } = assemble(found);
  for (const link of links) {
    assert.ok(link.evidence.text.length > 5 && !/undefined|\[object/.test(link.evidence.text), link.evidence.text);
    assert.ok(
      link.evidence.path === undefined || link.kind === 'unreadable file' || (link.evidence.line ?? 0) > 0,
      `a line for ${link.evidence.text}`,
    );
  }
  return {
    links: links
      .filter((link) => link.kind !== 'settings file' && link.kind !== 'use' && link.kind !== 'credentials')
      .map((link) => `${link.tool} ${link.kind} ${link.environment}${link.remote ? '' : ' here'} ${link.resource}`),
    red: links.some((link) => link.environment === 'production'),
    identifiers: Object.entries(identifiers).flatMap(([id, places]) =>
      places.map((place) => [id, place.kind, place.environment].join(' ')),
    ),
  };
}

/** One check for each row, and one that each tool has rows of all four kinds. */
export function tableChecks(
  tables: Readonly<Record<string, readonly ToolRow[]>>,
): readonly (readonly [title: string, check: () => void])[] {
  return Object.entries(tables).flatMap(([tool, rows]) => [
    [
      `${tool} has rows of every kind`,
      () => {
        for (const kind of ['production', 'other', 'unknown', 'broken'] as const)
          assert.ok(
            rows.some((row) => row.kind === kind),
            kind,
          );
      },
    ] as const,
    ...rows.map(
      (row, i) => [`${tool} ${i + 1} ${row.kind}: ${row.path} ${JSON.stringify(row.text).slice(0, 70)}`, () => check(row)] as const,
    ),
  ]);
}

function check(row: ToolRow): void {
  const { links, identifiers, red } = said({ [row.path]: row.text });
  if (row.links) assert.deepEqual(links, row.links);
  for (const wanted of row.identifiers ?? []) assert.ok(identifiers.includes(wanted), `${wanted} in ${identifiers.join('; ')}`);
  if (row.kind === 'production')
    assert.ok(
      [...links, ...identifiers].some((text) => text.includes(' production')),
      links.join('; '),
    );
  else assert.equal(red, false, links.join('; '));
}
