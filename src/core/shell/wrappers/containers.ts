import { after } from '../../rules/arguments.ts';
import { lost, type Call, type Handler, type Output, type Run } from '../call.ts';
import type { Place, Word } from '../invocation.ts';
import { hasVolumes, readMounts, type Mount } from '../mounts.ts';
import { noInput } from '../state.ts';
import { plainWord } from '../word.ts';
import { composedServices } from './composeFile.ts';
import { hereInput } from './remote.ts';
import { names, readOptions, valueOf, type Options, type OptionSyntax } from './options.ts';

/** Runs words in a container. The tool's own invocation is kept as well: rules of its own may hold it. */
function runInside(
  call: Call,
  run: Run,
  place: Place,
  words: readonly Word[],
  directory: Word | undefined,
  mounts: readonly Mount[] = [],
): Output | undefined {
  if (words.length === 0 || place.type === 'here') return undefined;
  run.emit(call);
  const cwd = directory?.known && directory.text.startsWith('/') ? directory.text : undefined;
  const scope = call.scope.at(place, place.tool, cwd);
  if (mounts.length > 0) scope.mounts = mounts;
  const files = envFiles(call.argv.slice(0, call.argv.length - words.length)).flatMap((file) => run.resolve(file, call.scope) ?? []);
  scope.supplies = files.length > 0 ? [{ tool: 'dotenv', files }] : undefined;
  return run.words({ ...call, argv: words, scope, redirects: [], input: hereInput(call, run), variables: undefined, external: true });
}

/** `--env-file FILE`, given to the container. */
function envFiles(argv: readonly Word[]): readonly Word[] {
  return argv.flatMap((word, i) =>
    word.text.startsWith('--env-file=') ? [after(word, 11)] : word.text === '--env-file' && argv[i + 1] ? [argv[i + 1]!] : [],
  );
}

/** https://docs.docker.com/reference/cli/docker/ */
const dockerSyntax: OptionSyntax = {
  short: 'Hcl',
  long: names(
    '--host --context --config --log-level --tlscacert --tlscert --tlskey --connection --identity --root --url --namespace --address',
  ),
};

/** https://docs.docker.com/reference/cli/docker/container/run/: what takes no value. */
const runSyntax: OptionSyntax = {
  short: 'acehlmpuvwC',
  flags: names(
    '--detach --disable-content-trust --help --init --interactive --no-healthcheck --oom-kill-disable --privileged --publish-all --quiet --read-only --rm --sig-proxy --tty --use-api-socket --replace --rmi --tls-verify --env-host --http-proxy --no-hosts --no-hostname --rootfs --read-only-tmpfs --passwd --latest --preserve-fds-all',
  ),
};

/** https://docs.docker.com/reference/cli/docker/container/exec/ */
const execSyntax: OptionSyntax = { short: 'euw', long: names('--detach-keys --env --env-file --user --workdir --preserve-fds --cidfile') };

/** https://docs.docker.com/reference/cli/docker/compose/ */
const composeSyntax: OptionSyntax = {
  short: 'fp',
  long: names('--file --project-name --profile --project-directory --env-file --ansi --parallel --progress'),
};
const composeRunSyntax: OptionSyntax = {
  short: 'elpuvw',
  long: names('--cap-add --cap-drop --entrypoint --env --env-from-file --label --name --publish --pull --user --volume --workdir --index'),
};

function docker(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  let { at } = readOptions(argv, 1, dockerSyntax);
  let verb = argv[at]?.text;
  if (verb === 'compose') return compose(call, run, name, at + 1);
  if (verb === 'container') verb = argv[++at]?.text;
  if (verb === 'run' || verb === 'create') return image(call, run, name, at + 1);
  if (verb !== 'exec') return undefined;
  const options = readOptions(argv, at + 1, execSyntax);
  const container = argv[options.at];
  if (!container) return undefined;
  return runInside(call, run, place(name, container), argv.slice(options.at + 1), valueOf(options, '-w', '--workdir'));
}

function place(tool: string, word: Word): Extract<Place, { type: 'container' }> {
  return { type: 'container', tool, name: word.text };
}

function image(call: Call, run: Run, name: string, start: number): Output | undefined {
  const options = readOptions(call.argv, start, runSyntax);
  const image_ = call.argv[options.at];
  if (!image_) return undefined;
  return runInside(
    call,
    run,
    { ...place(name, valueOf(options, '--name') ?? image_), ...(hasVolumes(call.argv.slice(start, options.at)) ? {} : { fresh: true }) },
    withEntrypoint(options, call.argv.slice(options.at + 1), image_.text),
    valueOf(options, '-w', '--workdir'),
    call.scope.place.type === 'here' ? readMounts(call.argv.slice(start, options.at), call.scope.cwd) : [],
  );
}

