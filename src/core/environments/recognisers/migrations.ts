/**
 * Migration tools with a configuration of their own: Flyway, Liquibase, Atlas, Alembic. dbmate and golang-migrate have only
 * DATABASE_URL and flags.
 * Sources: https://documentation.red-gate.com/fd/environments-273973424.html,
 * https://documentation.red-gate.com/fd/flyway-environment-setting-277578995.html;
 * https://docs.liquibase.com/concepts/connections/creating-config-properties.html, https://atlasgo.io/atlas-schema/projects,
 * https://github.com/sqlalchemy/alembic/blob/main/docs/build/tutorial.rst (`sqlalchemy.url`).
 */
import { at, iniConfig, textAt, tomlConfig } from '../config.ts';
import { Findings, environmentIn } from '../findings.ts';
import { lineFinder } from '../paths.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const flyway: Recogniser = {
  tool: 'flyway',
  files: [/^flyway(?:[.-][\w-]{1,40})?\.(?:toml|conf)$/],
  userFiles: ['~/flyway.conf'],
  variables: [{ name: 'FLYWAY_ENVIRONMENT', kind: 'environment' }],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'flyway');
    if (file.path.endsWith('.conf')) {
      const url = at(iniConfig(file.text), 'flyway.url');
      return found.address(url?.scalar, environmentIn(file), url?.line);
    }
    const config = tomlConfig(file.text);
    const chosen = textAt(config, 'flyway', 'environment') ?? 'default';
    for (const [name, value] of at(config, 'environments')?.entries ?? []) {
      const url = at(value, 'url');
      const environment = environmentIn(file, name);
      found.choice(name, 'environment', environment, value.line);
      found.address(
        url?.scalar,
        environment,
        url?.line,
        name === chosen ? {} : { says: `has the database of -environment=${name}`, chosen: false },
      );
    }
    const url = at(config, 'flyway', 'url');
    return found.address(url?.scalar, environmentIn(file), url?.line);
  },
};

export const liquibase: Recogniser = {
  tool: 'liquibase',
  files: [/^liquibase(?:[.-][\w-]{1,40})?\.properties$/],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'liquibase');
    const config = iniConfig(file.text);
    const url = at(config, 'url') ?? at(config, 'liquibase.command.url');
    return found.address(url?.scalar, environmentIn(file), url?.line);
  },
};

export const alembic: Recogniser = {
  tool: 'alembic',
  files: ['alembic.ini'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'alembic');
    for (const [section, value] of iniConfig(file.text).entries) {
      const url = at(value, 'sqlalchemy.url');
      // The template's own placeholder.
      if (url?.scalar !== undefined && !url.scalar.startsWith('driver://'))
        found.address(url.scalar, environmentIn(file, section), url.line);
    }
    return found;
  },
};

const block = /^\s{0,16}env\s{1,8}"([^"\n]{1,64})"\s{0,8}\{/;

/** `env "prod" { url = … }`: HCL is code, so it is scanned. */
export const atlas: Recogniser = {
  tool: 'atlas',
  files: ['atlas.hcl'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'atlas');
    let name: string | undefined;
    const lineOf = lineFinder(file.text);
    let offset = 0;
    for (const row of file.text.split('\n')) {
      const line = lineOf(offset);
      offset += row.length + 1;
      const opened = block.exec(row)?.[1];
      if (opened !== undefined) found.choice((name = opened), 'environment', environmentIn(file, opened), line);
      else if (row.startsWith('}')) name = undefined;
      const url = /^\s{0,32}(url|dev)\s{0,16}=\s{0,16}"([^"\n]{4,600})"/.exec(row);
      if (url?.[1] === 'url') found.address(url[2], environmentIn(file, name, baseName(file.path)), line);
    }
    return found;
  },
};
