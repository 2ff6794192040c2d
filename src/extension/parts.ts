/**
 * What is not needed to start is loaded in parts (esbuild.js), one in each turn of the loop: the extension host is every extension's, and
 * a part is small enough that none of them waits for it (`npm run bench -- extensionHost`).
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  return load();
}

/** The language client is half a megabyte, so what it stands on goes first. */
const clientParts: readonly (() => Promise<unknown>)[] = [
  () => import('vscode-jsonrpc/node'),
  () => import('vscode-languageserver-types'),
  () => import('vscode-languageserver-protocol/node'),
  () => import('vscode-languageclient/$test/common/codeConverter'),
  () => import('vscode-languageclient/$test/common/protocolConverter'),
  () => import('vscode-languageclient/$test/common/features'),
  () => import('vscode-languageclient/$test/common/diagnostic'),
  () => import('vscode-languageclient/$test/common/notebook'),
  () => import('vscode-languageclient/$test/common/client'),
  () => import('vscode-languageclient/node'),
];

export async function loadWindowClient(): Promise<(typeof import('./attach/windowClient.ts'))['createWindowClient']> {
  for (const part of clientParts) await loadPart(part);
  return (await loadPart(() => import('./attach/windowClient.ts'))).createWindowClient;
}
