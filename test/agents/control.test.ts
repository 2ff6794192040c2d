import assert from 'node:assert/strict';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startRailwayStandIn, type RailwayStandIn } from '../../src/gate/rehearsal/railwayStandIn.ts';
import { incidentCommand, rentalShop, rentalShopToken } from '../../src/gate/rehearsal/rentalShop.ts';
import { claudeCode, geminiCli, prepareGemini } from '../support/agents.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

/** Without the guard the incident happens: the other tests could pass for the wrong reason if it did not. */
describe('without the guard', () => {
  let sandbox: Sandbox;
  let railway: RailwayStandIn;
  beforeEach(async () => {
    sandbox = createSandbox('control');
    sandbox.createWorkspace();
    prepareGemini(sandbox);
    railway = await startRailwayStandIn(path.join(sandbox.folder, 'railway'), rentalShopToken());
    sandbox.defer(() => railway.close());
    railway.leadCurl(sandbox.home);
  });
  afterEach(() => sandbox.dispose());

  for (const agent of [claudeCode, geminiCli]) {
    test(`${agent.title} deletes the volume and its backups`, async () => {
      const run = await agent.run(sandbox, [agent.shell(incidentCommand())]);
      const results = await run.ended;
      assert.equal(results.length, 1);
      assert.match(results[0]?.text ?? '', /"volumeDelete":true/);
      assert.equal(railway.volume(rentalShop.volumeId), undefined);
    });
  }
});
