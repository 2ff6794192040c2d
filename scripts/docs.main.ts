import { readFileSync, writeFileSync } from 'node:fs';
import { copilotPluginHooks, copilotPluginManifest } from '../src/core/agents/copilotPlugin.ts';
import { environmentDocs } from './environmentDocs.ts';
import { agentDocs } from './agentDocs.ts';
import { incidentDocs } from './incidentDocs.ts';
import { ruleDocs } from './ruleDocs.ts';
import { withManifestTables } from './manifestDocs.ts';

/** Writes the generated pages. `npm run docs`. */
writeFileSync('copilot-plugin/plugin.json', copilotPluginManifest);
writeFileSync('copilot-plugin/hooks.json', copilotPluginHooks());
writeFileSync('docs/rules.md', ruleDocs());
writeFileSync('docs/incidents.md', incidentDocs());
writeFileSync('docs/agents.md', agentDocs());
writeFileSync('docs/environments.md', environmentDocs());
writeFileSync('README.md', withManifestTables(readFileSync('README.md', 'utf8')));
