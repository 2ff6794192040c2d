import type { Environment } from '../types.ts';

const production = new Set(['production', 'prod', 'prd']);
/** Words that name nothing but an environment: they win over `prod` in the same name (`prod-copy-staging`). */
const surelyStaging = new Set([
  'staging',
  'stage',
  'stg',
  'uat',
  'qa',
  'nonprod',
  'preprod',
  'nonproduction',
  'preproduction',
  'nonprd',
  'preprd',
  'notprod',
]);
/** Words that also stand in the names of apps (`dev-portal-prod`, `print-preview-prod`): `prod` in the same name wins over them. */
const perhapsStaging = new Set(['preview', 'sandbox', 'demo', 'canary', 'pr']);
const perhapsDevelopment = new Set(['dev', 'develop', 'development', 'test', 'testing', 'ci']);
const denials = new Set(['non', 'not', 'pre']);
/** What makes `live` the first half of a product's name: LiveKit, live-reload, LIVE_VIEW. */
const liveFollowers = new Set(
  'kit blocks reload reloading server share view views wire stream streams streaming chat event events feed preview score scores session sessions query queries update updates ness coding demo ops search store data edit editor region caption captions'.split(
    ' ',
  ),
);

const splitter = /[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+/g;

/** Lower-case words of a name: split at everything that is no letter, and at capitals (`myAppPROD-2` → my, app, prod). */
export function tokensOf(text: string): readonly string[] {
  return (text.length > 1024 ? text.slice(0, 1024) : text).match(splitter)?.map((token) => token.toLowerCase()) ?? [];
}

/** The environment that a name says outright, by whole words, negations first; undefined when it says none. */
export function environmentFromName(text: string): Environment | undefined {
  return environmentFromTokens(tokensOf(text));
}

/** As `environmentFromName`, for words already split. */
function environmentFromTokens(tokens: readonly string[]): Environment | undefined {
  let produces = false;
  let staging = false;
  let development = false;
  let local = false;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (surelyStaging.has(token)) return 'staging';
    if (production.has(token)) {
      // `post-production` is the film trade's.
      const before = tokens[i - 1];
      if (before !== undefined && denials.has(before)) return 'staging';
      if (before !== 'post' || token !== 'production') produces = true;
    } else if (token === 'live') {
      if (!liveFollowers.has(tokens[i + 1] ?? '') && tokens[i - 1] !== 'go') produces = true;
    } else if (perhapsStaging.has(token)) staging = true;
    else if (perhapsDevelopment.has(token)) development = true;
    else if (token === 'local' || token === 'localhost') local = true;
  }
  return produces ? 'production' : staging ? 'staging' : development ? 'development' : local ? 'local' : undefined;
}

/**
 * The environment of a database branch (Neon, PlanetScale, Supabase branching) or of the only remote of a Git-deployed app: there,
 * and only there, `main` and `master` mean production.
 */
export function environmentFromBranch(branch: string): Environment | undefined {
  return /^(?:main|master)$/i.test(branch) ? 'production' : environmentFromName(branch);
}

const severity: Readonly<Record<Environment, number>> = { production: 4, unknown: 3, staging: 2, development: 1, local: 0 };

/** The environment that asks for more care; `unknown` is only below production. */
export function worseEnvironment(a: Environment, b: Environment): Environment {
  return severity[a] >= severity[b] ? a : b;
}
