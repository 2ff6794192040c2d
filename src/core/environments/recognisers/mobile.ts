/**
 * Expo and fastlane: profiles and lanes are chosen on the command line; that a project has a `production` one ties nothing to it.
 * Sources: https://docs.expo.dev/build/eas-json, https://docs.expo.dev/submit/eas-json; https://docs.fastlane.tools/advanced/lanes/
 */
import { at, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { lineFinder } from '../paths.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const expo: Recogniser = {
  tool: 'expo',
  files: ['eas.json', 'app.json'],
  quiet: true,
  variables: [{ name: 'EAS_PROJECT_ID', kind: 'project', holdsAll: true }],
  recognise(file) {
    const found = new Findings(file, 'expo');
    const config = jsonConfig(file.text);
    if (baseName(file.path) === 'app.json') {
      const id = at(config, 'expo', 'extra', 'eas', 'projectId');
      const name = textAt(config, 'expo', 'slug') ?? textAt(config, 'expo', 'name') ?? id?.scalar;
      if (id?.scalar === undefined || name === undefined) return found;
      return found
        .identify(id.scalar, 'project', environmentOfNames(name), id.line, name)
        .link('project', name, environmentOfNames(name), { line: id.line, says: `belongs to the Expo project ${name}` });
    }
    for (const part of ['build', 'submit'])
      for (const [name, value] of at(config, part)?.entries ?? [])
        found.choice(name, 'profile', environmentOfNames(name, textAt(value, 'channel')), value.line);
    return found.use('is built with EAS');
  },
};

export const fastlane: Recogniser = {
  tool: 'fastlane',
  files: ['fastlane/Fastfile', 'fastlane/Appfile'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'fastlane').use('is released with fastlane');
    const lineOf = lineFinder(file.text);
    for (const match of file.text.matchAll(/^[ \t]{0,16}(?:private_)?lane\s{1,8}:(\w{1,64})/gm))
      found.choice(match[1], 'lane', environmentOfNames(match[1]), lineOf(match.index));
    for (const match of file.text.matchAll(/^[ \t]{0,16}(?:app_identifier|package_name)[\s(]{1,8}["']([\w.-]{4,155})["']/gm))
      found.identify(match[1], 'app', environmentOfNames(match[1]), lineOf(match.index));
    return found;
  },
};
