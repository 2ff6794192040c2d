/**
 * Pulumi: stacks with a configuration in the workspace, and the one that is selected. PULUMI_STACK wins over it.
 * Source: https://github.com/pulumi/pulumi/blob/master/pkg/backend/state/state.go (`CurrentStack`), read 2026-08-21; the name of the
 * selection's file: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/workspace/workspace.go
 */
import { at, jsonConfig, textAt, yamlConfig } from '../config.ts';
import { Findings, configuration, environmentIn, environmentOfNames } from '../findings.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const pulumi: Recogniser = {
  tool: 'pulumi',
  files: [/^Pulumi(?:\.[\w-]{1,100})?\.ya?ml$/],
  quiet: true,
  variables: [{ name: 'PULUMI_STACK', kind: 'stack' }],
  recognise(file) {
    const found = new Findings(file, 'pulumi');
    const stack = /^Pulumi\.([\w-]+)\.ya?ml$/.exec(baseName(file.path))?.[1];
    if (stack === undefined) return found.use('is deployed with Pulumi');
    const environment = environmentIn(file, stack);
    found
      .choice(stack, 'stack', environment, 1)
      .link(configuration, stack, environment, { line: 1, says: `configures the stack ${stack}` });
    for (const [key, value] of at(yamlConfig(file.text), 'config')?.entries ?? []) {
      if (value.scalar === undefined) continue;
      if (/(?:^|:)project$|accountId$|(?:bucket|cluster|database|domain|host)(?:Name)?$/i.test(key))
        found.identify(value.scalar, key.split(':').pop()!.toLowerCase(), environment, value.line);
      if (key.endsWith(':profile')) found.choice(value.scalar, 'profile', environment, value.line, 'aws');
    }
    return found;
  },
};

export const pulumiUser: Recogniser = {
  tool: 'pulumi',
  files: [],
  userFiles: ['{PULUMI_HOME:~/.pulumi}/workspaces/*-workspace.json'],
  recognise(file) {
    const found = new Findings(file, 'pulumi');
    const config = jsonConfig(file.text);
    const stack = textAt(config, 'stack');
    if (stack === undefined) return found;
    const project = /^(.+)-[0-9a-f]{8,64}-workspace\.json$/.exec(baseName(file.path))?.[1] ?? 'a project';
    return found.link('stack', `${project}/${stack}`, environmentOfNames(stack), {
      line: at(config, 'stack')?.line,
      says: `has the stack ${stack} of ${project} selected`,
    });
  },
};
