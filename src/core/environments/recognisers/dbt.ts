/**
 * dbt: the target of a profile, in the project or in the user's own file.
 * Source: https://docs.getdbt.com/docs/local/profiles.yml.md
 */
import { at, textAt, yamlConfig, type ConfigValue } from '../config.ts';
import { Findings, environmentIn } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';
import { isTemplated } from '../templates.ts';

export const dbt: Recogniser = {
  tool: 'dbt',
  files: ['profiles.yml'],
  userFiles: ['{DBT_PROFILES_DIR:~/.dbt}/profiles.yml'],
  variables: [{ name: 'DBT_TARGET', kind: 'target' }],
  recognise(file) {
    const found = new Findings(file, 'dbt');
    for (const [profile, value] of yamlConfig(file.text)?.entries ?? []) {
      const outputs = at(value, 'outputs')?.entries ?? [];
      if (outputs.length === 0) continue;
      for (const [name, output] of outputs) {
        const environment = environmentOf(name, output);
        found.choice(name, 'target', environment, output.line);
        for (const key of ['host', 'account', 'project', 'http_path', 'database'])
          found.identify(textAt(output, key), key, environment, at(output, key)?.line, name);
      }
      const target = textAt(value, 'target') ?? 'default';
      const output = outputs.find(([name]) => name === target)?.[1];
      if (isTemplated(target))
        found.link('target', profile, 'unknown', {
          line: at(value, 'target')?.line,
          says: `computes the target of the profile ${profile}`,
        });
      else if (output !== undefined || at(value, 'target') !== undefined)
        found.link('target', `${profile}.${target}`, environmentOf(target, output), {
          line: at(value, 'target')?.line ?? value.line,
          says: `has ${target} as target of the profile ${profile}`,
        });
    }
    return found;

    function environmentOf(name: string, output: ConfigValue | undefined): ReturnType<typeof environmentIn> {
      const host = textAt(output, 'host');
      const type = textAt(output, 'type');
      if (type === 'duckdb' || type === 'sqlite' || (host !== undefined && /^(?:localhost|127\.0\.0\.1)$/.test(host))) return 'local';
      return environmentIn(file, name, host, textAt(output, 'database') ?? textAt(output, 'dbname'), textAt(output, 'project'));
    }
  },
};

export const dbtUse: Recogniser = {
  tool: 'dbt',
  files: ['dbt_project.yml'],
  quiet: true,
  recognise: (file) => new Findings(file, 'dbt').use('is a dbt project'),
};
