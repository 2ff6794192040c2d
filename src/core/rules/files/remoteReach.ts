import type { Place } from '../../shell/invocation.ts';
import { isNearContainer } from '../place.ts';
import { disposabilityOf, isDisposableGlob, isKnownCache } from './disposable.ts';
import { isDeviceSink, isDisk } from './protectedPlaces.ts';
import type { Loss, ReachOptions } from './reach.ts';
import type { Spot } from './spot.ts';

/** Over there nobody can be asked: only what a name alone shows to be scratch or a cache passes. */
export function remoteReach(spot: Spot, options: ReachOptions, place: Place): Loss {
  const nothing: Loss = { class: 'nothing', name: '', kind: 'file', why: '', examples: [] };
  if (spot.type === 'empty' || spot.type === 'fresh') return nothing;
  const path =
    spot.type === 'path'
      ? spot.path
      : spot.type === 'glob'
        ? spot.pattern
        : spot.type === 'below'
          ? `${spot.folder}/${spot.rest}`
          : undefined;
  const kind = options.recursive ? 'directory' : 'file';
  if (path !== undefined) {
    if (isDeviceSink(path)) return nothing;
    if (isDisk(path)) return { class: 'protected', name: spot.text, kind: 'disk', path, why: 'a disk or device', examples: [] };
    // A file written anew in a container of this machine goes with the container at the latest, but for its volumes.
    if (options.through && !options.recursive && place.type === 'container' && isNearContainer(place) && !volumes.test(path))
      return nothing;
    if (/^\/(?:tmp|var\/tmp|dev\/shm)\/[^/]/.test(path) || isKnownCache(path, '/root')) return nothing;
  }
  // Output goes to files made for it, in most cases: `ssh web 'cat > app.tgz' < app.tgz`.
  if (options.output && !options.recursive && (path === undefined ? spot.type === 'adrift' : !kept.test(path))) return nothing;
  const { text } = spot;
  if (!text.includes('..') && (disposabilityOf(text) === 'cache' || isDisposableGlob(text))) return nothing;
  return { class: 'lost', name: text, kind: spot.type === 'path' ? kind : 'files', why: 'nobody here can see what is there', examples: [] };
}

/** Where what is there was put on purpose. */
const kept =
  /^\/(?:etc|boot|srv|root|home|var\/(?:lib|www|log|spool|backups)|usr|s?bin|lib\w*|data|backups?|mnt|media|Volumes|Users)(?:\/|$)/;

/** Where images keep data that outlives them. */
const volumes = /^\/(?:var\/lib|data|srv|backups?|mnt|host|volumes?|bitnami)(?:\/|$)/;
