import type { Environment } from '../types.ts';
import { decodeBase64Url } from './base64Url.ts';

/** A provider's token by its own shape. */
export interface SecretRule {
  /** `<vendor>.<kind>`: public, never renamed. */
  readonly kind: string;
  /** One of these stands in every match: checked before the pattern, which costs more. */
  readonly hints: readonly string[];
  /** Source of a pattern that begins with a word, in place of the hints: for the one pass over all texts. */
  readonly gate?: string;
  /** Global, linear: every repetition is bounded or ends the pattern. Group 1, if there is one, is the secret. */
  readonly pattern: RegExp;
  /** False for what has the shape but opens nothing. */
  readonly accepts?: (value: string) => boolean;
  readonly environment?: (value: string) => Environment | undefined;
}

const start = '(?<![A-Za-z0-9_])';
const end = '(?![A-Za-z0-9_])';

function rule(
  kind: string,
  hints: string | readonly string[],
  shape: string,
  more: Pick<SecretRule, 'accepts' | 'environment' | 'gate'> = {},
): SecretRule {
  // A shape that begins with its own prefix is found at the start of a word; of the others, something inside them is.
  const gate = /^(?:\[|\\d)/.test(shape) ? {} : { gate: shape };
  return {
    kind,
    hints: typeof hints === 'string' ? [hints] : hints,
    pattern: new RegExp(`${start}(${shape})${end}`, 'g'),
    ...gate,
    ...more,
  };
}

/** `sk_live_…` is production, `sk_test_…` is not (https://docs.stripe.com/keys). */
const byMode = {
  environment: (value: string): Environment => (/_test|-test|sandbox|TEST/.test(value.slice(0, 24)) ? 'development' : 'production'),
};

/**
 * Shapes of provider tokens. Each is written from the vendor's own documentation of its format or from its command line's source;
 * those that have no shape of their own (Railway's UUIDs, Upstash, Cloudflare, Datadog, …) are found by the name they are given.
 */
export const secretRules: readonly SecretRule[] = [
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
  rule('github.token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], 'gh[pousr]_[A-Za-z0-9]{20,255}'),
  rule('github.fineGrainedToken', 'github_pat_', 'github_pat_[A-Za-z0-9_]{22,255}'),
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  rule(
    'gitlab.token',
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'gloas-', 'glsoat-', 'glffct-', 'glft-', 'glimt-', 'glagent-', 'glwt-', 'glrtr-'],
    'gl(?:pat|dt|rt|rtr|cbt|ptt|oas|soat|ffct|ft|imt|agent|wt)-[A-Za-z0-9_.=-]{20,255}',
  ),
  // https://api.slack.com/concepts/token-types
  rule('slack.token', ['xox', 'xapp-'], '(?:xox[abcdeoprs](?:\\.xox[bp])?-[A-Za-z0-9-]{10,255}|xapp-\\d-[A-Za-z0-9-]{10,255})'),
  {
    kind: 'slack.webhook',
    hints: ['hooks.slack.com/'],
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9_/]{20,120})/g,
  },
  // https://docs.stripe.com/keys#obtain-api-keys
  rule(
    'stripe.key',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_org_'],
    '(?:[sr]k_(?:live|test)|sk_org)_[A-Za-z0-9_]{10,247}',
    byMode,
  ),
  rule('stripe.webhookSecret', 'whsec_', 'whsec_[A-Za-z0-9+/]{24,128}={0,2}'),
  rule(
    'openai.key',
    ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'T3BlbkFJ'],
    'sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,255}|[A-Za-z0-9_-]{20,128}T3BlbkFJ[A-Za-z0-9_-]{20,128})',
  ),
  rule('anthropic.key', 'sk-ant-', 'sk-ant-[a-z0-9]{3,12}-[A-Za-z0-9_-]{20,255}'),
  rule('openrouter.key', 'sk-or-', 'sk-or-v1-[0-9a-f]{32,128}'),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  rule('aws.accessKeyId', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}'),
  rule('aws.bedrockKey', ['ABSKQmVkcm9ja'], 'ABSKQmVkcm9ja[A-Za-z0-9+/]{80,255}={0,2}'),
  rule('google.apiKey', 'AIza', 'AIza[A-Za-z0-9_-]{35}'),
  rule('google.clientSecret', 'GOCSPX-', 'GOCSPX-[A-Za-z0-9_-]{20,64}'),
  rule('google.accessToken', 'ya29.', 'ya29\\.[A-Za-z0-9_-]{20,2048}'),
  rule('google.refreshToken', '1//0', '1//0[A-Za-z0-9_-]{30,255}'),
  // https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/
  rule('npm.token', 'npm_', 'npm_[A-Za-z0-9]{36,64}'),
  // https://pypi.org/help/#apitoken
  rule('pypi.token', 'pypi-', 'pypi-AgE[A-Za-z0-9_-]{50,1024}'),
  rule('rubygems.key', 'rubygems_', 'rubygems_[0-9a-f]{48}'),
  rule('crates.token', 'cio', 'cio[A-Za-z0-9]{32}'),
  rule('docker.token', ['dckr_pat_', 'dckr_oat_'], 'dckr_[po]at_[A-Za-z0-9_-]{20,64}'),
  // https://docs.digitalocean.com/reference/api/create-personal-access-token/
  rule('digitalocean.token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], 'do[opr]_v1_[0-9a-f]{64}'),
  rule('heroku.token', 'HRKU-', 'HRKU-[A-Za-z0-9_-]{36,80}'),
  // https://fly.io/docs/security/tokens/
  rule('fly.token', ['fm1', 'fm2_', 'fo1_'], '(?:fm1[ar]?_|fm2_)[A-Za-z0-9+/=_,-]{40,2048}|fo1_[A-Za-z0-9_-]{40,64}'),
  rule('netlify.token', ['nfp_', 'nfc_', 'nfo_', 'nfu_'], 'nf[pcou]_[A-Za-z0-9]{36,64}'),
  rule('render.key', 'rnd_', 'rnd_[A-Za-z0-9]{20,64}'),
  rule(
    'vercel.token',
    ['vcp_', 'vca_', 'vci_', 'vck_', 'vcr_', 'vercel_blob_rw_'],
    '(?:vc[pacikr]_[A-Za-z0-9]{24,128}|vercel_blob_rw_[A-Za-z0-9_]{20,128})',
  ),
  // https://supabase.com/docs/guides/api/api-keys
  rule('supabase.accessToken', 'sbp_', 'sbp_(?:oauth_)?[0-9a-f]{40,64}'),
  rule('supabase.secretKey', 'sb_secret_', 'sb_secret_[A-Za-z0-9_-]{20,80}'),
  // https://neon.com/docs/manage/api-keys
  rule('neon.key', 'napi_', 'napi_[a-z0-9]{40,128}'),
  rule('neon.password', 'npg_', 'npg_[A-Za-z0-9]{10,64}'),
  // https://planetscale.com/docs/concepts/service-tokens
  rule('planetscale.token', 'pscale_', 'pscale_(?:tkn|pw|oauth|app)_[A-Za-z0-9_.=-]{20,128}'),
  rule('resend.key', 're_', 're_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,40}'),
  rule('sendgrid.key', 'SG.', 'SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}'),
  rule('mailgun.key', 'key-', 'key-[0-9a-f]{32}'),
  rule('mailchimp.key', ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'], '[0-9a-f]{32}-us\\d{1,2}'),
  rule('brevo.key', 'xkeysib-', 'xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}'),
  rule('twilio.key', 'SK', 'SK[0-9a-f]{32}'),
  // https://docs.doppler.com/docs/service-tokens
  rule('doppler.token', 'dp.', 'dp\\.(?:st\\.(?:[a-z0-9_-]{2,35}\\.)?|pt\\.|ct\\.|sa\\.|said\\.|scim\\.|audit\\.)[A-Za-z0-9]{40,44}', {
    environment: (value) => (/^dp\.st\.(?:prd|prod)/.test(value) ? 'production' : undefined),
  }),
  // https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
  rule('vault.token', ['hvs.', 'hvb.', 'hvr.'], 'hv[sbr]\\.[A-Za-z0-9_-]{20,512}'),
  rule('terraform.token', '.atlasv1.', '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{40,128}'),
  rule('pulumi.token', 'pul-', 'pul-[0-9a-f]{40}'),
  rule('cloudflare.originKey', 'v1.0-', 'v1\\.0-[0-9a-f]{24}-[0-9a-f]{146}'),
  rule('databricks.token', 'dapi', 'dapi[0-9a-f]{32}(?:-\\d)?'),
  rule('newrelic.key', ['NRAK-', 'NRII-', 'NRJS-', 'NRRA-'], 'NR(?:AK|II|RA)-[A-Za-z0-9]{20,64}'),
  rule('grafana.token', ['glc_', 'glsa_'], '(?:glc_[A-Za-z0-9+/=]{32,400}|glsa_[A-Za-z0-9]{32}_[0-9a-f]{8})'),
  rule('sentry.token', ['sntrys_', 'sntryu_'], 'sntr(?:ys_[A-Za-z0-9_=+/-]{40,600}|yu_[0-9a-f]{64})'),
  rule('linear.key', ['lin_api_', 'lin_oauth_'], 'lin_(?:api|oauth)_[A-Za-z0-9]{32,80}'),
  rule('notion.token', ['ntn_', 'secret_'], '(?:ntn_[A-Za-z0-9]{40,64}|secret_[A-Za-z0-9]{43})'),
  rule('airtable.token', 'pat', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}', { gate: 'pat[A-Za-z0-9]{14}\\.' }),
  rule('atlassian.token', ['ATATT3', 'ATCTT3', 'ATBB'], '(?:AT[AC]TT3[A-Za-z0-9_=-]{60,400}|ATBB[A-Za-z0-9]{24,64})'),
  // https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing
  rule('shopify.token', ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shptka_'], 'shp(?:at|ca|pa|ss|tka)_[0-9a-fA-F]{32,64}'),
  rule('square.token', ['EAAA', 'sq0atp-', 'sq0csp-'], '(?:EAAA[A-Za-z0-9_-]{60}|sq0[ac][ts]p-[A-Za-z0-9_-]{22,43})'),
  rule('facebook.token', 'EAA', 'EAA[A-Z][A-Za-z0-9]{80,400}'),
  {
    kind: 'discord.token',
    hints: ['.'],
    gate: '[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.',
    pattern: /(?<![\w.-])([MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40})(?![\w.-])/g,
    accepts: (value) => /\d/.test(value) && /[A-Z]/.test(value.slice(30)),
  },
  {
    kind: 'discord.webhook',
    hints: ['/api/webhooks/'],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/(\d{15,21}\/[A-Za-z0-9_-]{40,100})/g,
  },
  // https://core.telegram.org/bots/api#authorizing-your-bot
  rule('telegram.token', ':AA', '\\d{8,10}:AA[A-Za-z0-9_-]{32,34}'),
  rule('huggingface.token', ['hf_', 'api_org_'], '(?:hf_|api_org_)[A-Za-z0-9]{34}'),
  rule('replicate.token', 'r8_', 'r8_[A-Za-z0-9]{37,40}'),
  rule('groq.key', 'gsk_', 'gsk_[A-Za-z0-9]{40,64}'),
  rule('perplexity.key', 'pplx-', 'pplx-[A-Za-z0-9]{40,64}'),
  rule('xai.key', 'xai-', 'xai-[A-Za-z0-9]{60,100}'),
  rule('nvidia.key', 'nvapi-', 'nvapi-[A-Za-z0-9_-]{50,100}'),
  rule('pinecone.key', 'pcsk_', 'pcsk_[A-Za-z0-9_]{40,120}'),
  rule('langsmith.key', 'lsv2_', 'lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}'),
  rule('elevenlabs.key', 'sk_', 'sk_[0-9a-f]{48}'),
  rule('posthog.key', ['phx_', 'phs_'], 'ph[xs]_[A-Za-z0-9]{32,64}'),
  rule('contentful.token', 'CFPAT-', 'CFPAT-[A-Za-z0-9_-]{40,64}'),
  rule('figma.token', 'figd_', 'fig[dour]_[A-Za-z0-9_-]{36,80}'),
  rule('dropbox.token', 'sl.', 'sl\\.[A-Za-z0-9_-]{120,1500}'),
  rule('tailscale.key', 'tskey-', 'tskey-(?:auth|api|client|webhook|scim)-[A-Za-z0-9-]{16,80}'),
  rule('circleci.token', ['CCIPAT_', 'CCIPRJ_'], 'CCIP(?:AT|RJ)_[A-Za-z0-9]{20,32}_[0-9a-f]{40}'),
  rule('buildkite.token', ['bkua_', 'bkaj_'], 'bk(?:ua|aj)_[0-9a-zA-Z]{40}'),
  rule('sonar.token', ['sqp_', 'sqa_', 'squ_'], 'sq[pau]_[0-9a-f]{40}'),
  rule('jfrog.token', 'AKCp', 'AKCp[A-Za-z0-9]{50,80}'),
  rule('dynatrace.token', 'dt0', 'dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}'),
  rule('postman.key', 'PMAK-', 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}'),
  rule('prefect.key', ['pnu_', 'pnb_'], 'pn[ub]_[A-Za-z0-9]{36}'),
  rule('typeform.token', 'tfp_', 'tfp_[A-Za-z0-9_=.-]{40,80}'),
  rule('flutterwave.key', 'FLWSECK', 'FLWSECK(?:_TEST)?-[A-Za-z0-9]{12,64}(?:-X)?', byMode),
  rule('plaid.token', 'access-', 'access-(?:production|sandbox|development)-[0-9a-f-]{36}', {
    environment: (value) => (value.includes('production') ? 'production' : 'development'),
  }),
  rule('paypal.token', 'access_token$', 'access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}', {
    environment: (value) => (value.includes('production') ? 'production' : 'development'),
  }),
  rule('razorpay.key', 'rzp_', 'rzp_(?:live|test)_[A-Za-z0-9]{14,24}', byMode),
  rule('shippo.token', 'shippo_', 'shippo_(?:live|test)_[0-9a-f]{40}', byMode),
  rule('easypost.key', ['EZAK', 'EZTK'], 'EZ[AT]K[A-Za-z0-9]{54}', {
    environment: (value) => (value.startsWith('EZTK') ? 'development' : 'production'),
  }),
  rule('duffel.token', 'duffel_', 'duffel_(?:live|test)_[A-Za-z0-9_-]{40,60}', byMode),
  rule('mapbox.secretToken', 'sk.eyJ', 'sk\\.eyJ[A-Za-z0-9_-]{20,400}\\.[A-Za-z0-9_-]{20,64}'),
  rule('onepassword.token', 'ops_eyJ', 'ops_eyJ[A-Za-z0-9_=-]{100,2048}'),
  rule('alibaba.keyId', 'LTAI', 'LTAI[A-Za-z0-9]{12,24}'),
  rule('yandex.key', 'AQVN', 'AQVN[A-Za-z0-9_-]{35,38}'),
  rule('age.key', 'AGE-SECRET-KEY-', 'AGE-SECRET-KEY-1[0-9A-Z]{58}'),
  rule('dotenvx.privateKey', 'DOTENV_PRIVATE_KEY', 'DOTENV_PRIVATE_KEY[A-Z_]{0,40}="?[0-9a-f]{64}'),
  rule('clickhouse.key', '4b1d', '4b1d[A-Za-z0-9]{38}'),
  rule('azure.clientSecret', '8Q~', '[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}'),
  {
    kind: 'azure.storageKey',
    hints: ['AccountKey=', 'SharedAccessKey='],
    pattern: /(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{42,88}={0,2})/g,
  },
  {
    kind: 'azure.sasSignature',
    hints: ['sig='],
    pattern: /[?&;](?:sv|se|sp|sr|st|ss|srt)=[^\s"'<>]{1,400}?[?&]sig=([A-Za-z0-9%+/=]{40,100})/g,
  },
  // Firebase's own web keys (AIza…) identify and do not authorise, yet the same shape opens paid services: kept as secret.
  {
    kind: 'jwt',
    hints: ['eyJ'],
    pattern: /(?<![\w.-])(eyJ[A-Za-z0-9_-]{10,4096}\.eyJ[A-Za-z0-9_-]{10,8192}\.[A-Za-z0-9_-]{16,2048})(?![\w-])/g,
    accepts: (value) => !isPublicJwt(value),
  },
  {
    kind: 'privateKey',
    hints: ['PRIVATE KEY'],
    pattern: /(-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\:,.()-]{40,20000})/g,
  },
  {
    kind: 'putty.privateKey',
    hints: ['PuTTY-User-Key-File'],
    pattern: /(PuTTY-User-Key-File-\d:[^\n]{1,100}(?:\r?\n(?:[A-Za-z-]{3,30}: [^\n]{0,200}|[A-Za-z0-9+/=]{4,80})){2,200})/g,
  },
];

/** Supabase's `anon` key is a JWT that is meant for browsers; `service_role` is not (https://supabase.com/docs/guides/api/api-keys). */
function isPublicJwt(value: string): boolean {
  const payload = decodeBase64Url(value.split('.')[1] ?? '');
  return /"role"\s*:\s*"anon"/.test(payload);
}

/** The kind of a secret that has no shape, by the vendor that its variable is named for: `RAILWAY_TOKEN` → `railway.token`. */
const vendors =
  'railway vercel netlify fly heroku render digitalocean cloudflare supabase neon planetscale turso upstash convex clerk stripe aws azure gcp google openai anthropic github gitlab sentry datadog algolia doppler infisical auth0 okta twilio sendgrid postmark mailgun resend mongodb atlas redis postgres mysql kubernetes pulumi npm docker firebase shopify slack discord telegram linear notion airtable segment posthog hasura coolify kamal rails django laravel nextauth jwt session'.split(
    ' ',
  );

export function vendorOf(tokens: readonly string[]): string | undefined {
  return tokens.find((token) => vendors.includes(token));
}
