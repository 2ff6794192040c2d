// npm run mutation: changes the rules and payload readers one expression at a time (Stryker) and counts the changes no test notices.
//   node scripts/mutation.mjs [--survivors] PART…        (without a part: lists them)
// A part is a folder or a file below src/core. Reports lie in .tmp/mutation.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensurePackages, root } from './rig.mjs';

const { testFile } = createRequire(import.meta.url)('../esbuild.js');

/** Texts of titles, addresses and examples are no logic, and table files are full of them. */
const tableTexts = ['StringLiteral', 'ObjectLiteral', 'ArrayDeclaration'];
const everyRule = ['core/rules/tables.test.ts'];

/**
 * By the beginning of a part, the longest first: the unit tests that judge it.
 * @type {readonly { part: string, tests: readonly string[], exclude?: readonly string[] }[]}
 */
const parts = [
  { part: 'policy', tests: ['core/policy'] },
  { part: 'payload/graphql', tests: ['core/payload/graphql.test.ts', 'core/rules/http'] },
  { part: 'payload/request', tests: ['core/payload/request.test.ts', 'core/rules/http'] },
  {
    part: 'payload/sql',
    tests: [
      'core/payload/sql.test.ts',
      'core/payload/sqlLexer.test.ts',
      'core/payload/sqlWhere.test.ts',
      'core/payload/sqlStatements.test.ts',
      'core/rules/sql',
    ],
  },
  { part: 'payload', tests: ['core/payload', 'core/rules/sql', 'core/rules/http', ...everyRule] },
  { part: 'shell', tests: ['core/shell', ...everyRule] },
  { part: 'rules/files', tests: ['core/rules/files', 'corpus/filesAndGit.test.ts', ...everyRule], exclude: tableTexts },
  { part: 'rules/git', tests: ['core/rules/git', 'corpus/filesAndGit.test.ts', ...everyRule], exclude: tableTexts },
  { part: 'rules/http', tests: ['core/rules/http', ...everyRule], exclude: tableTexts },
  { part: 'rules/sql', tests: ['core/rules/sql', 'core/payload/sql.test.ts', ...everyRule], exclude: tableTexts },
  { part: 'rules/verbTool', tests: ['core/rules/verbTool.test.ts', ...everyRule], exclude: tableTexts },
  { part: 'rules', tests: ['core/rules', ...everyRule], exclude: tableTexts },
].sort((a, b) => b.part.length - a.part.length);

/** @param {string} wanted */
function partOf(wanted) {
  const found = parts.find(({ part }) => wanted.startsWith(part));
  if (found === undefined) throw new Error(`no tests are named for ${wanted}; there are: ${parts.map(({ part }) => part).join(', ')}`);
  return found;
}

/**
 * Called by Stryker in its copy of the repository: every test of the part as one file.
 * @param {string} wanted
 */
async function bundle(wanted) {
  const { tests } = partOf(wanted);
  const unit = path.resolve('test/unit');
  const files = fs
    .readdirSync(unit, { recursive: true })
    .map((file) => String(file).split(path.sep).join('/'))
    .filter((file) => file.endsWith('.test.ts') && tests.some((test) => file.startsWith(test)))
    .sort();
  if (files.length === 0) throw new Error(`no test found for ${wanted}`);
  const entry = path.resolve('test/mutation/entry.ts');
  fs.writeFileSync(entry, files.map((file) => `import '../unit/${file}';\n`).join(''));
  await testFile(entry, path.resolve('tests.mjs'), { alias: { 'node:test': path.resolve('test/mutation/nodeTest.ts') } });
}

/**
 * @param {string} wanted
 * @param {string} modules
 * @param {boolean} survivors
 */
