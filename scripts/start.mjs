// npm start: builds the extension and opens it in a real VS Code on the sample workspace: the desktop's `code` if there is one, else the
// editor of the rig on loopback. The sample is written to .tmp/rental-shop once; `npm start -- --fresh` writes it anew.
//   npm start [-- --fresh] [-- --rig] [-- --port=8931]
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { editorAddress, startEditor } from './editor.mjs';
import { endGuardServer, freePort } from './processes.mjs';
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
  const server = await startEditor({ folder });
  const port = (await isFree(wanted)) ? wanted : await freePort();
  const front = await serveWithSecrets(port, server.port, path.join(folder, 'secret-storage.key'));
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    front.close();
    front.closeAllConnections();
    await server.stop();
    await endGuardServer(server.home);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
  console.log(`VS Code with Tenth Second:  ${editorAddress({ authority: `127.0.0.1:${port}` }, sample)}`);
  console.log(`It has a home of its own, ${server.home}. Ctrl+C stops it.`);
}

/** @param {number} port */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.on('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * Passes everything through to VS Code's server but the request for its half of the key that seals SecretStorage, which only
 * code-server's own front end answers. Without it a window would forget its key, and be locked out, at every reload.
 * @param {number} port
 * @param {number} target
 * @param {string} keyFile
 * @returns {Promise<http.Server>}
 */
function serveWithSecrets(port, target, keyFile) {
  if (!fs.existsSync(keyFile)) fs.writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
  const front = http.createServer((request, response) => {
    if ((request.url ?? '').split('?')[0]?.endsWith('/mint-key')) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(fs.readFileSync(keyFile));
      return;
    }
    const { method, url, headers } = request;
    const onward = http.request({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  front.on('upgrade', (request, socket, head) => {
    const onward = net.connect(target, '127.0.0.1', () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let index = 0; index < request.rawHeaders.length; index += 2) {
        lines.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`);
      }
      onward.write(`${lines.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.on('close', () => onward.destroy());
  });
  return new Promise((resolve) => front.listen(port, '127.0.0.1', () => resolve(front)));
}
