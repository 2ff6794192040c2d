import type { IdentifierPlace, Link } from '../types.ts';
import { baseName, directoryOf } from '../paths.ts';
import { worseEnvironment } from './tokens.ts';
import { VariableTable } from './variables.ts';
import { everywhere, nothing, placeText, selectable, type Recognised, type Recogniser, type SourceFile } from './recogniser.ts';
import { amplify, amplifyOutputs } from './recognisers/amplify.ts';
import { ansibleConfig, ansibleInventory, sshConfig } from './recognisers/ansible.ts';
import { aws } from './recognisers/aws.ts';
import { cdk, sam, serverless, sst } from './recognisers/awsStacks.ts';
import { azd, azureDefaults, azureSubscriptions, azureUse } from './recognisers/azure.ts';
import { appwrite, hasura, nhost, snaplet } from './recognisers/backends.ts';
import { bigquery } from './recognisers/bigquery.ts';
import { captain } from './recognisers/captain.ts';
import { cloudFoundry, cloudFoundryUse } from './recognisers/cloudFoundry.ts';
import { cloudflare, cloudflareRedirect } from './recognisers/cloudflare.ts';
import { compose } from './recognisers/compose.ts';
import { convex } from './recognisers/convex.ts';
import { databricks } from './recognisers/databricks.ts';
import { dbt, dbtUse } from './recognisers/dbt.ts';
import { digitaloceanApp, digitaloceanUser } from './recognisers/digitalocean.ts';
import { django } from './recognisers/django.ts';
import { dockerConfig, dockerContexts } from './recognisers/dockerContexts.ts';
import { dokku } from './recognisers/dokku.ts';
import { doppler, dopplerUser } from './recognisers/doppler.ts';
import { dotenvRecogniser } from './recognisers/dotenv.ts';
import { drizzle } from './recognisers/drizzle.ts';
import { firebase, firebaseUse, firebaseUser } from './recognisers/firebase.ts';
import { fly } from './recognisers/fly.ts';
import { gcloud, gcloudKeys, gcloudUse } from './recognisers/gcloud.ts';
import { git } from './recognisers/git.ts';
import { githubActions } from './recognisers/githubActions.ts';
import { consul, hashicorp, nomad } from './recognisers/hashicorp.ts';
import { argocd, argocdUser, helmfile, skaffold, tilt } from './recognisers/helm.ts';
import { heroku } from './recognisers/heroku.ts';
import { infisical } from './recognisers/infisical.ts';
import { kamal } from './recognisers/kamal.ts';
import { adyen, clerk, paypal, paystack, plaid, razorpay, square } from './recognisers/keyPrefixes.ts';
import { kubernetes, kubernetesManifests, kubernetesUse } from './recognisers/kubernetes.ts';
import { laravel } from './recognisers/laravel.ts';
import { markdown } from './recognisers/markdown.ts';
import { alembic, atlas, flyway, liquibase } from './recognisers/migrations.ts';
import { expo, fastlane } from './recognisers/mobile.ts';
import { mongodbAtlas } from './recognisers/mongodbAtlas.ts';
import { mysqlOptions } from './recognisers/mysqlClients.ts';
import { namedConfig } from './recognisers/namedConfig.ts';
import { neon } from './recognisers/neon.ts';
import { netlify, netlifyUse } from './recognisers/netlify.ts';
import { knex, mikroorm, sequelize, typeorm } from './recognisers/orms.ts';
import { planetscale } from './recognisers/planetscale.ts';
import { postgresPasswords, postgresServices } from './recognisers/postgresClients.ts';
import { prisma } from './recognisers/prisma.ts';
import { pulumi, pulumiUser } from './recognisers/pulumi.ts';
import { rails } from './recognisers/rails.ts';
import { railway, railwayUser } from './recognisers/railway.ts';
import { registries } from './recognisers/registries.ts';
import { render, renderUser } from './recognisers/render.ts';
import { sentry } from './recognisers/sentry.ts';
import { shopifyApp, shopifyTheme } from './recognisers/shopify.ts';
import { snowflake } from './recognisers/snowflake.ts';
import { stripe } from './recognisers/stripe.ts';
import { supabase, supabaseConfig } from './recognisers/supabase.ts';
import { terraformBackend, terraformCode, terraformVariables, terraformWorkspace } from './recognisers/terraform.ts';
import { turso } from './recognisers/turso.ts';
import { upstash } from './recognisers/upstash.ts';
import { vercel, vercelUse } from './recognisers/vercel.ts';

