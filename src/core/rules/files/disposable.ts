import { isWithin } from '../../paths.ts';

/** Folders that a package manager, test runner or compiler fills and nobody writes into by hand, whatever git says of them. */
const cacheFolders = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.pytype',
  '.pyre',
  '.tox',
  '.nox',
  '.venv',
  'venv',
  '.eggs',
  '.hypothesis',
  '.ipynb_checkpoints',
  'htmlcov',
  '.next',
  '.nuxt',
  '.output',
  '.turbo',
  '.parcel-cache',
  '.svelte-kit',
  '.angular',
  '.astro',
  '.vite',
  '.vitepress-cache',
  '.docusaurus',
  '.nyc_output',
  '.rpt2_cache',
  '.sass-cache',
  '.cache',
  '.expo',
  '.gradle',
  '.dart_tool',
  '.pnpm-store',
  '.npm',
  '.nx-cache',
  'storybook-static',
  'cdk.out',
  '.aws-sam',
  'elm-stuff',
  'zig-cache',
  '.zig-cache',
  'zig-out',
  'CMakeFiles',
  'DerivedData',
  'dist-newstyle',
  '.stack-work',
  'playwright-report',
  'test-results',
  '.vscode-test',
]);

/** Usual names of build output. People also keep work under such names, so git has to ignore them before they count. */
const outputFolders = new Set([
  'dist',
  'build',
  'built',
  'out',
  'output',
  'target',
  'coverage',
  'tmp',
  'temp',
  '_build',
  '_site',
  'site',
  'bin',
  'obj',
  'Debug',
  'Release',
  'debug',
  'release',
  'lib',
  'es',
  'esm',
  'cjs',
  'vendor',
  'Pods',
  'env',
  '.build',
  '.swiftpm',
  '.terraform',
  '.serverless',
  '.bundle',
  '.nx',
  '.wireit',
  '.tmp',
  '.temp',
  'logs',
  'log',
  'reports',
  'allure-results',
  'artifacts',
  'generated',
  'gen',
  'cache',
  'bundle',
  'compiled',
  '_deps',
  'deps',
  'types',
  'typings',
]);

/** The same names with what was built behind them: `dist-esm`, `libcjs`, `es2015`. */
const outputFolderForms =
  /^(?:cmake-build-|bazel-|build-|dist-|coverage-|edition-|es(?:5|20\d\d)$|(?:lib|dist|out|build)[-_]?(?:cjs|esm?|mjs|umd|types|modules?|browser|node)$)/;

/** Files that a tool makes again from others. */
const cacheFiles =
  /(?:\.(?:py[cod]|o|obj|lo|class|gc(?:da|no|ov)|profraw|tsbuildinfo|sw[op]|tmp|temp|pid|log|log\.\d+|rej|orig)|~|^\.DS_Store|^Thumbs\.db|^\.(?:eslint|stylelint|prettier)cache|^\.coverage(?:\..*)?|^coverage\.(?:xml|out|txt|html)|^lcov\.info|^junit\.xml|^(?:npm|yarn|pnpm|lerna)-(?:debug|error)\.log.*|^nohup\.out|^a\.out|^cover\.out|^core\.\d+)$/;

/** Made again by the package manager from a manifest beside it; deleting one before an install is everyday. */
const lockFiles = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lockb',
  'bun.lock',
  'Cargo.lock',
  'poetry.lock',
  'uv.lock',
  'Pipfile.lock',
  'Gemfile.lock',
  'composer.lock',
  'go.sum',
  'Podfile.lock',
  'pubspec.lock',
  'mix.lock',
  'flake.lock',
]);

/** Built from source by a usual tool; counts only when git ignores it. */
const outputFiles =
  /\.(?:so|a|dylib|dll|exe|jar|war|whl|egg|vsix|gem|nupkg|map|min\.js|min\.css|bundle\.js|wasm|d\.ts|pdb|ilk|deb|rpm|apk|aab|ipa|snap|out|bin|elf|hex)$/;

