/**
 * Package registries: where a publish goes. Publishing is irreversible wherever it goes; hosts are kept so that a private registry is
 * known by name.
 * Sources: https://docs.npmjs.com/cli/v11/configuring-npm/npmrc, https://packaging.python.org/en/latest/specifications/pypirc/,
 * https://doc.rust-lang.org/cargo/reference/registries.html
 */
import { at, iniConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { lineFinder } from '../paths.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';
import { readAddress } from '../urls.ts';

export const registries: Recogniser = {
  tool: 'registry',
  files: ['.npmrc', '.yarnrc.yml', '.pypirc'],
  userFiles: ['~/.npmrc', '~/.pypirc'],
  quiet: true,
  variables: [{ name: 'TWINE_REPOSITORY', kind: 'registry' }],
  recognise(file) {
    const found = new Findings(file, 'registry');
    if (baseName(file.path) === '.pypirc') {
      for (const [name, value] of iniConfig(file.text).entries) {
        const host = readAddress(textAt(value, 'repository') ?? '')?.hosts[0];
        if (value.entries.length > 0 && name !== 'distutils')
          found
            .choice(name, 'registry', environmentOfNames(name, host), value.line)
            .host(host, environmentOfNames(name, host), at(value, 'repository')?.line);
      }
      return found;
    }
    const lineOf = lineFinder(file.text);
    for (const match of file.text.matchAll(
      /^[ \t]{0,16}(?:@[\w.-]{1,100}:)?(?:registry|npmRegistryServer)\s{0,4}[=:]\s{0,4}["']?(https?:\/\/[^\s"']{3,300})/gm,
    ))
      found.host(readAddress(match[1]!)?.hosts[0], 'unknown', lineOf(match.index));
    return found;
  },
};
