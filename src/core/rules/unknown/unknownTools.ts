import type { Invocation } from '../../shell/invocation.ts';
import { judgeReleaseCode } from '../interpreters/consoleCode.ts';
import { remoteTarget } from '../place.ts';
import type { Draft, Rule, RuleContext, Tool } from '../rule.ts';

const unknownDeleteRule: Rule = {
  id: 'tools.deleteUnknown',
  effect: 'delete',
  resource: 'resource',
  title: 'Delete with a program that is not known here: {name}',
  location: 'remote',
  recovery: 'window',
  source: 'docs/architecture.md',
  safer: 'See what its --help says of a dry run.',
  examples: [
    'acmectl delete cluster main',
    'acme-cli project destroy shop --yes',
    './infra.sh teardown',
    'acmectl vm.destroy web',
    'acmectl delete-user ada',
    'acmectl cache purge --all',
    'acmectl TerminateInstances --ids i-1',
    'acmectl volume rm --force data',
  ],
  nearMisses: [
    'acmectl get cluster main',
    'acmectl delete --help',
    'acmectl delete cluster main --dry-run',
    'acmectl volume rm data',
    'echo delete everything',
    'grep -r destroy src',
    'acmectl create user --name delete-me',
    'acmectl restore deleted',
    'man delete',
  ],
};

/** What no program means in any other way, as a whole word or as a part of one (`delete-user`, `db:drop`, `vm.destroy`). */
const strong =
  /^(?:delete|deletes?all|destroy|destroyall|purge|purgeall|wipe|wipeall|nuke|undeploy|teardown|terminate|erase|obliterate|decommission|deprovision|drop|dropall|truncate|unpublish|yank|factoryreset|selfdestruct|deletevm|expunge|annihilate|rmall|removeall)$/i;
/** What also takes away links, settings and caches; counts with an option that says not to ask, or that it is about everything. */
const weak = /^(?:rm|remove|reset|clear|prune|flush|revoke|unregister|forget|down|rollback|restore)$/i;
const insists =
  /^(?:--(?:force|all|yes|purge|no-prompt|no-confirm|assume-yes|hard|delete-data|with-data|recursive|confirm|approve|auto-approve|destroy|volumes)(?:=true)?|-(?:f|y|rf|fr|yf|fy|ff))$/;
const harmless =
  /^(?:--help|-h|help|--dry-run(?:=\S*)?|--dryrun|--version|--what-if|--check|--list|--plan|--preview|--simulate|--no-op|--noop)$/;
/** Nouns of what is made again in any case. */
const disposable =
  /^(?:caches?|temp|tmp|logs?|history|session|sessions|cookies?|token|index|indexes|preview|previews|build|dist|artifacts?|snapshot|alias|completion|completions|plugin|plugins|extension|extensions|theme|package|packages|dependency|dependencies|config|settings?|line|lines|row|column|word|char|text|tag|todo|task|note|entry|bookmark|item|whitespace|blank|comment|comments|empty|duplicates?)$/i;

