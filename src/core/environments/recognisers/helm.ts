/**
 * What picks a cluster beside the kubeconfig: Skaffold's and Helmfile's contexts, Tilt's allowed contexts, Argo CD's applications and
 * server, Flux's folders of clusters. Value files (`values-prod.yaml`) are read as named configuration.
 * Sources: https://skaffold.dev/docs/environment/kube-context/, https://skaffold.dev/docs/environment/profiles/; https://helmfile.readthedocs.io/en/latest/,
 * https://docs.tilt.dev/api.html (`allow_k8s_contexts`), https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
 */
import { at, textAt, yamlConfig } from '../config.ts';
import { Findings, configuration, environmentIn, environmentOfNames } from '../findings.ts';
import { lineFinder } from '../paths.ts';
import { isTemplated } from '../templates.ts';
import { readYaml } from '../yaml.ts';
import { readAddress } from '../urls.ts';
import { hostEnvironment } from '../hosts.ts';
import type { Recogniser } from '../recogniser.ts';
import { withoutLines } from '../../text.ts';

export const skaffold: Recogniser = {
  tool: 'kubernetes',
  files: ['skaffold.yaml', 'skaffold.yml'],
  quiet: true,
  variables: [
    { name: 'SKAFFOLD_KUBE_CONTEXT', kind: 'context' },
    { name: 'SKAFFOLD_PROFILE', kind: 'profile' },
  ],
  recognise(file) {
    const found = new Findings(file, 'kubernetes').use('is deployed to a cluster');
    for (const document of readYaml(file.text)) {
      const context = at(document, 'deploy', 'kubeContext');
      if (context?.scalar !== undefined && !isTemplated(context.scalar))
        found.link('context', context.scalar, environmentIn(file, context.scalar), {
          line: context.line,
          says: `deploys to the context ${context.scalar}`,
        });
      for (const profile of at(document, 'profiles')?.items ?? []) {
        const name = textAt(profile, 'name');
        const own = textAt(profile, 'deploy', 'kubeContext');
        if (name === undefined) continue;
        const environment = environmentIn(file, name, own);
        found.choice(name, 'profile', environment, profile.line, 'skaffold');
        if (own !== undefined && !isTemplated(own))
          found.link(configuration, own, environment, {
            line: at(profile, 'deploy', 'kubeContext')?.line,
            says: `deploys to the context ${own} with the profile ${name}`,
          });
      }
    }
    return found;
  },
};

export const helmfile: Recogniser = {
  tool: 'kubernetes',
  files: ['helmfile.yaml', 'helmfile.yml', 'helmfile.yaml.gotmpl'],
  quiet: true,
  variables: [
    { name: 'HELM_KUBECONTEXT', kind: 'context' },
    { name: 'HELMFILE_ENVIRONMENT', kind: 'environment' },
  ],
  recognise(file) {
    const found = new Findings(file, 'kubernetes').use('is deployed to a cluster');
    for (const document of readYaml(withoutLines(file.text, '{{', '}}').replaceAll(/\{\{[^\n{}]{0,300}\}\}/g, 'templated'))) {
      const context = at(document, 'helmDefaults', 'kubeContext');
      if (context?.scalar !== undefined && !context.scalar.includes('templated'))
        found.link('context', context.scalar, environmentIn(file, context.scalar), {
          line: context.line,
          says: `deploys to the context ${context.scalar}`,
        });
      for (const [name, value] of at(document, 'environments')?.entries ?? []) {
        const own = textAt(value, 'kubeContext');
        const environment = environmentIn(file, name, own);
        found.choice(name, 'environment', environment, value.line, 'helmfile');
        if (own !== undefined && !own.includes('templated'))
          found.link(configuration, own, environment, {
            line: at(value, 'kubeContext')?.line,
            says: `deploys to the context ${own} with -e ${name}`,
          });
      }
    }
    return found;
  },
};

export const tilt: Recogniser = {
  tool: 'kubernetes',
  files: ['Tiltfile'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'kubernetes').use('is deployed to a cluster');
    const lineOf = lineFinder(file.text);
    for (const match of file.text.matchAll(/^[ \t]{0,16}allow_k8s_contexts\(([^)\n]{0,400})\)/gm))
      for (const name of match[1]!.matchAll(/["']([\w.@:/-]{1,200})["']/g)) {
        const environment = environmentOfNames(name[1]);
        found.link(configuration, name[1]!, environment, { line: lineOf(match.index), says: `may deploy to the context ${name[1]}` });
      }
    return found;
  },
};

/** Applications of Argo CD: what a commit to this file does to which cluster. */
export const argocd: Recogniser = {
  tool: 'argocd',
  files: [/^(?:application|app|applicationset|root-app|argocd?)(?:[.-][\w-]{1,60})?\.ya?ml$/i],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'argocd');
    for (const document of readYaml(file.text)) {
      if (textAt(document, 'kind') !== 'Application' || textAt(document, 'apiVersion')?.startsWith('argoproj.io/') !== true) continue;
      const name = textAt(document, 'metadata', 'name');
      const destination = at(document, 'spec', 'destination');
      const server = textAt(destination, 'server');
      const host = server === undefined ? undefined : readAddress(server)?.hosts[0];
      if (name === undefined || isTemplated(name)) continue;
      const environment = environmentIn(
        file,
        name,
        textAt(destination, 'namespace'),
        textAt(destination, 'name'),
        host !== undefined && hostEnvironment(host).environment !== 'unknown' ? host : undefined,
      );
      const line = destination?.line ?? document.line;
      found
        .link('app', name, environment, { line, says: `deploys the Argo CD application ${name}` })
        .identify(name, 'app', environment, line);
      if (host !== undefined && !/\.svc(?:\.cluster\.local)?$/.test(host)) found.host(host, environment, line, name);
    }
    return found;
  },
};

export const argocdUser: Recogniser = {
  tool: 'argocd',
  files: [],
  userFiles: ['{XDG_CONFIG_HOME:~/.config}/argocd/config', '~/.argocd/config'],
  variables: [{ name: 'ARGOCD_SERVER', kind: 'server' }],
  recognise(file) {
    const found = new Findings(file, 'argocd');
    const config = yamlConfig(file.text);
    for (const context of at(config, 'contexts')?.items ?? []) {
      const name = textAt(context, 'name');
      const server = textAt(context, 'server');
      found
        .choice(name, 'context', environmentOfNames(name, server), context.line)
        .host(server, environmentOfNames(name, server), context.line, name);
    }
    const current = textAt(config, 'current-context');
    if (current === undefined) return found;
    return found.link('context', current, environmentOfNames(current), {
      line: at(config, 'current-context')?.line,
      says: `has ${current} as current context`,
    });
  },
};
