/**
 * Render: services, databases and environments of a Blueprint; the CLI's selected project.
 * Sources: https://render.com/docs/blueprint-spec,
 * https://render.com/tutorials/advanced-blueprint-patterns/projects-and-environments;
 * https://github.com/render-oss/cli/blob/main/pkg/config/config.go, read 2026-08-21.
 */
import { at, textAt, yamlConfig, type ConfigValue } from '../config.ts';
import { Findings, configuration, environmentIn, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';
import type { Environment } from '../../types.ts';

export const render: Recogniser = {
  tool: 'render',
  files: ['render.yaml', 'render.yml'],
  recognise(file) {
    const found = new Findings(file, 'render');
    const config = yamlConfig(file.text);
    const read = (place: ConfigValue | undefined, said: Environment): void => {
      for (const kind of ['services', 'databases'])
        for (const item of at(place, kind)?.items ?? []) {
          const name = textAt(item, 'name');
          if (name === undefined) continue;
          const named = environmentIn(file, name);
          const environment = named === 'unknown' ? said : named;
          found.identify(name, kind.slice(0, -1), environment, item.line);
          if (said === 'unknown')
            found.link(kind.slice(0, -1), name, environment, { line: item.line, says: `deploys the Render ${kind.slice(0, -1)} ${name}` });
        }
    };
    read(config, 'unknown');
    for (const project of at(config, 'projects')?.items ?? [])
      for (const item of at(project, 'environments')?.items ?? []) {
        const name = textAt(item, 'name');
        if (name === undefined) continue;
        const said = environmentOfNames(name);
        const title = [textAt(project, 'name'), name].filter((part) => part !== undefined).join('/');
        found.link(configuration, title, said, { line: item.line, says: `deploys the Render environment ${title}` });
        found.choice(name, 'environment', said, item.line);
        read(item, said);
      }
    return found;
  },
};

export const renderUser: Recogniser = {
  tool: 'render',
  files: [],
  userFiles: ['{RENDER_CLI_CONFIG_DIR:~/.render}/cli.yaml'],
  pathVariables: ['RENDER_CLI_CONFIG_PATH'],
  recognise(file) {
    const found = new Findings(file, 'render');
    const config = yamlConfig(file.text);
    const project = textAt(config, 'project_name') ?? textAt(config, 'project_filter');
    const workspace = textAt(config, 'workspace_name') ?? textAt(config, 'workspace');
    const name = project ?? workspace;
    if (name === undefined) return found;
    const line = at(config, project === undefined ? 'workspace' : 'project_name')?.line ?? 1;
    return found.link(project === undefined ? 'account' : 'project', name, environmentOfNames(project, workspace), {
      line,
      says: `has ${name} selected`,
    });
  },
};
