import type { Invocation, Place } from '../shell/invocation.ts';
import { assertNever } from '../types.ts';
import type { Target } from './rule.ts';

const environmentToken = /(?:^|[-_./:@])(?:prod|production|prd|live|staging|stage|stg|preprod|uat)(?:\d*)(?:$|[-_./:@])/i;

/** Where an invocation goes that does not run on this machine; undefined when it does. */
export function remoteTarget(invocation: Invocation): Target | undefined {
  const { place } = invocation;
  switch (place.type) {
    case 'here':
      return undefined;
    case 'host': {
      // Virtual machines on this one.
      if (/^(?:vagrant|multipass|limactl|lima|colima|wsl|orb|machinectl)/.test(place.tool) && !environmentToken.test(place.name))
        return { tool: place.tool, environment: 'development', ...(place.name === '' ? {} : { ids: [place.name] }) };
      const host = place.name.replace(/^[^@]*@/, '').replace(/:\d*$/, '');
      return { tool: place.tool, says: place.name, ...(host === '' ? {} : { hosts: [host] }) };
    }
    case 'container': {
      return isNearContainer(place)
        ? { tool: place.tool, ids: [place.name], environment: 'development' }
        : { tool: place.tool, ids: [place.name], says: place.name };
    }
    default:
      return assertNever(place);
  }
}

/** A container on this machine is somebody's development unless its name says otherwise; a pod lies wherever its context points. */
export function isNearContainer(place: Extract<Place, { type: 'container' }>): boolean {
  return /^(?:docker|podman|nerdctl|docker-compose|podman-compose|lxc|incus|finch)/.test(place.tool) && !environmentToken.test(place.name);
}
