import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const names =
  `index.ts main.ts app.tsx util.test.ts styles.css icon.svg README.md package.json tsconfig.json config.yaml schema.prisma data.json
  model.py settings.toml api.go lib.rs Controller.php page.html photo.png messages.de.json`.split(/\s+/);

/**
 * Writes a monorepo of so many files: packages with folders of a hundred, some of which could tell an environment. The one that does
 * lies far down, where a walk that stops early does not come. Returns its path.
 */
export function writeBigWorkspace(folder: string, files: number): string {
  let made = 0;
  for (let i = 0; made < files; i++)
    for (const part of ['src', 'src/components', 'test', 'deploy']) {
      const place = path.join(folder, `packages/p${i}`, part);
      mkdirSync(place, { recursive: true });
      for (let j = 0; j < 100 && made < files; j++, made++) {
        const name = names[j % names.length]!;
        writeFileSync(path.join(place, j < names.length ? name : name.replace('.', `${j}.`)), name.endsWith('json') ? '{}' : 'x\n');
      }
    }
  const far = path.join(folder, 'packages/zz/services/billing/deploy/production');
  mkdirSync(far, { recursive: true });
  const telling = path.join(far, '.env');
  const user = ['app', 'made-up'].join(':');
  writeFileSync(telling, `DATABASE_URL=postgres://${user}@db.acme-corp.com/billing\n`);
  return telling;
}
