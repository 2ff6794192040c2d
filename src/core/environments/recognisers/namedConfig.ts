import type { Link } from '../../types.ts';
import { isPeculiar, secretName } from '../../credentials/names.ts';
import { environmentOfPath, isTemplate, ownHosts } from '../dotenvFile.ts';
import { hostEnvironment, plainHost } from '../hosts.ts';
import { directoryOf } from '../../paths.ts';
import { lineFinder } from '../paths.ts';
import { environmentText, maxFindings, nothing, placeText, uuidsOf, type FoundIdentifier, type Recogniser } from '../recogniser.ts';
import { readAddress } from '../urls.ts';

const hostKey =
  /["']?\b([\w.-]{0,64}(?:host|hostname|endpoint|server|bucket|cluster|project|project_id|volume|app|database|namespace|db_name|dbname|stack_name|instance|queue|domain))["']?\s{0,8}[:=]\s{0,8}["']?([\w.:/@-]{4,200})/gi;

/**
 * Any configuration file whose own name or folder says an environment (`production.tfvars`, `values-prod.yaml`,
 * `deploy/staging/app.yaml`): the UUIDs, hosts and names in it belong there. A text scan, so that no format is left out.
 */
export const namedConfig: Recogniser = {
  tool: 'configuration',
  files: [/\.(?:json|jsonc|json5|ya?ml|toml|tfvars|hcl|tf|properties|ini|cfg|conf|xml|config)$/i],
  wants: (path, root) => environmentOfPath(path, root) !== undefined && !isTemplate(path),
  quiet: true,
  recognise(file) {
    const environment = environmentOfPath(file.path, file.root);
    if (environment === undefined || isTemplate(file.path)) return nothing;
    const identifiers: FoundIdentifier[] = [];
    const links: Link[] = [];
    const lineOf = lineFinder(file.text);
    const add = (id: string, offset: number, kind: string, name?: string): void => {
      const line = lineOf(offset);
      identifiers.push({
        id: id.toLowerCase(),
        place: {
          kind,
          environment,
          ...(name === undefined ? {} : { name }),
          evidence: { text: `${placeText(file, line)} names it, ${environmentText(environment)}`, path: file.path, line },
        },
      });
    };
    for (const { id, offset } of uuidsOf(file.text)) {
      // A UUID may be a token: under such a key it is not kept.
      const before = file.text.slice(Math.max(0, offset - 80), offset);
      const key = /([\w.-]{1,80})["']?\s{0,80}[:=]\s{0,80}["']?$/.exec(before)?.[1];
      if (key === undefined || secretName(key) === 'none') add(id, offset, 'identifier');
    }
    for (const match of file.text.matchAll(/[a-z][a-z0-9+.-]{1,31}:\/\/[^\s"'<>`]{3,500}/gi)) {
      if (identifiers.length > maxFindings) break;
      const address = readAddress(match[0]);
      // What an editor validates the file by, and what a comment refers to.
      if (
        !address ||
        /(?:schema["']?\s{0,4}[:=]\s{0,4}["']?|(?:#|\/\/)[^\n]{0,200})$/i.test(file.text.slice(Math.max(0, match.index - 220), match.index))
      )
        continue;
      for (const host of ownHosts(address)) {
        add(plainHost(host), match.index, 'host');
        if (links.length < 20)
          links.push({
            tool: 'configuration',
            resource: plainHost(host),
            kind: 'host',
            environment,
            scope: directoryOf(file.path),
            remote: true,
            evidence: {
              text: `${placeText(file, lineOf(match.index))} points to ${plainHost(host)}, ${environmentText(environment)}`,
              path: file.path,
              line: lineOf(match.index),
            },
          });
      }
    }
    for (const match of file.text.matchAll(hostKey)) {
      if (identifiers.length > maxFindings) break;
      const value = match[2]!;
      if (
        secretName(match[1]!) !== 'none' ||
        !isPeculiar(value) ||
        value.includes('://') ||
        (value.includes('.') && !hostEnvironment(value).remote)
      )
        continue;
      add(value, match.index, match[1]!.toLowerCase(), value);
    }
    return { links, identifiers };
  },
};
