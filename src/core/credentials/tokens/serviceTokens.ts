import { byMode, byWord, isMixed, token, type SecretRule } from './tokenRule.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** `sk_live_` is Stripe's prefix and that of several who came later: the variable says whose. */
function keyOwner(variable: string, value: string): string | undefined {
  const owner = /clerk|workos|paystack|magic|knock|liveblocks|revenuecat|polar/i.exec(variable)?.[0].toLowerCase();
  if (owner !== undefined) return `${owner}.key`;
  // https://paystack.com/docs/api/authentication/ : forty hexadecimal digits.
  return /^sk_(?:live|test)_[0-9a-f]{40}$/.test(value) ? 'paystack.key' : undefined;
}

/** Tokens of payment, mail, messaging, work and marketing services. */
export const serviceTokens: readonly SecretRule[] = [
  // https://docs.stripe.com/keys#obtain-api-keys
  token('stripe.key', ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_org_'], '(?:[sr]k_(?:live|test)|sk_org)_[A-Za-z0-9_]{10,247}', {
    ...byMode,
    kindOf: keyOwner,
  }),
  token('stripe.webhookSecret', 'whsec_', 'whsec_[A-Za-z0-9+/]{24,128}={0,2}'),
  // https://developer.paddle.com/api-reference/about/api-keys
  token('paddle.key', 'pdl_', 'pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}', byMode),
  token('polar.token', 'polar_', 'polar_(?:oat|pat|at_[ou])_[A-Za-z0-9_]{32,64}'),
  token('gocardless.token', ['live_', 'sandbox_'], '(?:live|sandbox)_[A-Za-z0-9_=-]{40}', {
    ...byMode,
    accepts: (value) => isMixed(value) && /[A-Z]/.test(value) && !/_.*_/.test(value),
  }),
  token('mollie.key', ['live_', 'test_'], '(?:live|test)_[A-Za-z0-9]{30}', {
    ...byMode,
    accepts: (value) => isMixed(value) && /[A-Z]/.test(value),
  }),
  token('lob.key', ['live_', 'test_'], '(?:live|test)_(?:pub_)?[0-9a-f]{31,35}', byMode),
  token('adyen.key', 'AQE', 'AQE[A-Za-z0-9+/]{5,8}[A-Za-z0-9+/=.\\-{}()\\[\\]@#$%^&*~<>?;:|!]{80,240}', { accepts: isMixed }),
  token('flutterwave.key', 'FLWSECK', 'FLWSECK(?:_TEST)?-[A-Za-z0-9]{12,64}(?:-X)?', byMode),
  token('plaid.token', 'access-', `access-(?:production|sandbox|development)-${uuid}`, byWord),
  token('paypal.token', 'access_token$', 'access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}', byWord),
  token('razorpay.key', 'rzp_', 'rzp_(?:live|test)_[A-Za-z0-9]{14,24}', byMode),
  token('shippo.token', 'shippo_', 'shippo_(?:live|test)_[0-9a-f]{40}', byMode),
  token('easypost.key', ['EZAK', 'EZTK'], 'EZ[AT]K[A-Za-z0-9]{54}', {
    environment: (value) => (value.startsWith('EZTK') ? 'development' : 'production'),
  }),
  token('duffel.token', 'duffel_', 'duffel_(?:live|test)_[A-Za-z0-9_-]{40,60}', byMode),
  // https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing
  token('shopify.token', ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shptka_'], 'shp(?:at|ca|pa|ss|tka)_[0-9a-fA-F]{32,64}'),
  token('square.token', ['EAAA', 'sq0atp-', 'sq0csp-'], '(?:EAAA[A-Za-z0-9_-]{60}|sq0[ac][ts]p-[A-Za-z0-9_-]{22,43})'),
  token('stytch.secret', 'secret-', 'secret-(?:live|test)-[A-Za-z0-9_=-]{32,64}', byMode),
  token('okta.token', '00', '00[A-Za-z0-9_-]{40}', {
    accepts: (value) => isMixed(value.slice(2)) && /[A-Z]/.test(value) && /[a-z]/.test(value) && /[g-zG-Z]/.test(value),
  }),
  // https://www.twilio.com/docs/iam/api-keys
  token('twilio.key', 'SK', 'SK[0-9a-f]{32}'),
  // Mail.
  token('resend.key', 're_', 're_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,40}', {
    accepts: (value) => /[A-Z]/.test(value) && /[a-z]/.test(value.slice(3)),
  }),
  // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
  token('sendgrid.key', 'SG.', 'SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}'),
  token('mailgun.key', ['key-', 'pubkey-'], 'key-[0-9a-f]{32}'),
  token('mailgun.signingKey', '-', '[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}', { within: ['[0-9a-f]-[0-9a-f]{8}-[0-9a-f]{8}(?![0-9a-f-])'] }),
  token('mailchimp.key', ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'], '[0-9a-f]{32}-us\\d{1,2}', {
    within: ['[0-9a-f]-us\\d'],
  }),
  token('mandrill.key', 'md-', 'md-[A-Za-z0-9_-]{22}', { accepts: (value) => isMixed(value) && /[A-Z]/.test(value) }),
  token('brevo.key', ['xkeysib-', 'xsmtpsib-'], 'x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}'),
  token('klaviyo.key', 'pk_', 'pk_[0-9a-f]{34}'),
  token('onesignal.key', 'os_v2_', 'os_v2_(?:app|org)_[a-z2-7]{100,110}'),
  // Messaging.
  // https://api.slack.com/concepts/token-types
  token('slack.token', ['xox', 'xapp-'], '(?:xox[abcdeoprs](?:\\.xox[bp])?-[A-Za-z0-9-]{10,255}|xapp-\\d-[A-Za-z0-9-]{10,255})'),
  {
    kind: 'slack.webhook',
    hints: ['hooks.slack.com/'],
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9_/]{20,120})/g,
  },
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
  token('telegram.token', ':AA', '\\d{8,10}:AA[A-Za-z0-9_-]{32,34}', { within: ['\\d:AA[A-Za-z0-9_-]{32}'] }),
  // https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
  {
    kind: 'teams.webhook',
    hints: ['webhook.office.com/'],
    pattern: /webhook\.office\.com\/webhookb2\/([0-9a-f@-]{36,80}\/IncomingWebhook\/[0-9a-f]{32}\/[0-9a-f-]{36})/g,
  },
  {
    kind: 'zapier.webhook',
    hints: ['hooks.zapier.com/'],
    pattern: /hooks\.zapier\.com\/hooks\/catch\/(\d{4,12}\/[a-z0-9]{5,12})(?![a-z0-9])/g,
  },
  { kind: 'make.webhook', hints: ['.make.com/'], pattern: /hook\.[a-z]{2}\d\.make\.com\/([a-z0-9]{28,40})(?![a-z0-9])/g },
  token('matrix.token', 'syt_', 'syt_[A-Za-z0-9]{2,64}_[A-Za-z]{20}_[A-Za-z0-9]{6}'),
  token('facebook.token', 'EAA', 'EAA[A-Z][A-Za-z0-9]{80,400}'),
  token('instagram.token', 'IGQ', 'IGQ[A-Za-z0-9_-]{80,400}'),
  token('twitter.bearerToken', 'AAAAAAAAAAAAAAAAAAAA', 'A{20,24}[A-Za-z0-9%]{60,180}', { accepts: isMixed }),
  token('linkedin.secret', 'WPL_AP', 'WPL_AP\\d\\.[A-Za-z0-9]{16}\\.[A-Za-z0-9+/=]{4,24}'),
  token('pushbullet.token', 'o.', 'o\\.[A-Za-z0-9]{32}', { accepts: (value) => isMixed(value) && /[A-Z]/.test(value) }),
  // Work.
  token('linear.key', ['lin_api_', 'lin_oauth_'], 'lin_(?:api|oauth)_[A-Za-z0-9]{32,80}'),
  // https://developers.notion.com/page/changelog
  token('notion.token', ['ntn_', 'secret_'], '(?:ntn_[A-Za-z0-9]{40,64}|secret_[A-Za-z0-9]{43})'),
  // https://airtable.com/developers/web/guides/personal-access-tokens
  token('airtable.token', 'pat', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}', { gate: 'pat[A-Za-z0-9]{14}\\.' }),
  // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
  token('atlassian.token', ['ATATT3', 'ATCTT3', 'ATBB'], '(?:AT[AC]TT3[A-Za-z0-9_=-]{60,400}|ATBB[A-Za-z0-9]{24,64})'),
  token('trello.token', 'ATTA', 'ATTA[0-9a-f]{64}'),
  token('asana.token', ['1/', '2/'], '[012]/\\d{13,17}(?:/\\d{13,17})?:[0-9a-f]{32}', { within: ['\\d{13}:[0-9a-f]{32}'] }),
  token('clickup.token', 'pk_', 'pk_\\d{5,10}_[A-Z0-9]{32}'),
  token('figma.token', 'fig', 'fig[dour]_[A-Za-z0-9_-]{36,80}'),
  token('frameio.token', 'fio-u-', 'fio-u-[A-Za-z0-9_=-]{64}'),
  token('typeform.token', 'tfp_', 'tfp_[A-Za-z0-9_=.-]{40,80}'),
  token('contentful.token', 'CFPAT-', 'CFPAT-[A-Za-z0-9_-]{40,64}'),
  token('dropbox.token', 'sl.', 'sl\\.(?:u\\.)?[A-Za-z0-9_-]{120,1500}'),
  // https://developers.hubspot.com/docs/guides/apps/private-apps/overview
  token('hubspot.token', 'pat-', `pat-(?:na|eu|ap)\\d-${uuid}`),
  // https://developer.salesforce.com/docs
  token('salesforce.token', '00D', '00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{80,120}'),
  token('intercom.token', 'dG9rO', 'dG9rO[A-Za-z0-9+/]{50,80}={0,2}'),
  token('segment.token', 'sgp_', 'sgp_[A-Za-z0-9]{64}', { accepts: (value) => !/^sgp_[0-9a-f]*$/.test(value) }),
  // https://posthog.com/docs/api
  token('posthog.key', ['phx_', 'phs_'], 'ph[xs]_[A-Za-z0-9]{32,64}'),
  token('mapbox.secretToken', 'sk.eyJ', 'sk\\.eyJ[A-Za-z0-9_-]{20,400}\\.[A-Za-z0-9_-]{20,64}'),
  token('intra42.secret', 's-s4t2', 's-s4t2(?:ud|af)-[0-9a-f]{64}'),
];
