/**
 * Everything that is not needed to start: the language client, the roads to server and agents, the redaction. Bundled by itself
 * (esbuild.js) and loaded once activation has returned.
 */
export { redact } from '../core/credentials/redact.ts';
export { connectAgents } from './agents/connectAgents.ts';
export { Attachment } from './attach/attachment.ts';
export { createPlatformRoad } from './attach/platformRoad.ts';
export { createWindowClient } from './attach/windowClient.ts';
export { CredentialsUi } from './credentials/credentialsUi.ts';
export { resetWindowKey } from './resetWindowKey.ts';
export { verifyJournal } from './verifyJournal.ts';
export { watchAgents } from './watchAgents.ts';
export { undo } from './undo/undo.ts';
