import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  mergeOrganisations,
  noOrganisation,
  organisationFrom,
  strictestOrganisation,
  type Organisation,
  type OrganisationRead,
} from '../core/policy/organisation.ts';

/**
 * Where an organisation places its policy. The folder of all users is a fixed one: a variable could be set by an agent. The second
 * place is in the state folder, for machines on which nobody is root; all places only tighten, so that one more can do no harm.
 */
export function organisationFiles(stateRoot: string): readonly string[] {
  const common = process.platform === 'win32' ? 'C:\\ProgramData\\tenth-second\\policy.json' : '/etc/tenth-second/policy.json';
  return [common, join(stateRoot, 'organisation.json')];
}

const maxSize = 1024 * 1024;

/** What all files say together. A file that is there and cannot be followed counts as the strictest. */
export function readOrganisation(files: readonly string[]): OrganisationRead {
  let organisation: Organisation = noOrganisation;
  const problems: string[] = [];
  for (const file of files) {
    const read = readFile(file);
    if (!read) continue;
    organisation = mergeOrganisations(organisation, read.organisation);
    problems.push(...read.problems.map((problem) => `${file}: ${problem}`));
  }
  return { organisation, problems };
}

function readFile(file: string): OrganisationRead | undefined {
  try {
    if (statSync(file).size > maxSize) return { organisation: strictestOrganisation, problems: ['it is larger than 1 MB'] };
    return organisationFrom(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return { organisation: strictestOrganisation, problems: [`it cannot be read (${code ?? 'an error'})`] };
  }
}

/** Looked at again this often, ms: a decision does not wait for a file of ten thousand others. */
const freshTime = 2000;

/** The policy in force, with changes of the files. */
export class OrganisationPolicy {
  readonly #files: readonly string[];
  readonly #changed: (read: OrganisationRead) => void;
  #read: OrganisationRead;
  #stamp: string;
  #looked = Date.now();

  constructor(files: readonly string[], changed: (read: OrganisationRead) => void = () => {}) {
    this.#files = files;
    this.#changed = changed;
    this.#stamp = this.#stampNow();
    this.#read = readOrganisation(files);
  }

  get current(): Organisation {
    if (Math.abs(Date.now() - this.#looked) > freshTime) this.look();
    return this.#read.organisation;
  }

  get problems(): readonly string[] {
    return this.#read.problems;
  }

  look(): void {
    this.#looked = Date.now();
    const stamp = this.#stampNow();
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#read = readOrganisation(this.#files);
    this.#changed(this.#read);
  }

  #stampNow(): string {
    return this.#files
      .map((file) => {
        try {
          const { mtimeMs, size, ino } = statSync(file);
          return `${mtimeMs} ${size} ${ino}`;
        } catch (error) {
          return (error as NodeJS.ErrnoException).code ?? '';
        }
      })
      .join('\n');
  }
}