function mutate(wanted, modules, survivors) {
  const { exclude = [] } = partOf(wanted);
  const reports = path.join(root, '.tmp/mutation');
  const name = wanted.replaceAll('/', '-');
  const report = path.join(reports, `${name}.report.json`);
  fs.rmSync(report, { force: true });
  fs.mkdirSync(reports, { recursive: true });
  const source = `src/core/${wanted}`;
  const isFolder = fs.existsSync(source) && fs.statSync(source).isDirectory();
  const config = path.join(reports, `${name}.json`);
  const settings = {
    mutate: [isFolder ? `${source}/**/*.ts` : `${source.replace(/\.ts$/, '')}*.ts`],
    plugins: [path.join(modules, '@stryker-mutator/mocha-runner/dist/src/index.js')],
    testRunner: 'mocha',
    mochaOptions: { spec: ['tests.mjs'] },
    buildCommand: `node scripts/mutation.mjs --bundle ${wanted}`,
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // Tables are built when a module is loaded, and a loaded ES module cannot be loaded again with another mutant.
    ignoreStatic: true,
    mutator: { excludedMutations: exclude },
    timeoutMS: 20_000,
    timeoutFactor: 4,
    tempDirName: '.tmp/stryker',
    cleanTempDir: 'always',
    symlinkNodeModules: false,
    tsconfigFile: 'none.json',
    ignorePatterns: ['/.tmp', '/.rig', '/dist', '/media', '/test/agents', '/docs', 'node_modules'],
    reporters: ['json'],
    jsonReporter: { fileName: report },
    allowEmpty: false,
    checkers: [],
  };
  fs.writeFileSync(config, JSON.stringify(settings));
  const started = Date.now();
  const { status } = spawnSync(process.execPath, [path.join(modules, '@stryker-mutator/core/bin/stryker.js'), 'run', config], {
    stdio: 'inherit',
  });
  if (status !== 0 || !fs.existsSync(report)) throw new Error(`Stryker ended with ${status} for ${wanted}`);
  summarise(wanted, JSON.parse(fs.readFileSync(report, 'utf8')), survivors);
  console.log(`in ${Math.round((Date.now() - started) / 1000)} s; the report: ${path.relative(root, report)}`);
}

/**
 * @param {string} wanted
 * @param {{ files: Record<string, { source: string, mutants: { status: string, mutatorName: string, replacement?: string, location: { start: { line: number } } }[] }> }} report
 * @param {boolean} survivors
 */
function summarise(wanted, report, survivors) {
  const all = { mutants: 0, killed: 0, survived: 0, uncovered: 0 };
  console.log('| file | mutants | killed | survived | not reached | score |\n| --- | --- | --- | --- | --- | --- |');
  /**
   * @param {string} name
   * @param {typeof all} row
   */
  const print = (name, row) =>
    console.log(
      `| ${name} | ${row.mutants} | ${row.killed} | ${row.survived} | ${row.uncovered} | ${((100 * row.killed) / Math.max(1, row.mutants)).toFixed(1)} % |`,
    );
  for (const [file, { source, mutants }] of Object.entries(report.files)) {
    /** @param {readonly string[]} states */
    const count = (...states) => mutants.filter(({ status }) => states.includes(status)).length;
    const row = { mutants: 0, killed: count('Killed', 'Timeout'), survived: count('Survived'), uncovered: count('NoCoverage') };
    row.mutants = row.killed + row.survived + row.uncovered;
    if (row.mutants === 0) continue;
    for (const key of /** @type {const} */ (['mutants', 'killed', 'survived', 'uncovered'])) all[key] += row[key];
    print(file.replace('src/core/', ''), row);
    if (!survivors) continue;
    const lines = source.split('\n');
    for (const { status, mutatorName, replacement, location } of mutants)
      if (status === 'Survived' || status === 'NoCoverage')
        console.log(
          `  ${status} ${location.start.line} ${mutatorName}: ${lines[location.start.line - 1]?.trim()} -> ${replacement?.slice(0, 100)}`,
        );
  }
  print(`**${wanted}**`, all);
}

const [first, ...others] = process.argv.slice(2);
if (first === '--bundle') await bundle(String(others[0]));
else {
  process.chdir(root);
  const survivors = [first, ...others].includes('--survivors');
  const wanted = [first, ...others].filter((word) => word !== undefined && word !== '--survivors');
  if (wanted.length === 0) console.log(`parts: ${parts.map(({ part }) => part).join(', ')}, or a folder or file below one of them`);
  else {
    const modules = await ensurePackages('mutation');
    for (const part of wanted) mutate(String(part), modules, survivors);
  }
}
