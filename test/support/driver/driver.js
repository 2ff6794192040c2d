// Runs code that a test sends inside the extension host. With in-host tests the workbench shows no modal, so UI tests drive from outside.
'use strict';
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const vscode = require('vscode');

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

exports.activate = () => {
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
