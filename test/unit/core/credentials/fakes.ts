import { createHash } from 'node:crypto';

/** Shape-correct values made at run time, so that no file of ours looks like a secret to a scanner. */
const alphabets = {
  hex: '0123456789abcdef',
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  mixed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  digits: '123456789',
} as const;

/** The same letters for the same seed: a failure can be run again. */
export function letters(alphabet: keyof typeof alphabets, length: number, seed = 'seed'): string {
  let text = '';
  for (let block = 0; text.length < length; block++)
    for (const byte of createHash('sha512').update(`${seed} ${alphabet} ${length} ${block}`).digest())
      text += alphabets[alphabet][byte % alphabets[alphabet].length];
  // The last letter is one that a word can end at.
  return (
    text.slice(0, length - 1) +
    (alphabet === 'hex' || alphabet === 'digits'
      ? '7'
      : alphabet === 'letters'
        ? 'k'
        : alphabet === 'base32' || alphabet === 'upper'
          ? 'K'
          : 'k')
  );
}

export function uuid(seed = 'seed'): string {
  const hex = letters('hex', 32, seed);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export function jwt(payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}.${letters('url', 43)}`;
}

export function pem(kind = 'RSA '): string {
  const lines = Array.from({ length: 12 }, (_, i) => letters('mixed', 64, String(i)));
  return ['BEGIN', 'END'].map((word) => `-----${word} ${kind}PRIVATE KEY-----`).join(`\n${lines.join('\n')}\n`);
}

/** Kind → a value of its shape. Together they reach every typed rule (recogniseSecrets.test.ts holds that). */
export const fakes: readonly (readonly [kind: string, value: string])[] = [
  ['github.token', `ghp_${letters('mixed', 36)}`],
  ['github.token', `ghs_${letters('mixed', 36)}`],
  ['github.fineGrainedToken', `github_pat_${letters('mixed', 22)}_${letters('mixed', 59)}`],
  ['gitlab.token', `glpat-${letters('url', 20)}`],
  ['gitlab.token', `glrt-${letters('url', 20)}`],
  ['slack.token', `xoxb-${letters('digits', 12)}-${letters('digits', 12)}-${letters('mixed', 24)}`],
  ['slack.token', `xapp-1-${letters('upper', 11)}-${letters('digits', 13)}-${letters('hex', 64)}`],
  ['slack.webhook', `https://hooks.slack.com/services/T${letters('upper', 8)}/B${letters('upper', 8)}/${letters('mixed', 24)}`],
  ['stripe.key', `sk_live_${letters('mixed', 24)}`],
  ['stripe.key', `rk_test_${letters('mixed', 24)}`],
  ['stripe.webhookSecret', `whsec_${letters('mixed', 32)}`],
  ['openai.key', `sk-proj-${letters('url', 48)}`],
  ['openai.key', `sk-${letters('mixed', 20)}T3BlbkFJ${letters('mixed', 20)}`],
  ['anthropic.key', `sk-ant-api03-${letters('url', 93)}`],
  ['openrouter.key', `sk-or-v1-${letters('hex', 64)}`],
  ['aws.accessKeyId', `AKIA${letters('base32', 16)}`],
  ['aws.bedrockKey', `ABSKQmVkcm9ja${letters('mixed', 100)}`],
  ['google.apiKey', `AIza${letters('url', 35)}`],
  ['google.clientSecret', `GOCSPX-${letters('url', 28)}`],
  ['google.accessToken', `ya29.${letters('url', 60)}`],
  ['google.refreshToken', `1//0${letters('url', 50)}`],
  ['npm.token', `npm_${letters('mixed', 36)}`],
  ['pypi.token', `pypi-AgEIcHlwaS5vcmc${letters('url', 80)}`],
  ['rubygems.key', `rubygems_${letters('hex', 48)}`],
  ['crates.token', `cio${letters('mixed', 32)}`],
  ['docker.token', `dckr_pat_${letters('url', 27)}`],
  ['digitalocean.token', `dop_v1_${letters('hex', 64)}`],
  ['heroku.token', `HRKU-${letters('url', 60)}`],
  ['fly.token', `fm2_${letters('mixed', 80)}`],
  ['fly.token', `fo1_${letters('url', 43)}`],
  ['netlify.token', `nfp_${letters('mixed', 36)}`],
  ['render.key', `rnd_${letters('mixed', 28)}`],
  ['vercel.token', `vercel_blob_rw_${letters('mixed', 40)}`],
  ['supabase.accessToken', `sbp_${letters('hex', 40)}`],
  ['supabase.secretKey', `sb_secret_${letters('url', 31)}`],
  ['neon.key', `napi_${letters('lower', 64)}`],
  ['neon.password', `npg_${letters('mixed', 12)}`],
  ['planetscale.token', `pscale_tkn_${letters('url', 43)}`],
  ['resend.key', `re_${letters('mixed', 8)}_${letters('mixed', 24)}`],
  ['sendgrid.key', `SG.${letters('url', 22)}.${letters('url', 43)}`],
  ['mailgun.key', `key-${letters('hex', 32)}`],
  ['mailchimp.key', `${letters('hex', 32)}-us12`],
  ['brevo.key', `xkeysib-${letters('hex', 64)}-${letters('mixed', 16)}`],
  ['twilio.key', `SK${letters('hex', 32)}`],
  ['doppler.token', `dp.st.prd.${letters('mixed', 40)}`],
  ['vault.token', `hvs.${letters('url', 90)}`],
  ['terraform.token', `${letters('mixed', 14)}.atlasv1.${letters('url', 67)}`],
  ['pulumi.token', `pul-${letters('hex', 40)}`],
  ['cloudflare.originKey', `v1.0-${letters('hex', 24)}-${letters('hex', 146)}`],
  ['databricks.token', `dapi${letters('hex', 32)}`],
  ['newrelic.key', `NRAK-${letters('upper', 27)}`],
  ['grafana.token', `glsa_${letters('mixed', 32)}_${letters('hex', 8)}`],
  ['sentry.token', `sntryu_${letters('hex', 64)}`],
  ['linear.key', `lin_api_${letters('mixed', 40)}`],
  ['notion.token', `ntn_${letters('mixed', 46)}`],
  ['airtable.token', `pat${letters('mixed', 14)}.${letters('hex', 64)}`],
  ['atlassian.token', `ATATT3${letters('url', 180)}`],
  ['shopify.token', `shpat_${letters('hex', 32)}`],
  ['square.token', `sq0atp-${letters('url', 22)}`],
  ['facebook.token', `EAAB${letters('mixed', 120)}`],
  ['discord.token', `M${letters('mixed', 23)}.G1a2bK.${letters('url', 27)}`],
  ['discord.webhook', `https://discord.com/api/webhooks/${letters('digits', 18)}/${letters('url', 68)}`],
  ['telegram.token', `${letters('digits', 10)}:AA${letters('url', 33)}`],
  ['huggingface.token', `hf_${letters('letters', 34)}`],
  ['replicate.token', `r8_${letters('mixed', 37)}`],
  ['groq.key', `gsk_${letters('mixed', 52)}`],
  ['perplexity.key', `pplx-${letters('mixed', 48)}`],
  ['xai.key', `xai-${letters('mixed', 80)}`],
  ['nvidia.key', `nvapi-${letters('url', 64)}`],
  ['pinecone.key', `pcsk_${letters('mixed', 60)}`],
  ['langsmith.key', `lsv2_pt_${letters('hex', 32)}_${letters('hex', 10)}`],
  ['elevenlabs.key', `sk_${letters('hex', 48)}`],
  ['posthog.key', `phx_${letters('mixed', 43)}`],
  ['contentful.token', `CFPAT-${letters('url', 43)}`],
  ['figma.token', `figd_${letters('url', 40)}`],
  ['dropbox.token', `sl.${letters('url', 136)}`],
  ['tailscale.key', `tskey-auth-${letters('mixed', 16)}-${letters('mixed', 32)}`],
  ['circleci.token', `CCIPAT_${letters('mixed', 22)}_${letters('hex', 40)}`],
  ['buildkite.token', `bkua_${letters('hex', 40)}`],
  ['sonar.token', `sqp_${letters('hex', 40)}`],
  ['jfrog.token', `AKCp${letters('mixed', 69)}`],
  ['dynatrace.token', `dt0c01.${letters('upper', 24)}.${letters('upper', 64)}`],
  ['postman.key', `PMAK-${letters('hex', 24)}-${letters('hex', 34)}`],
  ['prefect.key', `pnu_${letters('mixed', 36)}`],
  ['typeform.token', `tfp_${letters('url', 59)}`],
  ['flutterwave.key', `FLWSECK_TEST-${letters('mixed', 12)}`],
  ['plaid.token', `access-production-${uuid()}`],
  ['paypal.token', `access_token$production$${letters('lower', 16)}$${letters('hex', 32)}`],
  ['razorpay.key', `rzp_live_${letters('mixed', 14)}`],
  ['shippo.token', `shippo_live_${letters('hex', 40)}`],
  ['easypost.key', `EZAK${letters('mixed', 54)}`],
  ['duffel.token', `duffel_live_${letters('url', 43)}`],
  ['mapbox.secretToken', `sk.eyJ${letters('mixed', 80)}.${letters('url', 22)}`],
  ['onepassword.token', `ops_eyJ${letters('mixed', 300)}`],
  ['alibaba.keyId', `LTAI${letters('mixed', 20)}`],
  ['yandex.key', `AQVN${letters('url', 36)}`],
  ['age.key', `AGE-SECRET-KEY-1${letters('upper', 58)}`],
  ['dotenvx.privateKey', `DOTENV_PRIVATE_KEY_PRODUCTION="${letters('hex', 64)}"`],
  ['clickhouse.key', `4b1d${letters('mixed', 38)}`],
  ['azure.clientSecret', `abc8Q~${letters('mixed', 34)}`],
  [
    'azure.storageKey',
    `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${letters('mixed', 86)}==;EndpointSuffix=core.windows.net`,
  ],
  ['azure.sasSignature', `https://shop.blob.core.windows.net/x?sv=2024-01-01&se=2027&sig=${letters('mixed', 43)}%3D`],
  ['jwt', jwt({ role: 'service_role', iss: 'supabase' })],
  ['privateKey', pem()],
  ['privateKey', pem('').replaceAll('\n', String.raw`\n`)],
  ['putty.privateKey', `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPrivate-Lines: 1\n${letters('mixed', 48)}`],
];