/** Programs whose words are text, files or filters, and package managers, where taking a package away is everyday. */
const others = new Set(
  `: . [ [[ test echo printf print say cat tac head tail less more most bat grep egrep fgrep rg ag ack sed awk gawk cut sort uniq tr wc tee xargs find fd locate ls exa eza tree
  cd pushd popd pwd mkdir rmdir touch cp mv ln install stat file du df which whereis type command hash alias unalias man info help apropos whatis tldr cheat history fc read
  export declare local set unset shift return exit true false yes no seq sleep wait jobs bg fg date cal time env expr let eval exec source trap ulimit umask uname hostname whoami id groups
  diff cmp comm patch join paste fold fmt column nl rev od xxd hexdump strings base64 md5sum sha1sum sha256sum sha512sum b2sum cksum jq yq xq fx gron dasel mlr csvkit xsv xmllint xmlstarlet
  vim vi nvim nano emacs ed ex code codium subl atom idea pico micro helix hx kate gedit open xdg-open start explorer notify-send logger wall write zenity dialog whiptail gum fzf sk
  jest vitest mocha ava tap pytest py.test nosetests tox nox phpunit pest rspec minitest cucumber behave playwright cypress karma jasmine ginkgo gotestsum ctest bats shellspec go cargo dotnet mvn gradle ant sbt
  pip pip2 pip3 pipx conda mamba micromamba apt apt-get apt-cache aptitude nala dnf yum microdnf zypper pacman yay paru apk brew port snap flatpak choco winget scoop npm npx yarn pnpm bun bunx deno gem bundle composer
  poetry pdm uv uvx hatch rye pyenv rbenv nodenv goenv jenv tfenv tgenv nvm fnm n volta asdf mise rtx sdk rustup ghcup juliaup rvm chruby virtualenv virtualenvwrapper opam cabal stack mix rebar3 hex luarocks cpan cpanm
  dart flutter pub pod carthage swift xcodebuild xcrun nix nix-env nix-shell nix-store guix emerge xbps-install xbps-remove eopkg tlmgr vcpkg conan spack krew ansible-galaxy update-alternatives alternatives
  dpkg rpm add-apt-repository apt-key apt-mark update-rc.d systemctl service launchctl gsettings dconf defaults xattr locale-gen localectl fc-cache update-grub depmod ldconfig
  python python2 python3 node ruby perl php lua java javac scala kotlin groovy Rscript julia elixir erl ghci ocaml racket sbcl gcc g++ clang make cmake ninja meson bazel buck tsc tsx ts-node esbuild vite webpack rollup parcel eslint prettier
  tmux screen zellij byobu ssh scp sftp rsync curl wget http https xh nc socat telnet ping dig host nslookup traceroute ip ifconfig netstat ss lsof ps top htop kill pkill killall nice
  tar gzip gunzip zip unzip bzip2 xz zstd 7z rar unrar convert magick ffmpeg ffprobe sox exiftool pandoc latex pdflatex gs qpdf pdftk pdftotext gpg openssl ssh-keygen ssh-add
  claude codex gemini aider cursor-agent opencode copilot llm ollama timew task taskw todo todo.sh jrnl nb zk buku calcurse khal remind ledger hledger pass xdotool wmctrl xclip xsel pbcopy pbpaste
  pm2 forever playwright-cli playwright-mcp agent-browser
  lerna nx turbo rush wireit changeset storybook ng vue next nuxt astro gatsby remix svelte expo react-native cap cordova ionic electron
  tic infocmp stty tput reset clear sysctl modprobe mount umount git-lfs lefthook husky pre-commit commitlint`.split(/\s+/),
);

/** Longest run of subcommands that is looked at. */
const maxSteps = 4;

/** Programs that an unknown launcher may be given to run: `with-contenv rm -rf /data`, `terramate run -- terraform destroy`. */
const launched =
  /^(?:\/\S*\/)?(?:rm|shred|dd|mkfs(?:\.\w+)?|sh|bash|zsh|dropdb|psql|mysql|mongosh|redis-cli|terraform|tofu|terragrunt|pulumi|kubectl|helm|docker|aws|gcloud|az|git|find|truncate|wipefs|prisma|rails|rake|python3?|node|systemctl|shutdown|reboot)$/;

/** What it runs, should it be a launcher: the words from the first program on. */
function launches(invocation: Invocation, context: RuleContext): readonly Draft[] {
  const { argv, program } = invocation;
  const at = argv.findIndex((word, index) => index > 0 && index < argv.length - 1 && launched.test(word.text));
  if (at < 0) return [];
  // `yadm rm x`: a subcommand of that name.
  if (at === 1 && argv[1]!.text === 'rm' && !/^-\w*[rf]/.test(argv[2]!.text)) return [];
  // `acmectl get git config`: names of things, not of programs. Behind `--`, or at once, a program is one.
  if (at > 1 && !argv.slice(1, at).some((word) => word.text.startsWith('-') || /^(?:run|exec|do|x|shell|ssh|with|wrap)$/.test(word.text)))
    return [];
  const text = argv
    .slice(at)
    .map((word) => (word.known ? `'${word.text.replaceAll("'", "'\\''")}'` : '"$COMPUTED"'))
    .join(' ');
  return context.shell(text, { ...invocation, redirects: [] }, program);
}

