import { homedir } from 'node:os';
import { join } from 'node:path';
import { openRepository, readConfigFile } from './git.ts';
import { repositoryPlace } from './repositoryPlace.ts';

/** The user's and the machine's git configuration as data, weakest first. Our own calls of git do not see it. */
export function readUserConfig(folder: string): Promise<readonly ReadonlyMap<string, readonly string[]>[]> {
  const home = homedir();
  const settings = process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
  const files = ['/etc/gitconfig', join(settings, 'git', 'config'), join(home, '.gitconfig')];
  return Promise.all(files.map((file) => readConfigFile(file, folder)));
}

const cacheTime = 60_000;
const maxCached = 100;
const cached = new Map<string, { readonly at: number; readonly identity: Promise<string | undefined> }>();

/** `Jane Doe <jane@example.com>`: who git says the person is who works in a folder. */
export function gitIdentity(folder: string): Promise<string | undefined> {
  const known = cached.get(folder);
  if (known && Date.now() - known.at < cacheTime) return known.identity;
  // Whoever cannot be named is recorded without a name.
  const identity = readIdentity(folder).catch(() => undefined);
  cached.delete(folder);
  cached.set(folder, { at: Date.now(), identity });
  if (cached.size > maxCached) cached.delete(cached.keys().next().value!);
  return identity;
}

async function readIdentity(folder: string): Promise<string | undefined> {
  const { root } = await repositoryPlace(folder);
  const view = root === undefined ? undefined : await openRepository(root);
  const configs = [...(await readUserConfig(folder)), ...(view && 'config' in view ? [view.config] : [])];
  const last = (name: string): string => configs.flatMap((config) => config.get(name) ?? []).at(-1) ?? '';
  const identity = [last('user.name'), last('user.email') === '' ? '' : `<${last('user.email')}>`].filter((text) => text !== '').join(' ');
  return identity === '' ? undefined : identity.slice(0, 200);
}
