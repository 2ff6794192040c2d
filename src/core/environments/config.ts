import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { lineFinder } from './paths.ts';
import { checkDepth } from './structured.ts';
import { readYaml, yamlGet, type YamlValue } from './yaml.ts';

/** A value of a configuration file, whatever it is written in, with the line it stands on. */
export type ConfigValue = YamlValue;

/** The value below these keys. */
export function at(value: ConfigValue | undefined, ...keys: readonly string[]): ConfigValue | undefined {
  let found = value;
  for (const key of keys) found = yamlGet(found, key);
  return found;
}

/** The text below these keys; undefined for collections and for what is empty. */
export function textAt(value: ConfigValue | undefined, ...keys: readonly string[]): string | undefined {
  const text = at(value, ...keys)?.scalar?.trim();
  return text === '' ? undefined : text;
}

/** The first document of a YAML file. */
export function yamlConfig(text: string): ConfigValue | undefined {
  return readYaml(text)[0];
}

/** JSON, comments and trailing commas allowed. Throws on broken text. */
export function jsonConfig(text: string): ConfigValue {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  checkDepth(plain);
  const errors: ParseError[] = [];
  const tree = parseTree(plain, errors, { allowTrailingComma: true });
  if (errors.length > 0 || !tree) throw new Error('no valid JSON');
  const lineOf = lineFinder(plain);
  const convert = (node: Node): ConfigValue => {
    const line = lineOf(node.offset);
    const children = node.children ?? [];
    if (node.type === 'array') return { line, scalar: undefined, entries: [], items: children.map(convert) };
    if (node.type !== 'object') return { line, scalar: node.value === null ? undefined : String(node.value), entries: [], items: [] };
    const entries = children.flatMap((property): (readonly [string, ConfigValue])[] => {
      const [key, value] = property.children ?? [];
      return key && value ? [[String(key.value), { ...convert(value), line: lineOf(key.offset) }]] : [];
    });
    return { line, scalar: undefined, entries, items: [] };
  };
  return convert(tree);
}

/** TOML. The parser gives no positions: lines are those of the first header or key of that name. Throws on broken text. */
export function tomlConfig(text: string): ConfigValue {
  const lines = tomlLines(text);
  const convert = (value: unknown, path: string, outer: number): ConfigValue => {
    const line = lines.get(path) ?? outer;
    if (Array.isArray(value)) return { line, scalar: undefined, entries: [], items: value.map((item) => convert(item, path, line)) };
    if (value instanceof Date || typeof value !== 'object' || value === null)
      return { line, scalar: String(value), entries: [], items: [] };
    const entries = Object.entries(value).map(([key, inner]) => [key, convert(inner, path === '' ? key : `${path}.${key}`, line)] as const);
    return { line, scalar: undefined, entries, items: [] };
  };
  return convert(parseToml(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, { maxDepth: 64 }), '', 1);
}

function tomlLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let table = '';
  for (const [i, row] of text.split('\n').entries()) {
    const header = /^\s{0,32}\[{1,2}([^\]\n]{1,200})\]{1,2}/.exec(row);
    const key = header ? undefined : /^\s{0,32}([\w."' -]{1,200}?)\s{0,32}=/.exec(row)?.[1];
    if (header) table = dotted(header[1]!);
    const path = key === undefined ? (header ? table : '') : table === '' ? dotted(key) : `${table}.${dotted(key)}`;
    if (path !== '' && !lines.has(path)) lines.set(path, i + 1);
  }
  return lines;
}

function dotted(key: string): string {
  return key
    .split('.')
    .map((part) => part.trim())
    .join('.')
    .replaceAll(/["']/g, '')
    .trim();
}

/** Longest INI line that is read. */
const maxLine = 4096;

/**
 * INI as git, the AWS CLI, libpq and Python write it: sections, `key = value`, comments with `#` and `;`. What stands before the first
 * section is at the top. Our own since the `ini` package has no positions and makes `[profile acme.prod]` two nested sections.
 */
export function iniConfig(text: string): ConfigValue {
  const top: (readonly [string, ConfigValue])[] = [];
  let section = top;
  for (const [i, row] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = i + 1;
    const plain = row.length > maxLine ? '' : row.trim();
    if (plain === '' || plain.startsWith('#') || plain.startsWith(';')) continue;
    const header = /^\[([^\]]{1,400})\]/.exec(plain);
    if (header) {
      section = [];
      top.push([header[1]!.trim(), { line, scalar: undefined, entries: section, items: [] }]);
      continue;
    }
    const equals = plain.search(/[=:]/);
    const name = (equals < 0 ? plain : plain.slice(0, equals)).trim();
    const value =
      equals < 0
        ? ''
        : plain
            .slice(equals + 1)
            .trim()
            .replace(/\s[#;].*$/s, '')
            .replace(/^(["'])([^]*)\1$/, '$2');
    if (name !== '' && name.length < 400) section.push([name, { line, scalar: value, entries: [], items: [] }]);
  }
  return { line: 1, scalar: undefined, entries: top, items: [] };
}