/** Images whose entry point is one program, that is given the words behind the image. From their pages on Docker Hub. */
const entrypoints: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)hashicorp\/terraform$/, 'terraform'],
  [/(?:^|\/)opentofu\/opentofu$/, 'tofu'],
  [/(?:^|\/)amazon\/aws-cli$/, 'aws'],
  [/(?:^|\/)(?:bitnami|bitnamilegacy|alpine)\/(?:kubectl|k8s)$|(?:^|\/)kubectl$/, 'kubectl'],
  [/(?:^|\/)alpine\/helm$/, 'helm'],
  [/(?:^|\/)alpine\/git$/, 'git'],
  [/(?:^|\/)(?:flyway\/)?flyway$/, 'flyway'],
  [/(?:^|\/)(?:liquibase\/)?liquibase$/, 'liquibase'],
  [/(?:^|\/)migrate\/migrate$/, 'migrate'],
  [/(?:^|\/)rclone\/rclone$/, 'rclone'],
  [/(?:^|\/)restic\/restic$/, 'restic'],
  [/(?:^|\/)minio\/mc$/, 'mc'],
  [/(?:^|\/)(?:amacneil\/)?dbmate$/, 'dbmate'],
  [/(?:^|\/)skopeo(?:\/stable)?$/, 'skopeo'],
  [/(?:^|\/)curlimages\/curl$/, 'curl'],
  [/(?:^|\/)pulumi\/pulumi$/, 'pulumi'],
  [/(?:^|\/)digitalocean\/doctl$/, 'doctl'],
];

/** `sh -c` behind an image is what most images run as it stands. */
function withEntrypoint(options: Options, words: readonly Word[], image: string): readonly Word[] {
  const entrypoint = valueOf(options, '--entrypoint');
  if (entrypoint && entrypoint.text !== '') return [entrypoint, ...words];
  const name = image.replace(/@sha256:.*$/, '').replace(/:[\w.-]+$/, '');
  const own = entrypoint ? undefined : entrypoints.find(([pattern]) => pattern.test(name))?.[1];
  if (own !== undefined) return [plainWord(own), ...words];
  return words[0]?.text.startsWith('-') ? [] : words;
}

/** `--attach SERVICE` and the like take a value; which flags do not: https://docs.docker.com/reference/cli/docker/compose/up/ */
const composeUpSyntax: OptionSyntax = {
  short: 't',
  long: names('--attach --exit-code-from --no-attach --pull --scale --timeout --wait-timeout'),
};

/** Runs what the Compose file says that services run. */
function composed(call: Call, run: Run, name: string, start: number, end: number, services: readonly Word[]): Output | undefined {
  const files = call.argv.slice(start, end).flatMap((word, index, options) => {
    if (word.text.startsWith('--file=')) return [after(word, 7)];
    return (word.text === '-f' || word.text === '--file') && options[index + 1] ? [options[index + 1]!] : [];
  });
  const found = composedServices(
    call,
    run,
    files,
    services.map(({ text }) => text),
  );
  if (found.length === 0) return undefined;
  run.emit(call);
  for (const { name: service, words, folder, mounts } of found) {
    const place: Place = { type: 'container', tool: name, name: service };
    const scope = call.scope.at(place, name, folder?.text.startsWith('/') ? folder.text : undefined);
    if (mounts.length > 0) scope.mounts = mounts;
    if (typeof words === 'string') run.shellText(words, scope, false);
    else run.words({ ...call, argv: words, scope, redirects: [], input: noInput, variables: undefined, external: true });
  }
  return lost;
}

function composeProgram(call: Call, run: Run, name: string): Output | undefined {
  return compose(call, run, name, 1);
}

function compose(call: Call, run: Run, name: string, start: number): Output | undefined {
  const { argv } = call;
  const { at } = readOptions(argv, start, composeSyntax);
  const verb = argv[at]?.text;
  if (verb === 'up') {
    const chosen = readOptions(argv, at + 1, composeUpSyntax);
    return composed(call, run, name, start, at, argv.slice(chosen.at));
  }
  if (verb !== 'run' && verb !== 'exec') return undefined;
  const options = readOptions(argv, at + 1, composeRunSyntax);
  const service = argv[options.at];
  if (!service) return undefined;
  const words = withEntrypoint(options, argv.slice(options.at + 1), '');
  if (words.length === 0 && verb === 'run') return composed(call, run, name, start, at, [service]);
  return runInside(call, run, place(name, service), words, valueOf(options, '-w', '--workdir'));
}

