import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { files } from 'rental-shop:files';

/** Names and identifiers of the sample workspace. All made up; the volume id begins like the one the incident made known. */
export const rentalShop = {
  volume: 'bookings-data',
  volumeId: '3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4',
  stagingVolume: 'bookings-data-staging',
  stagingVolumeId: 'b80e6d13-2f49-4c7a-8d31-e5a97f0c4462',
  project: 'tidewater',
  projectId: '61f0a7be-9d24-4e83-b1c7-0f2a6c58d913',
  tokenFile: 'scripts/domains/.env',
  tokenVariable: 'RAILWAY_TOKEN',
} as const;

/** The made-up token as it stands in the sample workspace's file. */
export function rentalShopToken(): string {
  const text = files[rentalShop.tokenFile] ?? '';
  const token = new RegExp(`^${rentalShop.tokenVariable}=(.+)$`, 'm').exec(text)?.[1];
  if (token === undefined) throw new Error(`${rentalShop.tokenFile} holds no ${rentalShop.tokenVariable}`);
  return token;
}

/** The request that deleted PocketOS' volume, with the sample's volume and token in it. */
export function incidentCommand(token: string = rentalShopToken()): string {
  const body = JSON.stringify({ query: `mutation { volumeDelete(volumeId: "${rentalShop.volumeId}") }` });
  return [
    'curl -X POST https://backboard.railway.app/graphql/v2',
    `-H "Authorization: Bearer ${token}"`,
    '-H "Content-Type: application/json"',
    `-d '${body}'`,
  ].join(' ');
}

/**
 * Writes the sample workspace into a folder: the tracked files with one commit, what a build and an `npm install` would leave, and
 * the desks' exports in data/, which are in no commit and nowhere else.
 */
export function createRentalShop(folder: string): void {
  const write = (name: string, text: string): void => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const [name, text] of Object.entries(files)) write(name.replace(/^_gitignore$/, '.gitignore'), text);

  write('node_modules/pg/package.json', '{ "name": "pg", "version": "8.16.3" }\n');
  write('node_modules/pg/lib/index.js', 'export default {};\n');
  write('dist/server.js', files['src/server.js'] ?? '');
  const bookings = Array.from({ length: 120 }, (_, index) => JSON.stringify({ number: index + 1, car: 'TW-1042', days: 1 + (index % 9) }));
  write('data/bookings.jsonl', `${bookings.join('\n')}\n`);
  for (const town of ['north', 'south', 'quay', 'ferry']) write(`data/exports/${town}.csv`, 'number,car,days\n1,TW-1042,3\n');

  const git = (...args: readonly string[]): void => {
    // A user's own git configuration (templates, hooks, signing) has no say in a sample.
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    execFileSync('git', ['-C', folder, '-c', 'user.name=Tidewater', '-c', 'user.email=desk@tidewater-rentals.example', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  };
  try {
    git('init', '--quiet', '--initial-branch=main');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // No git on this machine: a folder will do.
    throw error;
  }
  git('add', '--all');
  git('commit', '--quiet', '--no-verify', '--message', 'Quote prices by the day');
}
