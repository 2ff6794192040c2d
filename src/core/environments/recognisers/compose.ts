/**
 * Compose files: their service names are host names on one's own machine.
 * Source: https://docs.docker.com/compose/how-tos/networking/
 */
import { maxFindings, placeText, type FoundIdentifier, type Recogniser } from '../recogniser.ts';
import { environmentFromName } from '../tokens.ts';
import { baseName } from '../../paths.ts';
import { readYaml, yamlGet } from '../yaml.ts';

/** `IdentifierPlace.kind` of a host that is a container of the workspace's own compose file. */
export const composeService = 'compose service';

export const compose: Recogniser = {
  tool: 'docker',
  files: [/^(?:docker-)?compose(?:[._-][\w.-]{1,64})?\.ya?ml$/i],
  quiet: true,
  recognise(file) {
    const identifiers: FoundIdentifier[] = [];
    // A compose file for a server (`compose.prod.yml`) runs there: its names are not this machine's.
    const said = environmentFromName(baseName(file.path));
    if (said === 'production' || said === 'staging') return { links: [], identifiers };
    for (const document of readYaml(file.text)) {
      for (const [service, value] of yamlGet(document, 'services')?.entries ?? []) {
        const names = [service, yamlGet(value, 'container_name')?.scalar, yamlGet(value, 'hostname')?.scalar];
        for (const name of names) {
          if (name === undefined || name.includes('.') || name.includes('$') || identifiers.length > maxFindings) continue;
          identifiers.push({
            id: name.toLowerCase(),
            place: {
              kind: composeService,
              environment: 'local',
              evidence: {
                text: `${placeText(file, value.line)} runs ${name} as a container on this machine`,
                path: file.path,
                line: value.line,
              },
            },
          });
        }
      }
    }
    return { links: [], identifiers };
  },
};
