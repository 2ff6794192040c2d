import type { Environment } from '../types.ts';
import { environmentFromName } from './tokens.ts';
import { withoutEnd } from '../text.ts';

export interface HostEnvironment {
  readonly environment: Environment;
  readonly remote: boolean;
}

const local: HostEnvironment = { environment: 'local', remote: false };

/** Endings that are no public top-level domain: the label before them may be an environment (`db.prod.internal`). */
const privateEndings = new Set(['internal', 'lan', 'corp', 'home', 'intranet', 'private', 'consul', 'svc', 'local', 'net', 'cluster']);
/** Environment words that are real top-level domains: `acme.dev` and `acme.live` say nothing. */
const domainWords = new Set(['dev', 'live', 'test', 'demo', 'preview']);

/** A host in its plain form: lower-case, without user, port, brackets and trailing dot. Empty for a unix socket. */
export function plainHost(host: string): string {
  let plain = host.trim().toLowerCase();
  const at = plain.lastIndexOf('@');
  if (at >= 0) plain = plain.slice(at + 1);
  if (plain.startsWith('/') || plain.startsWith('%2f') || plain.startsWith('unix:') || plain.startsWith('npipe:')) return '';
  if (plain.startsWith('[')) plain = plain.slice(1, plain.includes(']') ? plain.indexOf(']') : undefined);
  else if (plain.indexOf(':') === plain.lastIndexOf(':')) plain = plain.replace(/[:,]\d*$/, '');
  return withoutEnd(plain, '.');
}

/** Where a host name stands: this machine, an environment that its name says, or somewhere remote. */
export function hostEnvironment(host: string): HostEnvironment {
  const plain = plainHost(host);
  if (isThisMachine(plain)) return local;
  const labels = plain.split('.');
  const last = labels[labels.length - 1]!;
  const said = environmentFromName(namingLabels(labels).join('.'));
  // `*.local` is mDNS or a hosts-file entry, except inside clusters and where a company's directory domain ends so and says production.
  if ((last === 'local' && !plain.endsWith('.cluster.local') && said !== 'production') || last === 'localhost') return local;
  return { environment: said === 'local' || said === undefined ? 'unknown' : said, remote: true };
}

function isThisMachine(plain: string): boolean {
  return (
    plain === '' ||
    plain === 'localhost' ||
    plain === '::1' ||
    plain === '::' ||
    plain === '0:0:0:0:0:0:0:1' ||
    plain === '0.0.0.0' ||
    plain === '(local)' ||
    plain === 'host.docker.internal' ||
    plain === 'gateway.docker.internal' ||
    plain === 'host.containers.internal' ||
    plain === 'kubernetes.docker.internal' ||
    /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(plain)
  );
}

/** Labels that may say an environment: not the top-level domain, nor a whole registered name (`live.com`). */
function namingLabels(labels: readonly string[]): readonly string[] {
  if (labels.length < 2) return labels;
  const last = labels[labels.length - 1]!;
  if (privateEndings.has(last) && last !== 'net') return labels;
  const names = domainWords.has(last) || environmentFromName(last) === undefined ? labels.slice(0, -1) : labels;
  if (names.length === labels.length) return names;
  const registered = names[names.length - 1]!;
  return /^[a-z]+$/.test(registered) ? names.slice(0, -1) : names;
}

/**
 * Addresses that serve every customer of a vendor. They say nothing about an environment, so that one in a staging file must not
 * make every request to that vendor staging.
 */
const shared = new Set(
  `railway.app railway.com vercel.com netlify.com heroku.com render.com fly.io machines.dev supabase.com neon.tech planetscale.com
  turso.tech upstash.com stripe.com github.com githubusercontent.com gitlab.com bitbucket.org openai.com anthropic.com googleapis.com google.com
  accounts.dev clerk.com clerk.dev sentry.io resend.com sendgrid.com sendgrid.net mailgun.net mailgun.org postmarkapp.com twilio.com slack.com discord.com telegram.org linear.app
  notion.com atlassian.com atlassian.net cloudflare.com digitalocean.com microsoft.com azure.com microsoftonline.com amazonaws.com npmjs.org npmjs.com pypi.org docker.io docker.com
  datadoghq.com datadoghq.eu newrelic.com posthog.com segment.io segment.com mixpanel.com algolia.net algolia.com contentful.com sanity.io
  paypal.com braintreegateway.com plaid.com adyen.com squareup.com shopify.com doppler.com infisical.com auth0.com okta.com gmail.com outlook.com office365.com
  hashicorp.com terraform.io pulumi.com mongodb.com convex.dev example.com example.org example.net huggingface.co mapbox.com cloudinary.com w3.org schema.org json-schema.org schemastore.org jsdelivr.net unpkg.com cloudflareinsights.com
  googletagmanager.com google-analytics.com gravatar.com`.split(/\s+/),
);
const apiLabels =
  /^(?:api|www|app|docs?|developers?|help|support|status|raw|pkg|json|cdn\d?|backboard|graph|graphql|rest|auth|login|oauth|oauth2|accounts|console|dashboard|hooks|smtp|mail|registry|cdn|events|ingest|management|us|eu|o\d+|[a-z]{2}-[a-z]+-\d)$/;

/** True for a vendor's own address (`api.stripe.com`, `s3.eu-west-1.amazonaws.com`), false for a customer's (`db-prod.x.rds.amazonaws.com`). */
export function isSharedHost(host: string): boolean {
  const labels = plainHost(host).split('.');
  if (labels.length < 2) return false;
  if (!shared.has(labels.slice(-2).join('.'))) return false;
  const names = labels.slice(0, -2);
  if (labels.slice(-2).join('.') === 'amazonaws.com') return names.length <= 2 && !/\d{6}|-/.test(names[0] ?? '');
  return names.every((label) => apiLabels.test(label)) || labels.slice(-2).join('.') === 'googleapis.com';
}
