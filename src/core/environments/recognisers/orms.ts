/**
 * Knex, Sequelize, TypeORM, MikroORM: a block for each environment, chosen by NODE_ENV or `--env`. Code is scanned, never run.
 * Sources: https://knexjs.org/guide/migrations.html#knexfile-js, https://sequelize.org/docs/v6/other-topics/migrations/,
 * https://typeorm.io/docs/data-source/data-source-options, https://mikro-orm.io/docs/configuration (all unverified).
 */
import { literalAddresses } from '../codeScan.ts';
import { at, jsonConfig, textAt, type ConfigValue } from '../config.ts';
import { Findings, environmentIn, environmentOfNames } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const orms: Recogniser = {
  tool: 'orm',
  files: [
    /^knexfile\.[cm]?[jt]s$/,
    /^ormconfig(?:\.[\w-]{1,40})?\.(?:[cm]?[jt]s|json)$/,
    /^(?:[\w-]{1,40}\.)?data-source(?:\.[\w-]{1,40})?\.[cm]?[jt]s$/,
    /^mikro-orm(?:\.[\w-]{1,40})?\.config\.[cm]?[jt]s$/,
    /^config\.(?:json|js)$/,
  ],
  quiet: true,
  // Sequelize's; of the many other files of that name nothing is to be learned here.
  wants: (path) => !baseName(path).startsWith('config.js') || /^(?:config|db|database|sequelize)$/.test(baseName(directoryOf(path))),
  recognise(file) {
    const found = new Findings(file, 'orm');
    if (file.path.endsWith('.json')) {
      const config = jsonConfig(file.text);
      for (const block of config.items) readBlock(found, block, environmentIn(file, textAt(block, 'name')));
      if (textAt(config, 'host') !== undefined || textAt(config, 'url') !== undefined) readBlock(found, config, environmentIn(file));
      for (const [name, value] of config.entries)
        if (textAt(value, 'dialect') !== undefined || textAt(value, 'type') !== undefined || textAt(value, 'client') !== undefined)
          readBlock(found, value, environmentIn(file, name));
      return found;
    }
    if (/^config\.js$/.test(baseName(file.path)) && !/dialect/.test(file.text)) return found;
    for (const { text, line, blocks } of literalAddresses(file.text)) {
      const said = environmentIn(file, ...blocks);
      found.address(text, said, line, { chosen: said !== 'production' && said !== 'staging' });
    }
    return found;
  },
};

function readBlock(found: Findings, block: ConfigValue, said: ReturnType<typeof environmentOfNames>): void {
  const url = textAt(block, 'url');
  const host = textAt(block, 'host');
  const database = textAt(block, 'database');
  const chosen = said !== 'production' && said !== 'staging';
  if (url !== undefined) found.address(url, said, at(block, 'url')?.line, { chosen });
  else if (host !== undefined) found.address(host, said, at(block, 'host')?.line, { database, chosen });
}