/** The tools, each with its files and variables. A new one is one file and one line here. */
// prettier-ignore
const tools: readonly Recogniser[] = [
  railwayUser, railway,
  vercel, vercelUse,
  netlify, netlifyUse,
  fly,
  heroku,
  render, renderUser,
  digitaloceanApp, digitaloceanUser,
  cloudflare, cloudflareRedirect,
  firebase, firebaseUser, firebaseUse,
  amplify, amplifyOutputs,
  convex,
  kamal,
  dokku,
  captain,
  supabase, supabaseConfig,
  neon,
  planetscale,
  turso,
  mongodbAtlas,
  upstash,
  postgresServices, postgresPasswords,
  mysqlOptions,
  snowflake,
  databricks,
  bigquery,
  prisma,
  drizzle,
  knex, sequelize, typeorm, mikroorm,
  rails,
  django,
  laravel,
  flyway, liquibase, alembic, atlas,
  dbt, dbtUse,
  hasura, appwrite, nhost, snaplet,
  aws,
  cdk, sam, serverless, sst,
  gcloud, gcloudKeys, gcloudUse,
  azd, azureUse, azureSubscriptions, azureDefaults,
  kubernetes, kubernetesUse, kubernetesManifests,
  skaffold, helmfile, tilt, argocd, argocdUser,
  terraformWorkspace, terraformBackend, terraformCode, terraformVariables,
  pulumi, pulumiUser,
  compose,
  dockerConfig, dockerContexts,
  ansibleConfig, ansibleInventory, sshConfig,
  cloudFoundry, cloudFoundryUse,
  hashicorp, nomad, consul,
  stripe,
  clerk, razorpay, paystack, paypal, square, plaid, adyen,
  doppler, dopplerUser,
  infisical,
  githubActions,
  sentry,
  expo, fastlane,
  shopifyApp, shopifyTheme,
  registries,
  git,
  markdown,
  namedConfig,
];

/** Every recogniser: `.env` files speak of all tools. */
export const recognisers: readonly Recogniser[] = [dotenvRecogniser(tools), ...tools];

/** What variables of a process say. */
export const variableTable = new VariableTable(tools);

const endings = new Map<string, { readonly ending: string; readonly recogniser: Recogniser }[]>();
const patterns: { readonly pattern: RegExp; readonly recogniser: Recogniser }[] = [];
for (const recogniser of recognisers) {
  for (const file of recogniser.files) {
    if (typeof file !== 'string') {
      patterns.push({ pattern: file, recogniser });
      continue;
    }
    const base = baseName(file);
    const list = endings.get(base);
    if (list) list.push({ ending: file, recogniser });
    else endings.set(base, [{ ending: file, recogniser }]);
  }
}

/** All patterns in one: nearly every name in a big workspace fits none. */
const anyPattern = new RegExp(patterns.map(({ pattern }) => `(?:${pattern.source})`).join('|'), 'i');

/** The recognisers that read a workspace file of this path. */
export function recognisersFor(path: string): readonly Recogniser[] {
  const base = baseName(path);
  const named = endings.get(base);
  const fits = anyPattern.test(base);
  if (!named && !fits) return [];
  const found: Recogniser[] = [];
  const normal = path.includes('\\') ? path.replaceAll('\\', '/') : path;
  for (const { ending, recogniser } of named ?? []) if (normal === ending || normal.endsWith(`/${ending}`)) found.push(recogniser);
  if (fits) for (const { pattern, recogniser } of patterns) if (!found.includes(recogniser) && pattern.test(base)) found.push(recogniser);
  return found;
}

