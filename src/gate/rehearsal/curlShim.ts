import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Gives the PATH for the rehearsal's commands: as it is when curl is on it, else with a stand-in in front that sends the one kind of
 * request the incident was, so that a machine without curl can rehearse, too.
 */
export function provideCurl(folder: string, port: number, searchPath: string): string {
  if (searchPath.split(path.delimiter).some((each) => existsSync(path.join(each, 'curl')))) return searchPath;
  mkdirSync(folder, { recursive: true });
  const script = `const https = require('node:https'), os = require('node:os'), fs = require('node:fs'), path = require('node:path');
const words = process.argv.slice(2), headers = {};
let method = 'GET', body, url;
while (words.length > 0) {
  const word = words.shift();
  if (word === '-X') method = words.shift();
  else if (word === '-d') body = words.shift();
  else if (word === '-H') { const [name, ...rest] = words.shift().split(':'); headers[name] = rest.join(':').trim(); }
  else url = new URL(word);
}
const ca = fs.readFileSync(path.join(os.homedir(), '.railway-stand-in.pem'));
const request = https.request({ host: '127.0.0.1', port: ${port}, servername: url.hostname, ca, method, path: url.pathname, headers },
  (response) => response.pipe(process.stdout));
request.on('error', (error) => { console.error('curl: ' + error.message); process.exit(7); });
request.end(body);
`;
  writeFileSync(path.join(folder, 'curl.js'), script);
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  writeFileSync(path.join(folder, 'curl'), `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(path.join(folder, 'curl.js'))} "$@"\n`, {
    mode: 0o755,
  });
  return `${folder}${path.delimiter}${searchPath}`;
}