/** What commands print into on purpose, again and again: `npm test > test-output.txt`. An `x` stands for what a pattern leaves open. */
const captures =
  /^(?:[\w.-]*[-_.])?(?:out|output|log|logs|result|results|err|error|errors|stderr|stdout|diff|test|tests|build|lint|report|response|resp|debug|trace|tmp|temp|dump|coverage|audit|bench|profile)[-_\d]*\.(?:txt|log|out|json|jsonl|html|xml|diff|patch|csv|md|tap|x)$/i;

export type Disposability = 'cache' | 'lock' | 'output' | 'none';

/** How sure a name alone makes it that its content can be made again. `path` is relative; any folder on it counts. */
export function disposabilityOf(path: string): Disposability {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('.git')) return 'none';
  let found: Disposability = 'none';
  for (const [index, part] of parts.entries()) {
    if (cacheFolders.has(part) || /\.(?:egg-info|dSYM)$|^\.[\w-]{1,40}[-_]cache$/.test(part)) return 'cache';
    if (outputFolders.has(part) || outputFolderForms.test(part)) found = 'output';
    if (index < parts.length - 1) continue;
    if (cacheFiles.test(part)) return 'cache';
    if (lockFiles.has(part)) return 'lock';
    if (outputFiles.test(part)) found = 'output';
  }
  return found;
}

/** True when every name that a glob such as `*.pyc` or `src/?/node_modules` could match is disposable by itself. */
export function isDisposableGlob(glob: string): boolean {
  const parts = glob.split('/').filter((part) => part !== '');
  if (parts.some((part) => cacheFolders.has(part))) return true;
  const last = parts.at(-1) ?? '';
  if (/^(?:dist|coverage)\*$/.test(last)) return parts.length === 1;
  // The fixed end of the pattern decides; a brace, class or bare star in it could be anything.
  let from = last.length;
  while (from > 0 && !'*?[]{}()|!@+'.includes(last[from - 1]!)) from--;
  const end = last.slice(from);
  return end !== '' && end !== last && end.startsWith('.') ? cacheFiles.test(`x${end}`) : cacheFiles.test(last) || last === '*~';
}

export function isCapture(name: string): boolean {
  return captures.test(name);
}

/** Caches of package managers and systems outside any workspace: made again by the next install. */
const homeCaches = [
  '.cache',
  '.npm/_cacache',
  '.npm/_logs',
  '.npm/_npx',
  '.npm',
  '.yarn/cache',
  '.pnpm-store',
  '.local/share/pnpm/store',
  '.bun/install/cache',
  '.cargo/registry',
  '.cargo/git',
  '.gradle/caches',
  '.gradle/daemon',
  '.m2/repository',
  '.ivy2/cache',
  '.nuget/packages',
  '.composer/cache',
  '.terraform.d/plugin-cache',
  '.ccache',
  '.node-gyp',
  '.electron',
  '.cypress',
  'go/pkg/mod',
  'Library/Caches',
  'Library/Logs',
  'Library/Developer/Xcode/DerivedData',
  'AppData/Local/Temp',
  'AppData/Local/npm-cache',
  'AppData/Local/pip/Cache',
];
const systemCaches = ['/var/cache', '/var/lib/apt/lists', '/var/tmp', '/usr/share/doc', '/usr/share/man', '/usr/share/locale'];

/** Toolchains in one folder of the system, taken away to make room or for the next version: the installer brings them back. */
const toolchains = [
  '/usr/local/go',
  '/usr/local/lib/android',
  '/usr/local/share/boost',
  '/usr/local/share/powershell',
  '/usr/local/.ghcup',
  '/usr/share/dotnet',
  '/usr/share/swift',
  '/usr/lib/google-cloud-sdk',
  '/usr/local/lib/node_modules',
  '/opt/ghc',
  '/opt/hostedtoolcache',
  '/opt/nvim',
  '/opt/nvim-linux64',
  '/opt/nvim-linux-x86_64',
  '/opt/google',
];

/** True for an absolute path below a cache that its tool fills again. */
export function isKnownCache(path: string, home: string): boolean {
  const homes = [home, /^\/(?:home|Users)\/[^/]+/.exec(path)?.[0] ?? '/root'];
  return (
    systemCaches.some((cache) => path !== cache && isWithin(path, cache)) ||
    toolchains.some((folder) => isWithin(path, folder)) ||
    homes.some((folder) => homeCaches.some((cache) => isWithin(path, `${folder}/${cache}`)))
  );
}
