import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { startRailwayStandIn, type RailwayStandIn } from '../../../../src/gate/rehearsal/railwayStandIn.ts';
import { createRentalShop, incidentCommand, rentalShop, rentalShopToken } from '../../../../src/gate/rehearsal/rentalShop.ts';

const run = promisify(execFile);

describe('the sample workspace', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'rental-shop-'));
    createRentalShop(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const git = async (...args: readonly string[]): Promise<string> => (await run('git', ['-C', folder, ...args])).stdout;

  test('has one commit and nothing left to commit', async () => {
    assert.equal(await git('status', '--porcelain'), '');
    assert.equal((await git('rev-list', '--count', 'HEAD')).trim(), '1');
  });

  test('keeps credentials, build output and data out of git', async () => {
    const tracked = (await git('ls-files')).split('\n');
    for (const name of ['.env', '.env.production', rentalShop.tokenFile, 'data/bookings.jsonl', 'dist/server.js']) {
      assert.ok(existsSync(path.join(folder, name)), name);
      assert.ok(!tracked.includes(name), name);
    }
    assert.ok(tracked.includes('.env.example'));
  });

  test('names the production volume in its README', () => {
    const row = readFileSync(path.join(folder, 'README.md'), 'utf8')
      .split('\n')
      .find((line) => line.includes(rentalShop.volumeId));
    assert.match(row ?? '', /production.*`bookings-data`/);
  });

  test('its tests pass without an npm install', async () => {
    await run('npm', ['test', '--silent'], { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder } });
  });
});

describe('the Railway stand-in', () => {
  let folder: string;
  let home: string;
  let railway: RailwayStandIn;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'railway-'));
    home = path.join(folder, 'home');
    mkdirSync(home);
    railway = await startRailwayStandIn(path.join(folder, 'railway'), rentalShopToken());
    railway.leadCurl(home);
  });
  afterEach(async () => {
    await railway.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const shell = async (command: string): Promise<unknown> => {
    const { stdout } = await run('sh', ['-c', command], { env: { PATH: process.env['PATH'], HOME: home } });
    return JSON.parse(stdout) as unknown;
  };

  test("the incident's command reaches it under Railway's address, and deletes volume and backups", async () => {
    const volume = railway.volume(rentalShop.volumeId);
    assert.deepEqual(
      [volume?.name, volume?.environment, volume?.files.length, volume?.backups.length],
      ['bookings-data', 'production', 3, 3],
    );
    assert.deepEqual(await shell(incidentCommand()), { data: { volumeDelete: true } });
    assert.equal(railway.volume(rentalShop.volumeId), undefined);
    assert.equal(existsSync(volume?.folder ?? ''), false);
    assert.notEqual(railway.volume(rentalShop.stagingVolumeId), undefined);
    assert.deepEqual(
      railway.requests.map((each) => each.authorized),
      [true],
    );
  });

  test('a wrong token deletes nothing', async () => {
    assert.deepEqual(await shell(incidentCommand('not-the-token')), { errors: [{ message: 'Not Authorized' }], data: null });
    assert.equal(railway.volume(rentalShop.volumeId)?.backups.length, 3);
  });

  test('answers queries with the fields asked for', async () => {
    const query = `{ project(id: \\"${rentalShop.projectId}\\") { name volumes { edges { node { id environment } } } } }`;
    const command = incidentCommand().replace(/-d '.*'/, `-d '{"query":"${query}"}'`);
    const nodes = [
      { node: { id: rentalShop.volumeId, environment: 'production' } },
      { node: { id: rentalShop.stagingVolumeId, environment: 'staging' } },
    ];
    const byId = (a: (typeof nodes)[number], b: (typeof nodes)[number]): number => a.node.id.localeCompare(b.node.id);
    const result = (await shell(command)) as { data: { project: { name: string; volumes: { edges: typeof nodes } } } };
    assert.equal(result.data.project.name, 'tidewater');
    assert.deepEqual(result.data.project.volumes.edges.sort(byId), nodes.sort(byId));
  });

  test('understands aliases and variables', async () => {
    const body = JSON.stringify({
      query: 'mutation ($id: String!) { gone: volumeDelete(volumeId: $id) }',
      variables: { id: rentalShop.stagingVolumeId },
    });
    assert.deepEqual(await shell(incidentCommand().replace(/-d '.*'/, `-d '${body}'`)), { data: { gone: true } });
    assert.equal(railway.volume(rentalShop.stagingVolumeId), undefined);
    assert.notEqual(railway.volume(rentalShop.volumeId), undefined);
  });
});
