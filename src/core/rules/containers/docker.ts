import type { Invocation, Word } from '../../shell/invocation.ts';
import { hasOption, type Arguments } from '../arguments.ts';
import { deletes, verbTool, type VerbRule } from '../verbTool.ts';

const syntax = {
  valued: new Set(['-H', '--host', '-c', '--context', '--config', '-l', '--log-level', '--filter', '-t', '--timeout']),
};
/** Only compose takes a value after -f and -p: elsewhere `-f` is --force, and `-af --volumes` would lose its second option. */
const composeSyntax = {
  valued: new Set([...syntax.valued, '-f', '--file', '-p', '--project-name', '--profile', '--env-file', '--project-directory', '--rmi']),
};
const local = { location: 'local', recovery: 'snapshot' } as const;

const rows: readonly VerbRule[] = [
  deletes({
    id: 'docker.removeVolume',
    words: ['volume rm|remove'],
    each: true,
    ...local,
    resource: 'volume',
    title: 'Remove the container volume {name}',
    source: 'https://docs.docker.com/reference/cli/docker/volume/rm/',
    takes: 'The data in it has no other copy.',
    safer: 'Copy it first: docker run --rm -v NAME:/v -v "$PWD":/b alpine tar czf /b/NAME.tgz /v.',
    examples: ['docker volume rm shop_pgdata', 'podman volume rm data', 'docker volume rm -f shop_pgdata'],
    nearMisses: ['docker volume ls', 'docker volume inspect shop_pgdata'],
  }),
  deletes({
    id: 'docker.pruneVolumes',
    words: ['volume prune', 'system prune'],
    ...local,
    resource: 'volumes',
    title: 'Remove all container volumes that no container uses',
    source: 'https://docs.docker.com/reference/cli/docker/volume/prune/',
    when: (args, _rest, invocation) => invocation.argv.some((word) => word.text === 'volume') || hasOption(args, '--volumes'),
    examples: ['docker volume prune -f', 'docker system prune -a --volumes', 'docker system prune -af --volumes'],
    nearMisses: ['docker system prune -f', 'docker image prune', 'docker builder prune', 'docker system df'],
  }),
  deletes({
    id: 'docker.removeWithVolumes',
    words: ['rm', 'container rm|remove'],
    needs: ['-v', '--volumes'],
    each: true,
    ...local,
    resource: 'container',
    title: 'Remove the container {name} and its anonymous volumes',
    source: 'https://docs.docker.com/reference/cli/docker/container/rm/',
    takes: 'What it keeps in volumes without a name, as database images do.',
    safer: 'docker rm without -v keeps the volumes.',
    examples: ['docker rm -fv db', 'docker rm --force --volumes db', 'podman container rm -v db'],
    nearMisses: ['docker rm -f db', 'docker run --rm -v data:/data alpine ls'],
  }),
  deletes({
    id: 'docker.removeContainer',
    words: ['rm|stop|kill|restart', 'container rm|remove|stop|kill|restart', 'compose down|stop|rm'],
    each: true,
    effect: 'change',
    hardToUndo: true,
    recovery: 'window',
    resource: 'container',
    title: 'Stop or remove the container {name}',
    source: 'https://docs.docker.com/reference/cli/docker/container/rm/',
    examples: ['docker -H ssh://prod rm -f db', 'docker --context prod stop api'],
    nearMisses: ['docker rm -f db', 'docker --context dev rm -f db', 'docker --context prod ps'],
  }),
  deletes({
    id: 'podman.resetSystem',
    words: ['system reset'],
    ...local,
    resource: 'volumes',
    title: 'Remove all containers, images and volumes of Podman',
    source: 'https://docs.podman.io/en/latest/markdown/podman-system-reset.1.html',
    examples: ['podman system reset --force'],
    nearMisses: ['podman system df', 'podman system info'],
  }),
  deletes({
    id: 'docker.removeSwarm',
    words: ['stack rm|remove|down', 'service rm|remove', 'swarm leave', 'trust revoke', 'secret rm', 'config rm'],
    each: true,
    resource: 'service',
    title: 'Remove from the Docker swarm: {name}',
    source: 'https://docs.docker.com/reference/cli/docker/stack/rm/',
    examples: ['docker stack rm shop', 'docker service rm shop_api', 'docker swarm leave --force'],
    nearMisses: ['docker stack ls', 'docker service ps shop_api'],
  }),
  deletes({
    id: 'docker.removeContext',
    words: ['context rm', 'machine rm'],
    each: true,
    ...local,
    resource: 'machine',
    title: 'Remove the container machine or context {name}',
    source: 'https://docs.podman.io/en/latest/markdown/podman-machine-rm.1.html',
    examples: ['podman machine rm dev -f', 'docker context rm prod'],
    nearMisses: ['docker context ls', 'podman machine list'],
  }),
];