/** The recognisers of user-level state, with the template of the file's path. */
export const userFiles: readonly { readonly file: string; readonly recogniser: Recogniser }[] = recognisers.flatMap((recogniser) =>
  (recogniser.userFiles ?? []).map((file) => ({ file, recogniser })),
);

/** The recognisers of files that a variable names (`KUBECONFIG`). */
export const variableFiles: readonly { readonly variable: string; readonly recogniser: Recogniser }[] = recognisers.flatMap((recogniser) =>
  (recogniser.pathVariables ?? []).map((variable) => ({ variable, recogniser })),
);

/** Runs one recogniser. Total: what it cannot read is *linked, environment unknown*, never silence. */
export function recognise(recogniser: Recogniser, file: SourceFile): Recognised {
  try {
    return recogniser.recognise(file);
  } catch {
    return unreadable(recogniser, file);
  }
}

/** Says that a file is there but could not be read. */
export function unreadable(recogniser: Recogniser, file: Omit<SourceFile, 'text'>): Recognised {
  if (recogniser.quiet) return nothing;
  const path = placeText({ ...file, text: '' });
  return {
    links: [
      {
        tool: recogniser.tool,
        resource: path,
        kind: 'unreadable file',
        environment: 'unknown',
        scope: file.root === undefined ? everywhere : directoryOf(file.path),
        remote: true,
        evidence: { text: `${path} is there but could not be read`, path: file.path },
      },
    ],
    identifiers: [],
  };
}

/** Joins what the files of a workspace say: links without repetition, identifiers by name. */
export function assemble(found: readonly Recognised[]): {
  readonly links: readonly Link[];
  readonly identifiers: Readonly<Record<string, readonly IdentifierPlace[]>>;
} {
  const identifiers = new Map<string, IdentifierPlace[]>();
  const seen = new Set<string>();
  for (const { id, place } of found.flatMap((one) => one.identifiers)) {
    const key = `${id}\0${place.environment}\0${place.evidence.path}\0${place.evidence.line}`;
    const places = identifiers.get(id);
    if (seen.has(key)) continue;
    seen.add(key);
    if (places) places.push(place);
    else identifiers.set(id, [place]);
  }
  const links: Link[] = [];
  for (const link of found.flatMap((one) => one.links)) {
    const key = JSON.stringify([link.tool, link.resource, link.kind, link.environment, link.scope, link.variable]);
    if (seen.has(key)) continue;
    seen.add(key);
    links.push(atSelected(atComposeService(link, identifiers), identifiers));
  }
  return { links, identifiers: Object.fromEntries(identifiers) };
}

/** One file says which context is chosen, another what it is: `active_config` names `acme`, `config_acme` has its project. */
function atSelected(link: Link, identifiers: ReadonlyMap<string, readonly IdentifierPlace[]>): Link {
  if (link.environment !== 'unknown' || !/^(?:context|selection|profile|config|connection)$/.test(link.kind)) return link;
  const places = identifiers.get(selectable(link.tool, link.resource).toLowerCase());
  const environment = places?.map((place) => place.environment).reduce(worseEnvironment);
  const place = places?.find((one) => one.environment === environment);
  if (environment === undefined || environment === 'unknown' || !place) return link;
  return {
    ...link,
    environment,
    remote: environment !== 'local',
    evidence: { ...link.evidence, text: `${link.evidence.text.replace(/, without .*$/s, '')}; ${place.evidence.text}` },
  };
}

/** `postgres://db/shop` is local where `db` is a service of the workspace's compose file (RESOURCES rule 4). */
function atComposeService(link: Link, identifiers: ReadonlyMap<string, readonly IdentifierPlace[]>): Link {
  const host = /(?:^| on )([\w-]+)$/.exec(link.resource)?.[1];
  if (!link.remote || host === undefined || link.variable === undefined || (link.kind !== 'database' && link.kind !== 'host')) return link;
  const service = identifiers.get(host.toLowerCase())?.find((place) => place.kind === 'compose service');
  if (!service) return link;
  return {
    ...link,
    environment: 'local',
    remote: false,
    evidence: { ...link.evidence, text: `${link.evidence.text.replace(/, (?:as|without) .*$/s, '')}; ${service.evidence.text}` },
  };
}
