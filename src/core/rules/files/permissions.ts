import { hasOption, readArguments } from '../arguments.ts';
import type { Tool } from '../rule.ts';
import { draftsOf } from './drafts.ts';
import { asksForHelp } from './help.ts';
import type { Loss } from './reach.ts';
import { isEverything } from './reach.ts';
import { protectedPlace } from './protectedPlaces.ts';
import { permissionsRule } from './rules.ts';
import { spotOf } from './spot.ts';
import { withoutEnd } from '../../text.ts';

const permissionTool: Tool = {
  names: ['chmod', 'gchmod', 'chown', 'gchown', 'chgrp', 'gchgrp', 'setfacl', 'chattr', 'restorecon', 'chflags'],
  family: 'files',
  rules: [permissionsRule],
  find(invocation, context) {
    const args = readArguments(invocation, { valued: new Set(['--reference', '--from', '-m', '-x', '-M', '-X', '--modify', '--remove']) });
    if (asksForHelp(args) || !hasOption(args, '-R', '--recursive')) return [];
    // Nobody can get at it any more: whoever it belongs to, that is no set-up.
    const strips =
      (invocation.program === 'setfacl' && hasOption(args, '-b', '--remove-all', '-k', '--remove-default')) ||
      invocation.argv.some((word) => /^(?:0{1,4}|[augo]*-rwx|a=)$/.test(word.text));
    const losses: Loss[] = [];
    for (const word of args.words) {
      const spot = spotOf(word, invocation, context.facts);
      if (spot.type === 'tail') {
        const rest = withoutEnd(spot.tail, '/').replace(/^\/+/, '');
        if (spot.tail.startsWith('/') && !spot.guarded && (rest === '' || isEverything(rest)))
          losses.push({
            class: 'protected',
            name: word.text,
            kind: 'files',
            why: 'the root of the file system, should the variable be empty',
            examples: [],
          });
        continue;
      }
      const everything = spot.type === 'glob' && isEverything(spot.pattern.slice(spot.folder.length).replace(/^\//, ''));
      const path = spot.type === 'path' ? spot.path : everything ? spot.folder : undefined;
      if (path === undefined || context.facts.knowledge.roots.includes(path) || context.facts.temporary.includes(path)) continue;
      const place = protectedPlace(path, context.facts);
      // Trees that tutorials tell people to make their own, and that no system needs to start.
      if (
        place === undefined ||
        (/^\/(?:usr\/local(?:\/.*)?|opt|srv(?:\/.*)?|data(?:\/.*)?|var\/www(?:\/.*)?|mnt\/.*|media\/.*|Volumes\/.*|tmp|backups?(?:\/.*)?|home\/.*|Users\/.*)$/.test(
          path,
        ) &&
          path !== context.facts.home &&
          !strips)
      )
        continue;
      if (/^(?:a main folder)/.test(place)) continue;
      losses.push({ class: 'protected', name: word.text, kind: 'directory', path, why: place, examples: [] });
    }
    return draftsOf(losses, invocation, { verb: 'Change owner or permissions of everything in', rule: permissionsRule });
  },
};

export const permissionTools: readonly Tool[] = [permissionTool];
