/**
 * Supabase: the linked project's reference, the local configuration, and its remotes. Host names carry the reference.
 * Source: https://github.com/supabase/cli/blob/develop/internal/utils/misc.go (paths) and pkg/config/config.go (`remotes`), read
 * 2026-06-01.
 */
import { at, jsonConfig, textAt, tomlConfig } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';
import { environmentFromBranch } from '../tokens.ts';

const reference = /^[a-z]{20}$/;

export const supabase: Recogniser = {
  tool: 'supabase',
  files: [
    'supabase/.temp/project-ref',
    'supabase/.temp/linked-project.json',
    'supabase/.temp/pooler-url',
    'supabase/.branches/_current_branch',
  ],
  domains: ['supabase.co', 'supabase.com'],
  variables: [
    { name: 'SUPABASE_PROJECT_ID', kind: 'project' },
    { name: 'SUPABASE_PROJECT_REF', kind: 'project' },
  ],
  recognise(file) {
    const found = new Findings(file, 'supabase', directoryOf(directoryOf(directoryOf(file.path))));
    const text = file.text.trim();
    switch (baseName(file.path)) {
      case 'project-ref':
        if (!reference.test(text)) throw new Error('no project reference');
        return found
          .link('project', text, 'unknown', { line: 1, says: `links this folder to the Supabase project ${text}` })
          .identify(text, 'project', 'unknown', 1);
      case 'linked-project.json': {
        const config = jsonConfig(file.text);
        const id = textAt(config, 'ref') ?? textAt(config, 'project_ref') ?? textAt(config, 'id');
        const name = textAt(config, 'name') ?? id;
        if (id === undefined || name === undefined) return found;
        const environment = environmentOfNames(name);
        return found
          .link('project', name, environment, { line: 1, says: `links this folder to the Supabase project ${name}` })
          .identify(id, 'project', environment, 1, name);
      }
      case 'pooler-url':
        return found.address(text, 'unknown', 1);
      default:
        if (text === '' || text.length > 100 || /\s/.test(text)) return found;
        // Branches of the local database: `main` is the one that every project starts with.
        return found.link('branch', text, /^(?:main|master)$/.test(text) ? 'local' : (environmentFromBranch(text) ?? 'local'), {
          line: 1,
          says: `has the local branch ${text} checked out`,
          remote: false,
        });
    }
  },
};

export const supabaseConfig: Recogniser = {
  tool: 'supabase',
  files: ['supabase/config.toml'],
  recognise(file) {
    const found = new Findings(file, 'supabase', directoryOf(directoryOf(file.path)));
    found.use('belongs to a Supabase project');
    // `project_id` at the top is the name of the local containers; only those of remotes are real.
    for (const [name, value] of at(tomlConfig(file.text), 'remotes')?.entries ?? []) {
      const id = textAt(value, 'project_id');
      if (id === undefined || id.includes('env(')) continue;
      const environment = environmentOfNames(name);
      found
        .choice(name, 'remote', environment, value.line)
        .identify(id, 'project', environment, at(value, 'project_id')?.line ?? value.line, name);
      found.link('project', id, environment, { line: value.line, says: `names the Supabase project ${id} ${name}` });
    }
    return found;
  },
};
