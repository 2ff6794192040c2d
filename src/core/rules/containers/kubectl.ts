import { readYaml, YamlError, yamlGet } from '../../environments/yaml.ts';
import { literal } from '../../shell/invocation.ts';
import type { Evidence } from '../../types.ts';
import type { RuleContext, Tool } from '../rule.ts';
import { verbTool } from '../verbTool.ts';

const reference = 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_delete/';

const table = verbTool({
  names: ['kubectl', 'oc', 'kubecolor', 'k3s', 'k'],
  family: 'containers',
  provider: 'Kubernetes',
  tool: 'kubernetes',
  syntax: {
    valued: new Set([
      '-n',
      '--namespace',
      '--context',
      '--cluster',
      '--kubeconfig',
      '-s',
      '--server',
      '--user',
      '--token',
      '--as',
      '-f',
      '--filename',
      '-k',
      '--kustomize',
      '-l',
      '--selector',
      '--field-selector',
      '--grace-period',
      '--timeout',
      '--cascade',
      '-o',
      '--output',
      '-c',
      '--container',
      '--replicas',
      '--request-timeout',
      '-p',
      '--patch',
      '--type',
    ]),
  },
  environmentOptions: ['--context', '--cluster'],
  idOptions: ['--context', '--cluster', '-n', '--namespace'],
  hostOptions: ['-s', '--server'],
  rules: [
    {
      id: 'kubernetes.deleteNamespace',
      words: ['delete ns|namespace|namespaces'],
      each: true,
      effect: 'delete',
      resource: 'namespace',
      title: 'Delete the Kubernetes namespace {name}',
      location: 'remote',
      recovery: 'none',
      source: 'https://kubernetes.io/docs/tasks/administer-cluster/namespaces/#deleting-a-namespace',
      takes: 'Everything in the namespace goes with it: workloads, secrets and volume claims.',
      safer: 'List what is in it first: kubectl get all,pvc,secret -n NAME.',
      examples: ['kubectl delete ns payments', 'kubectl --context prod delete namespace payments'],
      nearMisses: ['kubectl get ns', 'kubectl delete ns payments --dry-run=client', 'kubectl describe ns payments'],
    },
    {
      id: 'kubernetes.deleteObject',
      words: ['delete *'],
      nameWord: 0,
      effect: 'delete',
      resource: 'object',
      title: 'Delete from Kubernetes: {name}',
      location: 'remote',
      recovery: 'none',
      source: reference,
      safer: 'See what it would delete: kubectl delete … --dry-run=server.',
      when: (_args, _rest, invocation) =>
        !/^(pods?|po|pod\/.*|po\/.*|events?|jobs?|job\/.*)$/.test(
          invocation.argv[invocation.argv.findIndex((word) => word.text === 'delete') + 1]?.text ?? '',
        ),
      examples: ['kubectl delete deployment api', 'kubectl delete pvc --all', 'kubectl delete secret/db-password'],
      nearMisses: ['kubectl delete pod api-7d9f', 'kubectl get deployment api', 'kubectl apply -f app.yaml'],
    },
    {
      id: 'kubernetes.deleteManifest',
      words: ['delete'],
      needs: ['-f', '--filename', '-k', '--kustomize'],
      nameOptions: ['-f', '--filename', '-k', '--kustomize'],
      effect: 'delete',
      resource: 'manifest',
      title: 'Delete from Kubernetes everything in {name}',
      location: 'remote',
      recovery: 'none',
      source: reference,
      safer: 'See what it would delete: kubectl delete -f FILE --dry-run=server.',
      examples: ['kubectl delete -f k8s/', 'kubectl delete -k overlays/production'],
      nearMisses: ['kubectl apply -f k8s/', 'kubectl diff -f k8s/'],
    },
    {
      id: 'kubernetes.deleteByPlugin',
      words: [
        'velero|minio|argo|kots|cnpg|rabbitmq|crossplane|virt|linstor|rook-ceph|vault * delete|destroy|purge',
        'velero|minio|argo|kots|cnpg|rabbitmq|virt delete|destroy',
      ],
      nameWord: 0,
      effect: 'delete',
      resource: 'object',
      title: 'Delete with a plugin of kubectl: {name}',
      location: 'remote',
      recovery: 'none',
      source: 'https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/',
      examples: ['kubectl velero backup delete nightly', 'kubectl minio tenant delete x', 'kubectl cnpg destroy cluster 1'],
      nearMisses: ['kubectl velero backup get', 'kubectl argo list'],
    },
    {
      id: 'kubernetes.replaceForce',
      words: ['replace'],
      needs: ['--force'],
      effect: 'delete',
      resource: 'object',
      title: 'Delete Kubernetes objects and make them anew',
      location: 'remote',
      recovery: 'none',
      source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_replace/',
      safer: 'kubectl apply changes them in place.',
      examples: ['kubectl replace --force -f pod.json'],
      nearMisses: ['kubectl replace -f pod.json', 'kubectl apply --force -f pod.json'],
    },
  ],
});

/** kubectl and its twin oc: what they delete goes to the context that a flag, KUBECONFIG or the kubeconfig names. */
export const kubectlTool: Tool = {
  ...table,
  find(invocation, context) {
    return table.find(invocation, context).map((draft) => {
      if (draft.rule.id !== 'kubernetes.deleteManifest' || invocation.place.type !== 'here') return draft;
      const path = context.path(literal(draft.resource.name), invocation);
      const evidence = path === undefined ? undefined : objectsIn(path, context);
      return evidence ? { ...draft, evidence: [...(draft.evidence ?? []), evidence] } : draft;
    });
  },
};

/** What a manifest names, for the person who is asked. Nothing depends on it. */
function objectsIn(path: string, context: RuleContext): Evidence | undefined {
  const answer = /\.ya?ml$/.test(path) ? context.ask({ type: 'text', path, limit: 65_536 }) : undefined;
  if (answer?.type !== 'text') return undefined;
  try {
    const objects = readYaml(answer.text).flatMap((document) => {
      const kind = yamlGet(document, 'kind')?.scalar;
      return kind === undefined ? [] : [`${kind} ${yamlGet(yamlGet(document, 'metadata'), 'name')?.scalar ?? ''}`.trim()];
    });
    if (objects.length === 0) return undefined;
    return { text: `Names ${objects.slice(0, 8).join(', ')}${objects.length > 8 ? ` and ${objects.length - 8} more` : ''}`, path };
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}
