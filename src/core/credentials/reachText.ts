import { reachOf, widerThanItSeems, type CredentialSite } from './reach.ts';

/** What a credential can do, in sentences for people; empty where its provider does not let one say it. */
export function reachLines(site: CredentialSite): readonly { readonly text: string; readonly source?: string }[] {
  const reach = reachOf(site.kind, site.variable);
  if (!reach) return [];
  const wider = widerThanItSeems(site);
  return [
    ...(wider === undefined ? [] : [{ text: `${wider}.` }]),
    { text: `Whoever has it can destroy ${reach.destroys}.`, ...(reach.source.startsWith('https://') ? { source: reach.source } : {}) },
    ...(reach.narrower === undefined ? [] : [{ text: `Narrower: ${reach.narrower}.` }]),
  ];
}
