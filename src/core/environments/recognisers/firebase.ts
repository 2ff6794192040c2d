/**
 * Firebase: aliases in `.firebaserc`, the one that is in use in the CLI's own store; else the only alias, else `default`.
 * Source: https://github.com/firebase/firebase-tools/blob/master/src/command.ts (`applyRC`) and src/rc.ts, read 2026-08-21.
 */
import { at, jsonConfig } from '../config.ts';
import { Findings, environmentIn, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const firebase: Recogniser = {
  tool: 'firebase',
  files: ['.firebaserc'],
  recognise(file) {
    const found = new Findings(file, 'firebase');
    const projects = at(jsonConfig(file.text), 'projects')?.entries ?? [];
    for (const [alias, value] of projects) {
      const environment = environmentIn(file, alias, value.scalar);
      found
        .choice(alias, 'alias', environment, value.line)
        .identify(value.scalar, 'project', environment, value.line, alias === 'default' ? value.scalar : alias);
    }
    const active = projects.length === 1 ? projects[0] : projects.find(([alias]) => alias === 'default');
    const [alias, value] = active ?? [];
    if (alias === undefined || value?.scalar === undefined) return found;
    return found.link('project', value.scalar, environmentIn(file, alias, value.scalar), {
      line: value.line,
      says: `uses the project ${value.scalar} (${alias}) unless another is chosen`,
    });
  },
};

export const firebaseUser: Recogniser = {
  tool: 'firebase',
  files: [],
  userFiles: ['{XDG_CONFIG_HOME:~/.config}/configstore/firebase-tools.json'],
  recognise(file) {
    const found = new Findings(file, 'firebase');
    for (const [folder, value] of at(jsonConfig(file.text), 'activeProjects')?.entries ?? [])
      if (value.scalar !== undefined)
        found.link('project', value.scalar, environmentOfNames(value.scalar), {
          line: value.line,
          says: `has ${value.scalar} in use in ${folder}`,
          scope: folder.replaceAll('\\', '/'),
        });
    return found;
  },
};

export const firebaseUse: Recogniser = {
  tool: 'firebase',
  files: ['firebase.json'],
  quiet: true,
  recognise: (file) => new Findings(file, 'firebase').use('is deployed on Firebase').use('belongs to Google Cloud', 'gcloud'),
};
