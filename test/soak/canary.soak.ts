import { claudeCode, codex, geminiCli, openCode } from '../support/agents.ts';
import { maskedWays, uses, ways } from '../support/canary.ts';
import { runCanary } from '../support/canaryRun.ts';

/** Every way to a planted secret, tried by the real agents. `node scripts/measure.mjs soak canary`. */
let failed = 0;
const only = process.env['CANARY_AGENT'];
for (const agent of [claudeCode, geminiCli, codex, openCode].filter(({ id }) => only === undefined || id === only)) {
  const { leaks, results } = await runCanary(agent, ways, uses);
  const refused = results.slice(0, ways.length).filter(({ result }) => /Tenth Second/.test(result?.text ?? '')).length;
  const masked = results
    .slice(ways.length, ways.length + maskedWays.length)
    .filter(({ result }) => /‹secret›/.test(result?.text ?? '')).length;
  const used = results.slice(ways.length + maskedWays.length).filter(({ result }) => result && !/Tenth Second/.test(result.text));
  console.log(
    `${agent.title}: ${refused} of ${ways.length} ways refused by the guard, ${masked} of ${maskedWays.length} masked, ${used.length} of ${uses.length} uses ran`,
  );
  for (const { name, result } of results.slice(0, ways.length))
    if (!/Tenth Second/.test(result?.text ?? ''))
      console.log(`  not by the guard: ${name}: ${(result?.text ?? '(no result)').slice(0, 160).replaceAll('\n', ' ')}`);
  for (const leak of leaks) console.log(`  LEAK ${leak}`);
  if (leaks.length > 0 || masked < maskedWays.length || used.length < uses.length) failed++;
}
process.exit(failed === 0 ? 0 : 1);