/** `-f` is a file before the subcommand and force behind it: `rm -fsv`. */
function takesVolumes(args: Arguments, _rest: readonly Word[], { argv }: Invocation): boolean {
  if (hasOption(args, '-v', '--volumes')) return true;
  const at = argv.findIndex((word) => word.text === 'rm');
  return at > 0 && argv.slice(at).some((word) => /^-[fs]+v[fs]*$/.test(word.text));
}

const composeRows: readonly VerbRule[] = [
  deletes({
    id: 'docker.composeDownVolumes',
    words: ['compose down|rm'],
    when: takesVolumes,
    ...local,
    resource: 'volumes',
    title: 'Remove the containers and the volumes of this compose project',
    source: 'https://docs.docker.com/reference/cli/docker/compose/down/',
    takes: 'Databases that live in its volumes.',
    safer: 'docker compose down keeps the volumes.',
    examples: ['docker compose down -v', 'docker compose rm -fsv db', 'docker compose -f prod.yml down --volumes --remove-orphans'],
    nearMisses: ['docker compose down', 'docker compose up -d', 'docker compose down --remove-orphans'],
  }),
];

const dockerSpec = {
  names: ['docker', 'podman', 'nerdctl'],
  family: 'containers',
  provider: 'Docker',
  tool: 'docker',
  environmentOptions: ['-c', '--context'],
  hostOptions: ['-H', '--host'],
};

export const dockerTools = [
  verbTool({ ...dockerSpec, syntax, rules: rows }),
  verbTool({ ...dockerSpec, syntax: composeSyntax, rules: composeRows }),
];

export const dockerComposeTool = verbTool({
  names: ['docker-compose', 'podman-compose'],
  family: 'containers',
  provider: 'Docker',
  tool: 'docker',
  syntax: composeSyntax,
  rules: [
    deletes({
      id: 'docker.composeDownVolumesV1',
      words: ['down|rm'],
      when: takesVolumes,
      ...local,
      resource: 'volumes',
      title: 'Remove the containers and the volumes of this compose project',
      source: 'https://docs.docker.com/reference/cli/docker/compose/down/',
      takes: 'Databases that live in its volumes.',
      safer: 'docker-compose down keeps the volumes.',
      examples: ['docker-compose down -v'],
      nearMisses: ['docker-compose down', 'docker-compose logs -f'],
    }),
  ],
});

export const helmTool = verbTool({
  names: ['helm', 'helmfile'],
  family: 'containers',
  provider: 'Helm',
  tool: 'kubernetes',
  syntax: {
    valued: new Set([
      '-n',
      '--namespace',
      '--kube-context',
      '--kubeconfig',
      '-f',
      '--file',
      '--values',
      '--set',
      '-e',
      '--environment',
      '-l',
      '--selector',
      '--timeout',
    ]),
  },
  environmentOptions: ['--kube-context', '-e', '--environment'],
  idOptions: ['--kube-context', '-n', '--namespace'],
  rules: [
    deletes({
      id: 'helm.uninstall',
      words: ['uninstall|delete|del|un', 'destroy'],
      each: true,
      resource: 'release',
      title: 'Uninstall the Helm release {name}',
      source: 'https://helm.sh/docs/helm/helm_uninstall/',
      safer: 'See what it would do: helm uninstall NAME --dry-run.',
      examples: ['helm uninstall payments -n prod', 'helm delete payments', 'helmfile -e production destroy'],
      nearMisses: ['helm list', 'helm uninstall payments --dry-run', 'helm template .'],
    }),
    deletes({
      id: 'helm.rollback',
      words: ['rollback'],
      effect: 'change',
      hardToUndo: true,
      recovery: 'window',
      resource: 'release',
      title: 'Roll back the Helm release {name}',
      source: 'https://helm.sh/docs/helm/helm_rollback/',
      examples: ['helm rollback payments 3'],
      nearMisses: ['helm history payments', 'helm status payments'],
    }),
  ],
});

