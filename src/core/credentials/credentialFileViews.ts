import { isWithin } from '../paths.ts';
import type { CredentialFileView } from '../protocol.ts';
import { worseEnvironment } from '../environments/tokens.ts';
import type { CredentialPlace } from '../types.ts';

/** Credentials by file, for people: those in the folders alone, in the order of their paths. */
export function credentialFileViews(places: readonly CredentialPlace[], folders: readonly string[]): readonly CredentialFileView[] {
  const files = new Map<string, CredentialPlace[]>();
  for (const place of places) {
    if (!folders.some((folder) => isWithin(place.path, folder))) continue;
    const list = files.get(place.path);
    if (list) list.push(place);
    else files.set(place.path, [place]);
  }
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, list]) => ({
      path,
      environment: list.map((place) => place.environment).reduce(worseEnvironment),
      keys: list.map(({ line, variable, kind, environment }) => ({
        line,
        kind,
        environment,
        ...(variable === undefined ? {} : { variable }),
      })),
    }));
}
