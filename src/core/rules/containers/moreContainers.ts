import { commandTable, localRow, remoteRow } from '../commandTable.ts';

const engines = (pattern: RegExp): Readonly<Record<string, RegExp>> => ({
  docker: pattern,
  podman: pattern,
  nerdctl: pattern,
  finch: pattern,
});

const containerRows = [
  localRow({
    id: 'docker.pruneAll',
    recovery: 'snapshot',
    resource: 'containers',
    title: 'Remove containers, images or networks without naming them: {name}',
    source: 'https://docs.docker.com/reference/cli/docker/system/prune/',
    takes: 'Files that were written inside of the containers, and images that nothing can build or pull again.',
    safer: 'Name what is to go, or look first: docker system df -v.',
    on: engines(
      /^(?:-\S+ |--\S+ \S+ )*(?:system prune\b.* ?(?:-\w*a\w*|--all)\b|system prune (?:-\w*a\w*|--all)|image prune\b.*(?:-\w*a\w*|--all)\b|container prune\b|(?:container )?(?:rm|remove)\b.*(?:\$\(|`).*\bps\b|(?:container )?(?:kill|rm)\b.*(?:\$\(|`).*\bps -\w*a|(?:rmi|image rm)\b.*(?:\$\(|`).*\bimages\b|(?:pod )?rm (?:-\w*a\w*|--all)\b|rmi (?:-\w*a\w*|--all)\b|pod rm\b.*(?:-\w*a|--all)|kube down\b.*--force|(?:rm|rmi|kill) (?:-\S+ )*(?:\$\w*|…)$)/,
    ),
    examples: [
      'docker system prune -a -f',
      'docker rm -f $(docker ps -aq)',
      'docker container prune -f',
      'docker image prune -af',
      'docker rmi -f $(docker images -q)',
      'podman rm -fa',
    ],
    nearMisses: [
      'docker system prune -f',
      'docker image prune -f',
      'docker rm -f api',
      'docker rmi acme/api:old',
      'docker stop $(docker ps -q)',
      'docker builder prune',
      'docker network prune -f',
      'docker run --rm -v "$(pwd)":/app acme/ps -a',
    ],
  }),
  localRow({
    id: 'docker.escape',
    effect: 'escalate',
    resource: 'machine',
    title: 'Give a container this whole machine: {name}',
    source: 'https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities',
    safer: 'Mount the one folder that it needs.',
    on: engines(
      /^(?:-\S+ |--\S+ \S+ )*(?:container )?(?:run|create)\b.*(?:(?:-v|--volume)[= ]?\/:\/(?!\S*:ro)\S*|--mount[= ]\S*(?:source|src)=\/,(?!\S*readonly)\S*|--privileged\b.*--pid[= ]host|--pid[= ]host\b.*--privileged|--cap-add[= ](?:SYS_ADMIN|ALL)\b.*--security-opt[= ]\S*unconfined)/,
    ),
    examples: ['docker run -v /:/mnt --rm -it alpine chroot /mnt sh', 'docker run --rm -it --pid=host --privileged alpine sh'],
    nearMisses: [
      'docker run --privileged -d docker:dind',
      'docker run -v /:/host:ro prom/node-exporter',
      'docker run -v /var/run/docker.sock:/var/run/docker.sock portainer/portainer-ce',
      'docker run -v /srv:/srv alpine ls',
    ],
  }),
  localRow({
    id: 'docker.emptyNode',
    recovery: 'window',
    resource: 'node',
    title: 'Remove or empty a node or service: {name}',
    source: 'https://docs.docker.com/reference/cli/docker/node/rm/',
    on: {
      ...engines(
        /^(?:-\S+ |--\S+ \S+ )*(?:node (?:rm|demote)\b|service scale .*=0\b|plugin rm\b.*-f|trust revoke\b|manifest rm\b|compose (?:\S+ )*?up .*(?:-V|--renew-anon-volumes)\b|checkpoint rm\b)/,
      ),
      'docker-compose': /\bup .*(?:-V|--renew-anon-volumes)\b/,
      'docker-machine': /^rm\b/,
      ctr: /\b(?:containers?|images?|snapshots?|tasks?|namespaces?|content) (?:rm|delete|remove|del|kill)\b/,
      crictl: /^(?:-\S+ )*(?:rmi|rmp|rm|stopp)\b.*(?:-\w*a|--all|--prune|-\w*f)/,
      buildah: /^(?:rm|rmi|prune)\b.*(?:-\w*a|--all)/,
    },
    examples: [
      'docker node rm -f n1',
      'docker service scale api=0',
      'docker compose up -V -d',
      'docker-machine rm -f dev',
      'crictl rmp -fa',
      'ctr containers delete x',
    ],
    nearMisses: ['docker node ls', 'docker service scale api=3', 'docker compose up -d', 'crictl ps', 'ctr images ls', 'buildah images'],
  }),
  remoteRow({
    id: 'registry.deleteImage',
    resource: 'image',
    title: 'Delete an image from a registry: {name}',
    source: 'https://github.com/containers/skopeo/blob/main/docs/skopeo-delete.1.md',
    on: {
      skopeo: /^(?:-\S+ )*delete\b/,
      crane: /^delete\b/,
      regctl: /^(?:tag|repo|manifest|blob|artifact) (?:delete|rm)\b/,
      reg: /^rm\b/,
      oras: /^(?:manifest|blob) delete\b/,
      gcrane: /^(?:delete|gc)\b/,
    },
    examples: [
      'skopeo delete docker://r.example.com/x:tag',
      'crane delete r.example.com/x@sha256:abc',
      'regctl tag delete r.example.com/x:tag',
      'oras manifest delete r.example.com/x:tag',
    ],
    nearMisses: [
      'skopeo inspect docker://r.example.com/x',
      'crane ls r.example.com/x',
      'regctl tag ls r.example.com/x',
      'oras pull r.example.com/x',
    ],
  }),
];

const kubectl = (pattern: RegExp): Readonly<Record<string, RegExp>> => ({ kubectl: pattern, oc: pattern, kubecolor: pattern, k: pattern });

const clusterRows = [
  remoteRow({
    id: 'kubernetes.deletePods',
    recovery: 'window',
    resource: 'pods',
    title: 'Delete pods or jobs by force, or without naming them: {name}',
    source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_delete/',
    tool: 'kubernetes',
    safer: 'kubectl rollout restart takes them down one after another.',
    on: kubectl(
      /^(?:-\S+ (?!delete)\S+ |-\S+ )*delete (?:\S+ )*?(?:pods?|po|jobs?|jobs\.batch|events?|ev)(?:[ ,/].*)?(?: |^)(?:--all\b|-A\b|--all-namespaces\b|-l ?\S+|--selector\S*|--force\b|--field-selector\S*|--grace-period[= ]0)/,
    ),
    unless: /--dry-run/,
    examples: [
      'kubectl delete pods --all -n prod',
      'kubectl delete pod api-1 --force --grace-period=0',
      'kubectl delete pods -l app=api',
      'kubectl -n prod delete jobs --all',
    ],
    nearMisses: [
      'kubectl delete pod api-7d9f',
      'kubectl get pods --all-namespaces',
      'kubectl delete pods --all --dry-run=client',
      'kubectl rollout restart deploy/api',
    ],
  }),
  remoteRow({
    id: 'kubernetes.takeDown',
    recovery: 'window',
    resource: 'workload',
    title: 'Take down in Kubernetes: {name}',
    source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_scale/',
    tool: 'kubernetes',
    on: {
      ...kubectl(
        /^(?:-\S+ (?!scale|drain|taint|apply|patch|adm)\S+ |-\S+ )*(?:scale\b.*--replicas[= ]0\b|drain\b|adm drain\b|adm prune \S+.*--confirm|taint\b.*:NoExecute\b(?!-)|apply\b.*--prune\b|patch\b.*(?:finalizers"?:\s*(?:null|\[\])|"persistentVolumeReclaimPolicy":\s*"Delete"|"op":\s*"remove")|certificate deny\b|cnpg destroy\b|minio tenant delete\b|cp \S+ \S+:\/(?:data|var\/lib)\S*)/,
      ),
      helm: /^(?:-\S+ )*upgrade\b.*(?:--force\b|--reset-values\b)/,
      argocd: /^(?:-\S+ )*app (?:sync\b.*--(?:prune|force|replace)\b|rollback\b|terminate-op\b|actions run\b.*\bdelete\b|unset\b)/,
      flux: /^(?:-\S+ )*(?:suspend|uninstall)\b/,
      istioctl: /^(?:x )?uninstall\b/,
      cilium: /^(?:uninstall|clustermesh disable)\b/,
      linkerd: /^uninstall\b/,
      velero: /^(?:-\S+ )*(?:uninstall|backup-location delete|restore create .*--existing-resource-policy[= ]update)\b/,
      skaffold: /^delete\b/,
      tilt: /^down\b/,
      devspace: /^purge\b/,
      okteto: /^(?:-\S+ )*(?:destroy|down)\b.*(?:-v|--volumes)\b|^destroy\b/,
      telepresence: /^uninstall\b.*--(?:everything|all-agents)\b/,
      clusterctl: /^delete\b/,
      consul: /^(?:leave|force-leave)\b/,
    },
    unless: /--dry-run|--help/,
    examples: [
      'kubectl scale deploy api --replicas=0',
      'kubectl drain node-1 --ignore-daemonsets --delete-emptydir-data --force',
      'kubectl apply -f k8s/ --prune --all',
      'kubectl patch pvc data -p \'{"metadata":{"finalizers":null}}\'',
      'helm upgrade api . --reset-values',
      'argocd app sync shop --prune',
      'istioctl uninstall --purge -y',
      'flux suspend ks x',
    ],
    nearMisses: [
      'kubectl scale deploy/api --replicas=3',
      'kubectl apply -f k8s/',
      'kubectl drain node-1 --dry-run=client',
      'kubectl patch deploy api -p \'{"spec":{"replicas":2}}\'',
      'helm upgrade --install api .',
      'argocd app sync shop',
      'flux resume ks x',
      'kubectl taint nodes n1 k=v:NoExecute-',
    ],
  }),
  remoteRow({
    id: 'kubernetes.givePowers',
    effect: 'escalate',
    recovery: 'window',
    resource: 'role',
    title: 'Give all powers over the cluster: {name}',
    source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles',
    tool: 'kubernetes',
    on: kubectl(
      /create (?:cluster)?rolebinding\b.*--clusterrole[= ]"?(?:cluster-admin|admin)\b|adm policy add-(?:cluster-)?role-to-(?:user|group) (?:-\S+ )*(?:cluster-admin|admin)\b|adm policy add-scc-to-\w+ (?:-\S+ )*(?:privileged|anyuid)\b|proxy\b.*--address[= ]0\.0\.0\.0|create (?:cluster)?role\b.*--verb[= ]\*.*--resource[= ]\*|debug node\/\S+|label (?:ns|namespace)s? .*pod-security\.kubernetes\.io\/enforce=privileged|run\b.*"privileged":\s*true/,
    ),
    unless: /--dry-run/,
    examples: [
      'kubectl create clusterrolebinding x --clusterrole=cluster-admin --serviceaccount=default:default',
      'oc adm policy add-cluster-role-to-user cluster-admin ada',
      "kubectl proxy --address 0.0.0.0 --accept-hosts '.*'",
    ],
    nearMisses: [
      'kubectl create rolebinding x --role=view --user=ada',
      'kubectl proxy',
      'kubectl create clusterrolebinding x --clusterrole=view --user=ada',
      'kubectl auth can-i delete pods',
    ],
  }),
];

/** Container engines, registries and clusters beyond their first tables. */
export const moreContainerTools = [commandTable('containers', [...containerRows, ...clusterRows])];
