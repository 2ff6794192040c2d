import { isObject } from './payload.ts';
import { openCodeAdapter, pluginText } from './opencode.ts';

/** Kilo Code 7, a fork of OpenCode that loads its plugins. https://kilo.ai/docs/ (unverified: from a third party's integration plan) */
export const kilo = openCodeAdapter({
  id: 'kilo',
  displayName: 'Kilo Code',
  recognise: (payload) => isObject(payload) && payload['tenthSecond'] === 'kilo',
  connection: {
    files: [
      {
        type: 'own',
        place: { folder: '.config/kilo', variable: 'KILO_CONFIG_DIR', name: 'plugin/tenth-second.js' },
        text: (_, programs) => pluginText('kilo', programs),
      },
    ],
    workspaceFiles: [
      { type: 'own', place: { folder: '.kilo', name: 'plugin/tenth-second.js' }, text: (_, programs) => pluginText('kilo', programs) },
    ],
    switches: [],
    presence: { programs: ['kilo', 'kilocode'], folders: ['.config/kilo', '.kilo'], extensions: ['kilocode.kilo-code'] },
    least: { version: '7.0.0', otherwise: 'it has no plugins and nothing is held' },
    note: 'Start running Kilo Code sessions anew: plugins are loaded at the start.',
  },
  gaps: [
    'A plugin that cannot be loaded is left out without a word: the canary shows it.',
    'Versions before 7 have no plugins: only MCP servers behind the guard and .kilocodeignore help there.',
  ],
  proven: 'documents',
});
