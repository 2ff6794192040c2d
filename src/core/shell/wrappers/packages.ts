import { after } from '../../rules/arguments.ts';
import type { Call, Handler, Output, Run } from '../call.ts';
import type { Word } from '../invocation.ts';
import { childShell, runShellCode } from '../scripts.ts';
import { plainWord } from '../word.ts';
import { supplied } from './supplies.ts';
import { has, names, readOptions, runInner, runRest, valueOf, type Options, type OptionSyntax } from './options.ts';
import { own } from '../../own.ts';

/** Packages whose program is not called like the last part of their name. */
const binaries: Readonly<Record<string, string>> = {
  '@angular/cli': 'ng',
  '@aws-amplify/backend-cli': 'ampx',
  '@aws-amplify/cli': 'amplify',
  '@cloudflare/wrangler': 'wrangler',
  '@nestjs/cli': 'nest',
  '@infisical/cli': 'infisical',
  '@sentry/cli': 'sentry-cli',
  '@prisma/cli': 'prisma',
  '@adonisjs/cli': 'adonis',
  '@mikro-orm/cli': 'mikro-orm',
  '@anthropic-ai/claude-code': 'claude',
  '@openai/codex': 'codex',
  '@google/gemini-cli': 'gemini',
  '@dotenvx/dotenvx': 'dotenvx',
  'aws-cdk': 'cdk',
  'cdktf-cli': 'cdktf',
  'del-cli': 'del-cli',
  'dotenv-cli': 'dotenv',
  'firebase-tools': 'firebase',
  'ember-cli': 'ember',
  'netlify-cli': 'netlify',
  'sequelize-cli': 'sequelize-cli',
  'trash-cli': 'trash',
  'typeorm-ts-node-commonjs': 'typeorm',
  'typeorm-ts-node-esm': 'typeorm',
};

/** `@railway/cli@3` → `railway`, `prisma@6` → `prisma`: the program that a runner of packages starts. */
function packageProgram(spec: string): string {
  const text = spec.replace(/^npm:/, '');
  const at = text.indexOf('@', 1);
  const name = at > 0 ? text.slice(0, at) : text;
  const known = own(binaries, name);
  if (known !== undefined) return known;
  const [, scope, last] = /^@([^/]+)\/([^/]+)/.exec(name) ?? [];
  if (scope === undefined) return name.slice(name.lastIndexOf('/') + 1);
  return last === 'cli' ? scope : last!;
}

