import { plainHost } from '../../environments/hosts.ts';

/**
 * Hosts whose published way to install is a script piped into a shell. What they serve is as trusted as the tool itself. From the
 * install pages of the tools.
 */
const hosts = new Set(
  `sh.rustup.rs static.rust-lang.org raw.githubusercontent.com github.com objects.githubusercontent.com codeload.github.com gitlab.com
  get.docker.com deb.nodesource.com rpm.nodesource.com fnm.vercel.app bun.sh bun.com deno.land astral.sh install.python-poetry.org pyenv.run
  bootstrap.pypa.io get.pnpm.io get.volta.sh install.yarnpkg.com yarnpkg.com npmjs.com www.npmjs.com npmjs.org nodejs.org brew.sh
  raw.github.com fly.io dl.k8s.io get.k3s.io get.helm.sh k3d.io kind.sigs.k8s.io cli.github.com ollama.com ollama.ai get.sdkman.io
  get.haskellup.org get-ghcup.haskell.org get.haskellstack.org sh.brew.sh nixos.org install.determinate.systems determinate.systems releases.nixos.org
  aka.ms get.scoop.sh chocolatey.org community.chocolatey.org dot.net dotnet.microsoft.com packages.microsoft.com sdk.cloud.google.com
  dl.google.com storage.googleapis.com awscli.amazonaws.com releases.hashicorp.com apt.releases.hashicorp.com get.pulumi.com get.opentofu.org
  cli.doppler.com cli.infisical.com artifacts-cli.infisical.com tailscale.com pkgs.tailscale.com get.jetify.com get.jetpack.io mise.run mise.jdx.dev
  starship.rs zed.dev sh.zplug.sh git.io ohmyposh.dev install.ohmyz.sh get.zi.sh rtx.pub setup.atuin.sh sh.install.rs get.rvm.io rvm.io
  foundry.paradigm.xyz up.foundry.sh release.solana.com release.anza.xyz sh.sui.io aptos.dev get.starkli.sh cairo-lang.org
  cli.neon.tech neon.com get.tur.so get.turso.tech install.surrealdb.com clickhouse.com install.duckdb.org install.dagger.io dl.dagger.io
  get.dagger.io install.meilisearch.com install.direnv.net direnv.net install.julialang.org get.trunk.io trunk.io semgrep.dev cli.codecov.io uploader.codecov.io codecov.io
  app.getport.io coveralls.io install.goreleaser.com goreleaser.com just.systems get.please.build get.jenkins.io get.acme.sh
  linkerd.io run.linkerd.io istio.io fluxcd.io get.rke2.io get.k0s.sh k0s.sh get.krew.sh webinstall.dev webi.sh web.sh apps.fedoraproject.org
  dl.min.io get.opensource.rancher.com releases.rancher.com packages.gitlab.com packages.cloud.google.com cloud.r-project.org
  download.docker.com repo.mysql.com repo.anaconda.com micro.mamba.pm pixi.sh conda.anaconda.org sh.conda.io install.perlbrew.pl cpanmin.us
  getcomposer.org php.new herd.laravel.com get.symfony.com symfony.com get.stackhawk.com get.sentry.io sentry.io release.render.com railway.com railway.app
  cli.heroku.com cli-assets.heroku.com heroku.com vercel.com supabase.com cli.convex.dev claude.ai cursor.com cursor.sh gh.io
  opencode.ai ampcode.com app.factory.ai cli.kiro.dev desktop-release.q.us-east-1.amazonaws.com goose.block.xyz aider.chat lmstudio.ai llm.datasette.io
  getmic.ro getcaddy.com webmin.com get.influxdata.com repos.influxdata.com packages.grafana.com apt.grafana.com newrelic.com download.newrelic.com
  s3.amazonaws.com install.datadoghq.com install.datadog.com app.datadoghq.com dtdg.co my-netdata.io get.netdata.cloud download.opensuse.org pkg.jenkins.io
  get.activated.win setup.roots.io wasmtime.dev get.wasmer.io wasmedge.org get.fermyon.com developer.fermyon.com spin.fermyon.dev moonrepo.dev proto.install encore.dev
  nextdns.io install.pi-hole.net get.casaos.io get.coolify.io cdn.coollabs.io dokku.com dokploy.com caprover.com get.portainer.io sh.runpod.io
  vlang.io ziglang.org crystal-lang.org nim-lang.org get.nim-lang.org elan.lean-lang.org gleam.run flutter.dev kotlinlang.org
  code-server.dev coder.com get.gitpod.io gitpod.io get.devbox.sh devenv.sh flox.dev downloads.flox.dev cachix.org app.cachix.org`
    .split(/\s+/)
    .filter((host) => host !== ''),
);

/** Names that tools give to the host that serves their installer: `get.helm.sh`, `install.julialang.org`. */
const installerLabel = /^(?:get|install|installer|setup|sh|cli|dl|download|downloads|releases?|packages?|pkgs?|apt|deb|rpm|repo)\./;

/** The path that a tool's own site gives its installer, over TLS: `https://turborepo.dev/install`, `https://example.com/get-tool.sh`. */
const installerPath = /^https:\/\/[^?#]*\/(?:get|install(?:er|ation)?|setup|bootstrap|quickstart|init|cli)(?:[-_.][\w.-]*)?$/i;

/** Anybody's text: paste sites, file drops, link shorteners, tunnels. */
const anybodys =
  /(?:^|\.)(?:pastebin\.com|paste\.ee|hastebin\.com|dpaste\.(?:com|org)|ix\.io|sprunge\.us|termbin\.com|0x0\.st|transfer\.sh|file\.io|temp\.sh|bashupload\.com|gist\.github(?:usercontent)?\.com|gist\.githubusercontent\.com|bit\.ly|tinyurl\.com|t\.co|is\.gd|goo\.gl|rb\.gy|ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|loca\.lt|serveo\.net|webhook\.site|requestbin\.\w+|pipedream\.net|interact\.sh|oast\.\w+|burpcollaborator\.net|onion|discordapp\.com|anonfiles\.com|mega\.nz|rentry\.co)$/;

/** Where a script is fetched from: a tool's own installer by its host or path, this machine, or anywhere else, which is as good as unread. */
export function isKnownInstaller(url: string): boolean {
  const host = hostOf(url);
  if (host === undefined) return false;
  if (isNear(host)) return true;
  return (
    !isAnybodys(url) && (hosts.has(host) || hosts.has(host.replace(/^www\./, '')) || installerLabel.test(host) || installerPath.test(url))
  );
}

/** From an address that anybody may fill, or over a way on which anybody may change it. */
export function isAnybodys(url: string): boolean {
  const host = hostOf(url);
  if (host === undefined || isNear(host)) return false;
  return /^(?:http|ftp):/i.test(url.trim()) || anybodys.test(host) || /^[\d.]+$/.test(host) || host.includes(':');
}

function hostOf(url: string): string | undefined {
  const match = /^(?:(?:https?|ftp):\/\/)?([^/?#\s]+)/i.exec(url.trim());
  return match ? plainHost(match[1]!) : undefined;
}

function isNear(host: string): boolean {
  return host === '' || /^(?:localhost|127(?:\.\d+){3}|::1|0\.0\.0\.0|host\.docker\.internal|[\w-]+\.localhost)$/.test(host);
}