/** What a program that no table knows would delete, to go by its subcommands. */
export function judgeUnknownTool(invocation: Invocation, context: RuleContext): readonly Draft[] {
  const { program, argv } = invocation;
  if (program === '' || others.has(program) || argv.length < 2 || !/^[\w.+-]{2,60}$/.test(program)) return [];
  if (isRemovingCmdlet(invocation))
    return [
      draftOf(
        invocation,
        program,
        argv.slice(1).map((word) => word.text),
      ),
    ];
  const inner = [...launches(invocation, context), ...judgeReleaseCode(invocation, context)];
  return inner.length > 0 ? inner : judgeVerbs(invocation);
}

/** `Remove-Mailbox ada`: PowerShell's verbs are fixed, whatever the module. https://learn.microsoft.com/powershell/scripting/developer/cmdlet/approved-verbs-for-windows-powershell-commands */
function isRemovingCmdlet({ program, argv, shell }: Invocation): boolean {
  if (shell !== 'powershell' || !program.includes('-') || argv.some((word) => /^-(?:WhatIf|\?)$/i.test(word.text))) return false;
  const noun = /^(?:Remove|Clear|Uninstall|Revoke|Disconnect|Reset|Dismount)-(\w{2,60})$/i.exec(program)?.[1];
  return (
    noun !== undefined &&
    !/^(?:Variable|Alias|Module|Job|Event|PSSession|PSDrive|Host|History|PSBreakpoint|TypeData|Function|PSReadLine\w*|DnsClientCache|RecycleBin|Package|Script|PSRepository|FormatData|Item|Content|ItemProperty|Assembly|Screen|Display|Test\w*|Mock)$/i.test(
      noun,
    )
  );
}

function judgeVerbs({ program, argv, ...invocation }: Invocation): readonly Draft[] {
  const words = argv.slice(1).map((word) => word.text);
  if (words.some((word) => harmless.test(word))) return [];
  const insisted = words.some((word) => insists.test(word));
  const steps: string[] = [];
  for (let at = 0; at < words.length && steps.length < maxSteps; at++) {
    const word = words[at]!;
    if (word.startsWith('-')) {
      // What stands behind an option may be its value, and a value is no verb.
      if (!word.includes('=') && !insists.test(word) && steps.length === 0 && !(words[at + 1] ?? '-').startsWith('-')) at++;
      else if (!word.includes('=') && steps.length > 0 && !insists.test(word)) break;
      continue;
    }
    if (
      !/^[a-zA-Z][\w:.-]{1,60}$/.test(word) ||
      /\.(?:[a-z]{1,4}|json|yaml|toml|html)$/i.test(word.replace(/^[\w-]+\.(?:destroy|delete|remove|rm|purge|wipe)$/, 'x'))
    )
      break;
    steps.push(word);
  }
  const verb = steps.findIndex((step, index) =>
    partsOf(step).some((part) => (strong.test(part) ? index < 3 : insisted && index < 3 && weak.test(part))),
  );
  if (verb < 0) return [];
  const nouns = [...steps.slice(0, verb), ...partsOf(steps[verb]!), ...steps.slice(verb + 1, verb + 2)].flatMap(partsOf);
  if (!insisted && nouns.some((noun) => disposable.test(noun))) return [];
  return [draftOf({ program, argv, ...invocation }, steps[verb]!, steps)];
}

function draftOf(invocation: Invocation, verb: string, words: readonly string[]): Draft {
  const { program } = invocation;
  return {
    rule: unknownDeleteRule,
    resource: { kind: 'resource', name: `${program} ${words.join(' ')}`.slice(0, 60).trim() },
    target: remoteTarget(invocation) ?? { tool: program, ids: words.filter((word) => !word.startsWith('-')) },
    evidence: [{ text: `${verb} is what ${program} is told` }],
  };
}

/** `delete-user`, `db:drop`, `vm.destroy`, `TerminateInstances` → their words. */
function partsOf(step: string): readonly string[] {
  return step.split(/[-:._]|(?<=[a-z])(?=[A-Z])/);
}

/** Lists the rule; what it finds is found where no table knows the program. */
export const unknownTools: Tool = { names: [], family: 'unknown', rules: [unknownDeleteRule], find: () => [] };
