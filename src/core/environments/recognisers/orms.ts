/**
 * Knex, Sequelize, TypeORM, MikroORM: a block for each environment, chosen by NODE_ENV or `--env`. Code is scanned, never run.
 * Sources: https://knexjs.org/guide/migrations, https://github.com/sequelize/cli (blocks of `config/config.json`),
 * https://github.com/typeorm/typeorm/blob/master/docs/data-source-options.md; https://mikro-orm.io/docs/configuration (unverified).
 */
import { literalAddresses } from '../codeScan.ts';
import { at, jsonConfig, textAt, type ConfigValue } from '../config.ts';
import { Findings, environmentIn, environmentOfNames } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import type { Recogniser, SourceFile } from '../recogniser.ts';

/** Recognises the files of one of them. */
function orm(tool: string, files: Recogniser['files'], wants?: (path: string) => boolean): Recogniser {
  return { tool, files, quiet: true, ...(wants ? { wants } : {}), recognise: (file) => read(file, tool) };
}

export const knex = orm('knex', [/^knexfile\.[cm]?[jt]s$/]);
// Of the many other files of these names nothing is to be learned here.
export const sequelize = orm('sequelize', ['config.json', 'config.js'], (path) =>
  /^(?:config|db|database|sequelize)$/.test(baseName(directoryOf(path))),
);
export const typeorm = orm('typeorm', [
  /^ormconfig(?:\.[\w-]{1,40})?\.(?:[cm]?[jt]s|json)$/,
  /^(?:[\w-]{1,40}\.)?data-source(?:\.[\w-]{1,40})?\.[cm]?[jt]s$/,
]);
export const mikroorm = orm('mikroorm', [/^mikro-orm(?:\.[\w-]{1,40})?\.config\.[cm]?[jt]s$/]);

function read(file: SourceFile, tool: string): Findings {
  const found = new Findings(file, tool);
  if (file.path.endsWith('.json')) {
    const config = jsonConfig(file.text);
    for (const block of config.items) readBlock(found, block, environmentIn(file, textAt(block, 'name')));
    if (textAt(config, 'host') !== undefined || textAt(config, 'url') !== undefined) readBlock(found, config, environmentIn(file));
    for (const [name, value] of config.entries)
      if (['dialect', 'type', 'client'].some((key) => textAt(value, key) !== undefined)) readBlock(found, value, environmentIn(file, name));
    return found;
  }
  if (baseName(file.path) === 'config.js' && !file.text.includes('dialect')) return found;
  for (const { text, line, blocks } of literalAddresses(file.text)) {
    const said = environmentIn(file, ...blocks);
    found.address(text, said, line, { chosen: said !== 'production' && said !== 'staging' });
  }
  return found;
}

function readBlock(found: Findings, block: ConfigValue, said: ReturnType<typeof environmentOfNames>): void {
  const url = textAt(block, 'url');
  const host = textAt(block, 'host');
  const database = textAt(block, 'database');
  const chosen = said !== 'production' && said !== 'staging';
  if (url !== undefined) found.address(url, said, at(block, 'url')?.line, { chosen });
  else if (host !== undefined) found.address(host, said, at(block, 'host')?.line, { database, chosen });
}
