// npm start: builds the extension and opens it in a real VS Code on the sample workspace: the desktop's `code` if there is one, else the
// editor of the rig on loopback. The sample is written to .tmp/rental-shop once; `npm start -- --fresh` writes it anew.
//   npm start [-- --fresh] [-- --rig] [-- --port=8931]
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { editorAddress, startEditor } from './editor.mjs';
import { freePort } from './processes.mjs';
import { findProgram, root } from './rig.mjs';

const { programs, importSource } = createRequire(import.meta.url)('../esbuild.js');
const options = process.argv.slice(2);

await programs();
const sample = path.join(root, '.tmp/rental-shop');
if (options.includes('--fresh')) fs.rmSync(sample, { recursive: true, force: true });
if (!fs.existsSync(sample)) {
  const { createRentalShop } = await importSource('src/gate/rehearsal/rentalShop.ts');
  createRentalShop(sample);
}

const code = options.includes('--rig') ? undefined : findProgram('code');
if (code !== undefined) {
  console.log(`Opening ${sample} in ${code}`);
  const child = spawn(code, ['--new-window', `--extensionDevelopmentPath=${root}`, sample], { stdio: 'inherit' });
  child.on('close', (status) => process.exit(status ?? 1));
} else {
  const wanted = Number(options.find((option) => option.startsWith('--port='))?.slice('--port='.length) ?? 8931);
  const folder = path.join(root, '.tmp/start');
  fs.rmSync(path.join(folder, 'extensions'), { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const server = await startEditor({ folder, port: (await isFree(wanted)) ? wanted : await freePort() });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
  console.log(`VS Code with Tenth Second:  ${editorAddress(server, sample)}`);
  console.log(`It has a home of its own, ${server.home}. Ctrl+C stops it.`);
}

/** @param {number} port */
async function isFree(port) {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
