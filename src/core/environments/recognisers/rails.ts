/**
 * Rails: `config/database.yml` has a block for each environment; DATABASE_URL wins over it, RAILS_ENV picks the block.
 * Source: https://github.com/rails/rails/pull/14633, https://guides.rubyonrails.org/configuring.html#configuring-a-database (unverified)
 */
import { at, textAt, yamlConfig, type ConfigValue } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';
import type { Environment } from '../../types.ts';
import { withoutLines } from '../../text.ts';

export const rails: Recogniser = {
  tool: 'rails',
  files: ['config/database.yml'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'rails', directoryOf(directoryOf(file.path)));
    // Erb is code: `<%= ENV["DB_HOST"] %>` names no host.
    const config = yamlConfig(withoutLines(file.text, '<%', '%>').replaceAll(/<%[^\n]{0,500}?%>/g, 'erb'));
    for (const [name, value] of config?.entries ?? []) {
      const said = environmentOfNames(name);
      read(found, value, said);
      // `primary` and `replica` of one environment.
      for (const [, inner] of value.entries) if (inner.entries.length > 0) read(found, inner, said);
    }
    return found;
  },
};

function read(found: Findings, block: ConfigValue, said: Environment): void {
  const host = textAt(block, 'host');
  const url = textAt(block, 'url');
  const database = textAt(block, 'database');
  // RAILS_ENV is development's unless it is set.
  const chosen = said === 'development';
  if (url !== undefined && !url.includes('erb')) found.address(url, said, at(block, 'url')?.line, { chosen });
  else if (host !== undefined && host !== 'erb')
    found.address(host, said, at(block, 'host')?.line, { chosen, database: database?.includes('erb') ? undefined : database });
}