/** https://kubernetes.io/docs/reference/kubectl/generated/ */
const kubectlSyntax: OptionSyntax = {
  short: 'nscvfl',
  long: names(
    '--namespace --context --cluster --user --kubeconfig --server --token --as --as-group --as-uid --cache-dir --certificate-authority --client-certificate --client-key --request-timeout --tls-server-name --username --password --profile --container --filename --pod-running-timeout --image --env --port --restart --labels --overrides --override-type --image-pull-policy --annotations --selector --output',
  ),
};

function kubectl(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  const { at } = readOptions(argv, 1, kubectlSyntax);
  const verb = argv[at]?.text;
  if (verb !== 'exec' && verb !== 'run' && verb !== 'rsh' && verb !== 'debug') return undefined;
  const dashes = argv.findIndex((word, index) => index > at && word.text === '--');
  const options = readOptions(dashes < 0 ? argv : argv.slice(0, dashes), at + 1, kubectlSyntax);
  const pod = argv[options.at];
  if (!pod) return undefined;
  const words = dashes > 0 ? argv.slice(dashes + 1) : verb === 'exec' || verb === 'rsh' ? argv.slice(options.at + 1) : [];
  return runInside(call, run, place(name, pod), words, undefined);
}

/** Programs that change the root or the namespaces and then run the rest. */
const roots: Readonly<Record<string, OptionSyntax & { readonly operands: number }>> = {
  chroot: { operands: 1, long: names('--groups --userspec') },
  'arch-chroot': { operands: 1, short: 'u' },
  unshare: {
    operands: 0,
    short: 'RwSGl',
    long: names(
      '--root --wd --setuid --setgid --propagation --setgroups --boottime --monotonic --map-user --map-group --map-users --map-groups',
    ),
  },
  nsenter: { operands: 0, short: 'tSGW', long: names('--target --setuid --setgid') },
  'systemd-nspawn': {
    operands: 0,
    short: 'DiMupELPSZxb',
    long: names('--directory --image --machine --user --bind --bind-ro --setenv --chdir --tmpfs'),
  },
  'lxc-attach': { operands: 0, short: 'nPloeufagv', long: names('--name --lxcpath --uid --gid --set-var') },
  machinectl: { operands: 0 },
  toolbox: { operands: 0, short: 'cdr', long: names('--container --distro --release') },
  distrobox: { operands: 0, short: 'n', long: names('--name') },
};

function root(call: Call, run: Run, name: string): Output | undefined {
  const { operands, ...syntax } = roots[name]!;
  const { argv } = call;
  let { at } = readOptions(argv, 1, syntax);
  let target = argv[at]?.text ?? '';
  const verb = name === 'machinectl' ? 'shell' : name === 'toolbox' ? 'run' : name === 'distrobox' ? 'enter' : undefined;
  if (verb !== undefined) {
    if (target !== verb) return undefined;
    const inner = readOptions(argv, at + 1, syntax);
    at = inner.at;
    if (name !== 'toolbox' && name !== 'distrobox') at++;
    target = argv[at - 1]?.text ?? '';
    if (argv[at]?.text === '--') at++;
  } else at += operands;
  if (at >= argv.length) return undefined;
  // `unshare` and `nsenter` mostly keep the file system that they start from, or reach the one of the host: paths stay as they are.
  if (name === 'unshare' || name === 'nsenter')
    return run.words({ ...call, argv: argv.slice(at), scope: call.scope.within(name), external: true });
  return runInside({ ...call, redirects: call.redirects }, run, { type: 'container', tool: name, name: target }, argv.slice(at), undefined);
}

/** Wrappers that reach into a container or another root. */
export const containerWrappers: readonly (readonly [string, Handler])[] = [
  ...['docker', 'podman', 'nerdctl', 'finch', 'wslc'].map((name): readonly [string, Handler] => [name, docker]),
  ...['docker-compose', 'podman-compose'].map((name): readonly [string, Handler] => [name, composeProgram]),
  ...['kubectl', 'oc', 'k3s', 'microk8s', 'kubecolor'].map((name): readonly [string, Handler] => [name, kubectl]),
  ...Object.keys(roots).map((name): readonly [string, Handler] => [name, root]),
];