/** Runs a word that names a package, as the program that it installs. */
function runPackage(call: Call, run: Run, at: number, via: string): Output | undefined {
  const spec = call.argv[at];
  if (!spec) return undefined;
  const program = spec.known && !/[/\\]/.test(spec.text.replace(/^@[^/]+\//, '')) ? plainWord(packageProgram(spec.text)) : spec;
  return runInner(call, run, [program, ...call.argv.slice(at + 1)], call.scope.within(via));
}

/** A text that a tool hands to a shell. */
function runText(call: Call, run: Run, code: Word | undefined, via: string): Output | undefined {
  if (!code) return undefined;
  run.redirections(call);
  return runShellCode(code, childShell(call, via, undefined, []), call, run, via);
}

/** https://docs.npmjs.com/cli/v11/commands/npx */
const npxSyntax: OptionSyntax = {
  short: 'pcw',
  long: names('--package --call --workspace --cache --registry --userconfig --prefix --loglevel --node-arg --shell -C'),
};

function npx(call: Call, run: Run, name: string): Output | undefined {
  return packageRunner(call, run, 1, name);
}

function packageRunner(call: Call, run: Run, start: number, name: string): Output | undefined {
  const options = readOptions(call.argv, start, npxSyntax);
  return runText(call, run, valueOf(options, '-c', '--call'), name) ?? runPackage(call, run, options.at, name);
}

const npmSyntax: OptionSyntax = {
  short: 'Cw',
  long: names('--prefix --workspace --registry --loglevel --userconfig --cache --filter --dir -C'),
};

/** Subcommands that run the program of a package. The other words of these tools stay as they are: rules of their own judge them. */
const runners: Readonly<Record<string, readonly string[]>> = {
  npm: ['exec', 'x'],
  pnpm: ['dlx', 'exec'],
  yarn: ['dlx', 'exec'],
  bun: ['x'],
};

function npm(call: Call, run: Run, name: string): Output | undefined {
  const options = readOptions(call.argv, 1, { ...npmSyntax, short: name === 'pnpm' ? 'CF' : npmSyntax.short! });
  const verb = call.argv[options.at]?.text;
  if (verb === undefined || !runners[name]!.includes(verb)) {
    // pnpm and yarn run a program of the package when no script and no subcommand is called so.
    return verb !== undefined && (name === 'pnpm' || name === 'yarn') && known.has(verb) ? runRest(call, run, options.at, name) : undefined;
  }
  return packageRunner(call, run, options.at + 1, name);
}

/** Programs that `pnpm x` and `yarn x` are used for, and that rules know. */
const known = names(
  'prisma drizzle-kit typeorm knex sequelize sequelize-cli mikro-orm rimraf del-cli shx wrangler vercel netlify supabase firebase railway convex sst cdk cdktf serverless sls amplify ampx neonctl turso pscale db-migrate node-pg-migrate migrate-mongo payload strapi medusa wp-env cross-env env-cmd dotenv dotenvx nodemon concurrently tsx ts-node pulumi expo eas',
);

interface Runner extends OptionSyntax {
  /** Words that must stand before the options: `run`, `tool run`. Several spellings are separated by `|`. */
  readonly verb?: string;
  /** Operands of its own before the program. */
  readonly operands?: number;
  /** Options whose value is a text for a shell. */
  readonly text?: readonly string[];
  /** The first word is a package. */
  readonly package?: boolean;
  /** The program begins behind `--`, and only there. */
  readonly dashes?: boolean;
}

/**
 * Tools that prepare an environment (dependencies, secrets, versions of languages) and run the rest of their words in it. From
 * their documentation; the options listed are those that take a value.
 */
const environments: Readonly<Record<string, readonly Runner[]>> = {
  // https://docs.astral.sh/uv/reference/cli/
  uv: [
    {
      verb: 'tool run',
      package: true,
      short: 'pcfi',
      long: names(
        '--from --with --with-editable --with-requirements --python --index --index-url --directory --project --env-file --constraints',
      ),
    },
    {
      verb: 'run',
      short: 'pwmif',
      long: names(
        '--extra --group --no-group --only-group --with --with-editable --with-requirements --python --env-file --package --project --directory --index --index-url --refresh-package --config-file --module',
      ),
    },
  ],
  uvx: [
    {
      package: true,
      short: 'pcfi',
      long: names(
        '--from --with --with-editable --with-requirements --python --index --index-url --directory --project --env-file --constraints',
      ),
    },
  ],
  pipx: [{ verb: 'run', package: true, long: names('--spec --python --pip-args --index-url') }],
  poetry: [{ verb: 'run', short: 'CP', long: names('--directory --project') }],
  pipenv: [{ verb: 'run' }],
  pdm: [{ verb: 'run', short: 'p', long: names('--project --env-file') }],
  hatch: [{ verb: 'run' }],
  rye: [{ verb: 'run' }],
  pixi: [{ verb: 'run', short: 'e', long: names('--manifest-path --environment') }],
  conda: [{ verb: 'run', short: 'np', long: names('--name --prefix --cwd') }],
  mamba: [{ verb: 'run', short: 'np', long: names('--name --prefix --cwd') }],
  micromamba: [{ verb: 'run', short: 'npra', long: names('--name --prefix --cwd --root-prefix --attach') }],
  bundle: [{ verb: 'exec', long: names('--gemfile') }],
  rbenv: [{ verb: 'exec' }],
  pyenv: [{ verb: 'exec' }],
  nodenv: [{ verb: 'exec' }],
  asdf: [{ verb: 'exec' }],
  rvm: [{ verb: 'do' }, { verb: 'exec' }],
  nvm: [{ verb: 'exec', operands: 1 }],
  fnm: [{ verb: 'exec', long: names('--using') }],
  volta: [{ verb: 'run', long: names('--node --npm --pnpm --yarn') }],
  corepack: [{}],
  mise: [{ verb: 'exec|x', dashes: true, text: ['-c', '--command'] }],
  rtx: [{ verb: 'exec|x', dashes: true, text: ['-c', '--command'] }],
  direnv: [{ verb: 'exec', operands: 1 }],
  devbox: [{ verb: 'run', dashes: true }],
  'nix-shell': [{ text: ['--run', '--command'], short: 'pAI', long: names('--run --command --attr --packages') }],
  nix: [
    { verb: 'develop|shell', short: 'c', long: names('--command') },
    { verb: 'run', package: true },
  ],
  guix: [{ verb: 'shell|environment', dashes: true }],
  dotenv: [
    { verb: 'run', short: 'f', long: names('--file') },
    { short: 'efvpc', long: names('--file --env --quote') },
  ],
  dotenvx: [{ verb: 'run', short: 'fe', long: names('--env-file --env --env-vault-file --convention') }],
  'env-cmd': [{ short: 'frex', long: names('--file --rc-file --environments') }],
  'cross-env': [{ assignments: true }],
  'cross-env-shell': [{ assignments: true }],
  envdir: [{ operands: 1 }],
  envchain: [{ operands: 1 }],
  // https://docs.doppler.com/docs/cli
  doppler: [
    {
      verb: 'run',
      text: ['--command'],
      short: 'pct',
      long: names(
        '--command --project --config --token --mount --mount-format --mount-template --name-transformer --fallback --passphrase --scope --config-dir',
      ),
    },
  ],
  // https://infisical.com/docs/cli/commands/run
  infisical: [
    {
      verb: 'run',
      text: ['--command', '-c'],
      short: 'cet',
      long: names('--command --env --path --token --projectId --tags --domain --watch-interval --project-config-dir'),
    },
  ],
  // https://developer.1password.com/docs/cli/reference/commands/run
  op: [{ verb: 'run', long: names('--env-file --account --config --environment') }],
  // https://github.com/99designs/aws-vault
  'aws-vault': [{ verb: 'exec', operands: 1, short: 'dt', long: names('--duration --region --mfa-token --backend --prompt') }],
  'aws-okta': [{ verb: 'exec', operands: 1 }],
  saml2aws: [{ verb: 'exec', short: 'ap', long: names('--profile --idp-account --exec-profile') }],
  granted: [{ dashes: true }],
  chamber: [{ verb: 'exec', dashes: true }],
  teller: [{ verb: 'run', dashes: true }],
  envconsul: [{ dashes: true }],
  summon: [{ short: 'fDpe', long: names('--environment') }],
  sops: [{ verb: 'exec-env|exec-file', operands: 1 }],
  honcho: [{ verb: 'run', short: 'efd' }],
  foreman: [{ verb: 'run', short: 'efd', long: names('--env --procfile --root') }],
  spring: [{}],
  railway: [{ verb: 'run', short: 'sep', long: names('--service --environment --project') }],
  netlify: [{ verb: 'dev:exec' }],
  vercel: [{ verb: 'env run', dashes: true }],
  sst: [{ verb: 'shell|bind', long: names('--stage --target') }],
  shx: [{}],
  lerna: [{ verb: 'exec', long: names('--scope --ignore --concurrency') }],
};

function environment(call: Call, run: Run, name: string): Output | undefined {
  for (const runner of environments[name]!) {
    const at = afterVerb(call.argv, runner.verb);
    if (at === undefined) continue;
    const output = runWith(supplied(call, run, name, at), run, name, runner, at);
    if (output) return output;
  }
  return undefined;
}

/** Where the options behind the verb begin; undefined when another verb stands there. */
function afterVerb(argv: readonly Word[], verb: string | undefined): number | undefined {
  if (verb === undefined) return 1;
  for (const spelling of verb.split('|')) {
    const words = spelling.split(' ');
    if (words.every((word, index) => argv[index + 1]?.text === word)) return words.length + 1;
  }
  return undefined;
}

function runWith(call: Call, run: Run, name: string, runner: Runner, start: number): Output | undefined {
  const { argv } = call;
  const options: Options = readOptions(argv, start, runner);
  if (runner.text) {
    const output = runText(call, run, valueOf(options, ...runner.text) ?? laterValue(argv, start, runner.text), name);
    if (output) return output;
  }
  if (name === 'nix' && !runner.package) {
    const code = argv.findIndex((word) => word.text === '-c' || word.text === '--command');
    return code > 0 ? runRest(call, run, code + 1, name) : undefined;
  }
  const dashes = argv.findIndex((word, index) => index >= start && word.text === '--');
  if (runner.dashes) return dashes > 0 ? runRest(call, run, dashes + 1, name) : undefined;
  let at = options.at + (runner.operands ?? 0);
  if (runner.operands !== undefined && argv[at]?.text === '--') at++;
  // python-dotenv: `dotenv -f FILE run -- COMMAND`. https://github.com/theskumar/python-dotenv#command-line-interface
  if (name === 'dotenv' && argv[at]?.text === 'run') at += argv[at + 1]?.text === '--' ? 2 : 1;
  if (at >= argv.length) return undefined;
  if (name === 'sops') return runText(call, run, argv[at], name);
  if (name === 'uv' && (has(options, '-m', '--module') || argv[at]!.text.endsWith('.py'))) {
    return runInner(call, run, [plainWord('python'), ...argv.slice(at)], call.scope.within(name));
  }
  if (runner.package) return runPackage(call, run, at, name);
  const withVariables = runner.assignments ? { ...call, variables: assigned(call, start) } : call;
  return runInner(withVariables, run, argv.slice(at), call.scope.within(name));
}

/** Some of the tools take their options behind an operand, too. */
function laterValue(argv: readonly Word[], start: number, options: readonly string[]): Word | undefined {
  for (let i = start; i < argv.length; i++) {
    const { text } = argv[i]!;
    if (text === '--') return undefined;
    if (options.includes(text)) return argv[i + 1];
    const equals = text.indexOf('=');
    if (equals > 0 && options.includes(text.slice(0, equals))) return after(argv[i]!, equals + 1);
  }
  return undefined;
}

function assigned(call: Call, start: number): ReadonlyMap<string, Word> {
  const variables = new Map(call.variables ?? call.scope.variables);
  for (const word of call.argv.slice(start)) {
    const equals = word.text.indexOf('=');
    if (equals <= 0) break;
    variables.set(word.text.slice(0, equals), after(word, equals + 1));
  }
  return variables;
}

/** `concurrently "a" "b"`, `npm-run-all`, `firebase emulators:exec "text"`: each word is a text for a shell. */
function texts(call: Call, run: Run, name: string): Output | undefined {
  const start = name === 'firebase' ? 2 : 1;
  if (name === 'firebase' && call.argv[1]?.text !== 'emulators:exec') return undefined;
  const { at } = readOptions(call.argv, start, {
    short: 'nclmpr',
    long: names(
      '--names --name-separator --prefix --prefix-colors --prefix-length --max-processes --restart-tries --restart-after --success --kill-signal --only --project --import --export-on-exit --config',
    ),
  });
  const words = call.argv.slice(at);
  if (words.length === 0) return undefined;
  // What it calls by the name of a script is read by a rule.
  if (words.some((word) => /^(?:npm|pnpm|yarn|bun):/.test(word.text))) run.emit(call);
  else run.redirections(call);
  let output: Output | undefined;
  for (const word of words) {
    if (/^(?:npm|pnpm|yarn|bun):|^-/.test(word.text)) continue;
    output = runShellCode(word, childShell(call, name, undefined, []), call, run, name);
  }
  return output;
}

/** Tools that run what a package manager or an environment of a language holds. */
export const packageWrappers: readonly (readonly [string, Handler])[] = [
  ['npx', npx],
  ['bunx', npx],
  ['pnpx', npx],
  ...Object.keys(runners).map((name): readonly [string, Handler] => [name, npm]),
  ...Object.entries(environments).flatMap(([name, list]): readonly (readonly [string, Handler])[] =>
    list.length > 0 ? [[name, environment]] : [],
  ),
  ['concurrently', texts],
  ['firebase', texts],
];
