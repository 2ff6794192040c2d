import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Called by the extension host (`extensionTestsPath`): runs the files that scripts/test.mjs names and leaves the results in a file. */
export async function run(): Promise<void> {
  const files = JSON.parse(process.env['TENTH_SECOND_HOST_TESTS'] ?? '[]') as string[];
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: Mocha.reporters.Base });
  for (const file of files) mocha.addFile(file);
  let passed = 0;
  const failures: { title: string; text: string }[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', () => {
      passed += 1;
    });
    runner.on('pending', (test: Mocha.Test) => failures.push({ title: test.fullTitle(), text: 'skipped' }));
    runner.on('fail', (test: Mocha.Test, error: unknown) => {
      failures.push({ title: test.fullTitle(), text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    });
  });
  writeFileSync(process.env['TENTH_SECOND_HOST_RESULTS'] ?? 'results.json', JSON.stringify({ passed, failures }));
  if (failures.length > 0) throw new Error(`${failures.length} failed`);
}
