import { readFileSync } from 'node:fs';

interface Setting {
  readonly type?: string | readonly string[];
  readonly scope?: string;
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly description?: string;
}

/** The settings table of the README, from the manifest. */
export function settingsDocs(): string {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes?: { configuration?: readonly { properties: Record<string, Setting> }[] };
  };
  const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
  const text = (value: string): string =>
    value
      .replace(/^%(.+)%$/, (_match, key: string) => texts[key] ?? '')
      .split('\n')[0]!
      .replaceAll('|', '\\|');
  const rows = (manifest.contributes?.configuration ?? []).flatMap((group) => Object.entries(group.properties));
  return [
    '| setting | default | scope | meaning |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ([name, setting]) =>
        `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${setting.scope ?? 'window'} | ${text(setting.markdownDescription ?? setting.description ?? '')} |`,
    ),
  ].join('\n');
}

export function withSettings(readme: string, table: string): string {
  return readme.replace(
    /(<!-- settings:begin -->\n)[\s\S]*?(<!-- settings:end -->)/,
    (_match, begin: string, end: string) => `${begin}${table}\n${end}`,
  );
}
