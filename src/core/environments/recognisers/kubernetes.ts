/**
 * Kubernetes contexts. `current-context` picks cluster, namespace and user.
 * Source: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
import type { Environment, Link } from '../../types.ts';
import { isPeculiar } from '../../credentials/names.ts';
import { hostEnvironment, plainHost } from '../hosts.ts';
import { baseName, directoryOf } from '../../paths.ts';
import { Findings } from '../findings.ts';
import { environmentText, everywhere, maxFindings, placeText, selectable, type FoundIdentifier, type Recogniser } from '../recogniser.ts';
import { readYaml, yamlGet } from '../yaml.ts';
import { environmentFromName } from '../tokens.ts';
import { readAddress } from '../urls.ts';

const localContexts =
  /^(?:kind-.+|minikube.*|docker-desktop|docker-for-desktop|k3d-.+|rancher-desktop|colima.*|orbstack|microk8s.*|podman.*)$/;

export const kubernetes: Recogniser = {
  tool: 'kubernetes',
  files: [/^kubeconfig(?:[._-][\w.-]{1,64})?$/i, /^[\w.-]{1,64}[._-]kubeconfig(?:\.ya?ml)?$/i, '.kube/config'],
  userFiles: ['~/.kube/config'],
  pathVariables: ['KUBECONFIG'],
  variables: [
    { name: 'KUBE_CONTEXT', kind: 'context' },
    { name: 'KUBECONTEXT', kind: 'context' },
    { name: 'KUBECTL_CONTEXT', kind: 'context' },
  ],
  recognise(file) {
    const [config] = readYaml(file.text);
    const servers = new Map<string, string>();
    for (const cluster of yamlGet(config, 'clusters')?.items ?? []) {
      const name = yamlGet(cluster, 'name')?.scalar;
      const server = yamlGet(yamlGet(cluster, 'cluster'), 'server')?.scalar;
      if (name !== undefined && server !== undefined) servers.set(name, server);
    }
    const links: Link[] = [];
    const identifiers: FoundIdentifier[] = [];
    const current = yamlGet(config, 'current-context');
    const folder = directoryOf(file.path);
    const scope = file.root === undefined ? everywhere : folder.endsWith('/.kube') ? directoryOf(folder) : folder;
    for (const item of yamlGet(config, 'contexts')?.items ?? []) {
      const name = yamlGet(item, 'name')?.scalar;
      if (name === undefined || identifiers.length > maxFindings) continue;
      const context = yamlGet(item, 'context');
      const cluster = yamlGet(context, 'cluster')?.scalar;
      const server = cluster === undefined ? undefined : servers.get(cluster);
      const host = server === undefined ? undefined : readAddress(server)?.hosts[0];
      const environment = contextEnvironment(
        [name, cluster, yamlGet(context, 'namespace')?.scalar, yamlGet(context, 'user')?.scalar],
        host,
      );
      const evidence = { path: file.path, line: item.line };
      const selected = selectable('kubernetes', name);
      const ids: (readonly [string | undefined, string])[] = [
        [selected, 'context'],
        [name, 'context'],
        [cluster, 'cluster'],
        [host !== undefined && hostEnvironment(host).remote ? plainHost(host) : undefined, 'host'],
      ];
      for (const [id, kind] of ids)
        if (id !== undefined && (isPeculiar(id) || id === selected || kind === 'host'))
          identifiers.push({
            id: id.toLowerCase(),
            place: {
              name,
              kind,
              environment,
              evidence: {
                ...evidence,
                text: `${placeText(file, item.line)} has it in the context ${name}, ${environmentText(environment)}`,
              },
            },
          });
      if (current?.scalar === name)
        links.push({
          tool: 'kubernetes',
          resource: name,
          kind: 'context',
          environment,
          scope,
          remote: environment !== 'local',
          evidence: { path: file.path, line: current.line, text: `${placeText(file, current.line)} has ${name} as current context` },
        });
    }
    // A current context whose definition stands in another file of the KUBECONFIG list.
    if (current?.scalar !== undefined && links.length === 0) {
      const environment = contextEnvironment([current.scalar], undefined);
      links.push({
        tool: 'kubernetes',
        resource: current.scalar,
        kind: 'context',
        environment,
        scope,
        remote: environment !== 'local',
        evidence: {
          path: file.path,
          line: current.line,
          text: `${placeText(file, current.line)} has ${current.scalar} as current context`,
        },
      });
    }
    return { links, identifiers };
  },
};

/** Context, cluster, namespace, user and server address: production if any says so, local by the known names of local clusters. */
function contextEnvironment(names: readonly (string | undefined)[], host: string | undefined): Environment {
  const said = names.filter((name) => name !== undefined).map((name) => environmentFromName(name));
  const where = host === undefined ? undefined : hostEnvironment(host);
  if (said.includes('production') || where?.environment === 'production') return 'production';
  // A tunnel to a remote cluster is at localhost too: only the names that local clusters give themselves are believed.
  if (names[0] !== undefined && localContexts.test(names[0]) && (where === undefined || !where.remote)) return 'local';
  return (
    said.find((environment) => environment !== undefined && environment !== 'local') ?? (where?.remote ? where.environment : 'unknown')
  );
}

/** What shows that a workspace works with a cluster at all, so that the user's current context matters in it. */
export const kubernetesUse: Recogniser = {
  tool: 'kubernetes',
  files: ['Chart.yaml', 'kustomization.yaml', 'kustomization.yml', 'devspace.yaml'],
  quiet: true,
  recognise: (file) => new Findings(file, 'kubernetes').use('is deployed to a cluster'),
};

/** Folders and names that manifests have; that they are some, their text says. */
const manifestFolder =
  /^(?:k8s|kube|kubernetes|manifests?|deploy|deployments?|base|overlays|clusters?|helm|charts?|templates|argocd|flux)$/i;
const manifestName =
  /^(?:[\w-]{0,60}[._-])?(?:k8s|deployment|statefulset|daemonset|service|ingress|namespace|cronjob|configmap|pvc|rbac)s?(?:[._-][\w-]{1,60})?\.ya?ml$/i;

/** Manifests without a kustomization beside them: `k8s/web.yaml`. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/kubernetes-objects/ */
export const kubernetesManifests: Recogniser = {
  tool: 'kubernetes',
  files: [/\.ya?ml$/],
  quiet: true,
  wants: (path, root) =>
    manifestName.test(baseName(path)) ||
    path
      .slice(root.length + 1, -baseName(path).length)
      .split('/')
      .some((folder) => manifestFolder.test(folder)),
  recognise(file) {
    const found = new Findings(file, 'kubernetes');
    // Helm writes templates in them, so that they are no YAML: both keys at the top are enough.
    return /^apiVersion:\s/m.test(file.text) && /^kind:\s/m.test(file.text) ? found.use('is applied to a cluster') : found;
  },
};
