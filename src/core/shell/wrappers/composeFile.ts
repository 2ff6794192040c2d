import { readYaml, yamlGet, type YamlValue } from '../../environments/yaml.ts';
import type { Call, Run } from '../call.ts';
import type { Word } from '../invocation.ts';
import { readMounts } from '../mounts.ts';
import { plainWord } from '../word.ts';

/** Looked for in this order: https://docs.docker.com/compose/intro/compose-application-model/#the-compose-file */
const usualNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
/** Services of one file that are run. */
const maxServices = 32;

/** A service's command as its file gives it. */
export interface ComposedService {
  readonly name: string;
  /** Words, or one text to be split into words. */
  readonly words: readonly Word[] | string;
  readonly folder: Word | undefined;
  readonly mounts: ReturnType<typeof readMounts>;
}

/**
 * What the services of a Compose file run by their `entrypoint` and `command`: the named ones, or all that belong to no profile.
 * https://docs.docker.com/reference/compose-file/services/#command
 */
export function composedServices(call: Call, run: Run, files: readonly Word[], chosen: readonly string[]): readonly ComposedService[] {
  if (call.scope.place.type !== 'here') return [];
  const services: ComposedService[] = [];
  for (const document of documentsOf(call, run, files)) {
    for (const [name, service] of yamlGet(document, 'services')?.entries ?? []) {
      if (chosen.length > 0 ? !chosen.includes(name) : yamlGet(service, 'profiles') !== undefined) continue;
      const words = wordsOf(service);
      if (words === undefined || services.length >= maxServices) continue;
      const folder = yamlGet(service, 'working_dir')?.scalar;
      const volumes = (yamlGet(service, 'volumes')?.items ?? []).map(volumeOf).filter((volume) => volume !== undefined);
      services.push({
        name,
        words,
        folder: folder === undefined ? undefined : plainWord(folder),
        mounts: readMounts(
          volumes.flatMap((volume) => [plainWord('-v'), plainWord(volume)]),
          call.scope.cwd,
        ),
      });
    }
  }
  return services;
}

function documentsOf(call: Call, run: Run, files: readonly Word[]): readonly YamlValue[] {
  const words = files.length > 0 ? files : usualNames.map(plainWord);
  const documents: YamlValue[] = [];
  for (const word of words) {
    const path = run.resolve(word, call.scope);
    const file = path === undefined ? undefined : run.fileText(path);
    if (file?.type !== 'text') continue;
    try {
      documents.push(...readYaml(file.text));
    } catch {
      run.opaque(`${word.text} is no YAML that can be read`, call.text);
    }
    if (files.length === 0) break;
  }
  return documents;
}

function wordsOf(service: YamlValue): readonly Word[] | string | undefined {
  const parts = [yamlGet(service, 'entrypoint'), yamlGet(service, 'command')].filter((part) => part !== undefined);
  if (parts.some(({ scalar }) => scalar !== undefined && scalar !== '')) {
    const texts = parts.map(({ scalar, items }) => scalar ?? items.map((item) => quote(item.scalar ?? '')).join(' '));
    return unescaped(texts.join(' '));
  }
  const words = parts.flatMap(({ items }) => items.map((item) => plainWord(unescaped(item.scalar ?? ''))));
  return words.length === 0 ? undefined : words;
}

/** `$$` stands for a dollar sign that Compose leaves alone. */
function unescaped(text: string): string {
  return text.replaceAll('$$', '$');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function volumeOf(volume: YamlValue): string | undefined {
  if (volume.scalar !== undefined) return volume.scalar;
  const [source, target] = [yamlGet(volume, 'source')?.scalar, yamlGet(volume, 'target')?.scalar];
  return yamlGet(volume, 'type')?.scalar === 'bind' && source !== undefined && target !== undefined ? `${source}:${target}` : undefined;
}