export const clusterTools = [
  verbTool({
    names: ['kind', 'k3d', 'minikube'],
    family: 'containers',
    provider: 'Kubernetes',
    tool: 'kind',
    syntax: { valued: new Set(['--name', '-n', '-p', '--profile']) },
    rules: [
      deletes({
        id: 'localCluster.delete',
        words: ['delete cluster|clusters', 'cluster delete', 'delete'],
        nameOptions: ['--name', '-p', '--profile'],
        location: 'local',
        recovery: 'snapshot',
        resource: 'cluster',
        title: 'Delete the local Kubernetes cluster {name}',
        source: 'https://kind.sigs.k8s.io/docs/user/quick-start/#deleting-a-cluster',
        examples: ['kind delete cluster --name dev', 'minikube delete --all'],
        nearMisses: ['kind get clusters', 'minikube status', 'k3d cluster list'],
      }),
    ],
  }),
  verbTool({
    names: ['eksctl'],
    family: 'containers',
    provider: 'Amazon EKS',
    tool: 'aws',
    syntax: { valued: new Set(['--name', '-n', '--cluster', '--region', '-f', '--config-file', '--profile']) },
    environmentOptions: ['--profile'],
    idOptions: ['--name', '-n', '--cluster'],
    rules: [
      deletes({
        id: 'eksctl.delete',
        words: ['delete cluster|nodegroup|addon|fargateprofile|iamserviceaccount'],
        nameOptions: ['--name', '-n', '--cluster'],
        resource: 'cluster',
        title: 'Delete from Amazon EKS: {name}',
        source: 'https://eksctl.io/usage/creating-and-managing-clusters/',
        examples: ['eksctl delete cluster --name prod', 'eksctl delete nodegroup --cluster prod --name ng-1'],
        nearMisses: ['eksctl get cluster', 'eksctl create cluster --name dev'],
      }),
    ],
  }),
  verbTool({
    names: ['velero'],
    family: 'containers',
    provider: 'Velero',
    tool: 'kubernetes',
    rules: [
      deletes({
        id: 'velero.delete',
        words: [
          'delete|backup|schedule|restore delete',
          'delete backup|backups|schedule|restore|backup-location',
          'backup delete',
          'schedule delete',
          'backup-location delete',
        ],
        nameWord: 0,
        resource: 'backup',
        title: 'Delete the Velero backup {name}',
        source: 'https://velero.io/docs/main/backup-reference/',
        takes: 'The stored backup data goes with it.',
        examples: ['velero backup delete nightly --confirm', 'velero delete backup nightly'],
        nearMisses: ['velero backup get', 'velero backup describe nightly'],
      }),
    ],
  }),
  verbTool({
    names: ['argocd', 'flux'],
    family: 'containers',
    provider: 'GitOps',
    tool: 'kubernetes',
    syntax: { valued: new Set(['--server', '--context', '-n', '--namespace']) },
    environmentOptions: ['--context'],
    hostOptions: ['--server'],
    rules: [
      deletes({
        id: 'gitops.delete',
        words: ['app|appset|proj|cluster|repo delete|rm', 'delete *', 'uninstall'],
        resource: 'application',
        title: 'Delete from {name} what GitOps manages',
        source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/commands/argocd_app_delete/',
        takes: 'With cascade, the resources of the application go with it.',
        examples: ['argocd app delete payments --cascade', 'flux delete kustomization apps', 'flux uninstall'],
        nearMisses: ['argocd app list', 'flux get all', 'argocd app diff payments'],
      }),
    ],
  }),
];
