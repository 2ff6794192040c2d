// Runs code that a test sends inside the extension host. With in-host tests the workbench shows no modal, so UI tests drive from outside.
'use strict';
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const vscode = require('vscode');

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

exports.activate = () => {
  if (process.env.TENTH_SECOND_PROFILE !== undefined) startProfile();
  // One socket for each window: a page that is closed and opened again gets a new host.
  const socket = path.join(process.env.TENTH_SECOND_DRIVER, `${process.pid}.sock`);
  const server = net.createServer((connection) => {
    let text = '';
    connection.on('error', () => {});
    connection.on('data', (data) => {
      text += data;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const { id, code, args } = JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
        new AsyncFunction('vscode', 'require', 'args', code)(vscode, require, args).then(
          (value) => connection.write(`${JSON.stringify({ id, value: value ?? null })}\n`),
          (error) => connection.write(`${JSON.stringify({ id, error: String((error && error.stack) || error) })}\n`),
        );
      }
    });
  });
  server.listen(socket);
  return { dispose: () => fs.rmSync(socket, { force: true }) };
};

/**
 * The CPU profile of this extension host from now on; `globalThis.takeProfile()` gives it and begins the next one, with the
 * milliseconds that this thread ran and waited for a processor: the profile counts both alike.
 */
function startProfile() {
  const { Session } = require('node:inspector');
  const scheduled = () => {
    // https://docs.kernel.org/scheduler/sched-stats.html
    const [ran, waited] = fs.readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ').map(Number);
    return { ran, waited };
  };
  let before = scheduled();
  const session = new Session();
  session.connect();
  const post = (method, params) =>
    new Promise((resolve, reject) => session.post(method, params, (error, result) => (error ? reject(error) : resolve(result))));
  // Inspector calls in the same thread are done when they return.
  void post('Profiler.enable');
  void post('Profiler.setSamplingInterval', { interval: Number(process.env.TENTH_SECOND_PROFILE) });
  void post('Profiler.start');
  globalThis.takeProfile = async () => {
    const { profile } = await post('Profiler.stop');
    void post('Profiler.start');
    const now = scheduled();
    const ran = (now.ran - before.ran) / 1e6;
    const waited = (now.waited - before.waited) / 1e6;
    before = now;
    return { profile, ran, waited };
  };
}
