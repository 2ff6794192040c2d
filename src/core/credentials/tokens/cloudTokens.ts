import { isMixed, token, type SecretRule } from './tokenRule.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Tokens of clouds, hosting and databases. Those without a shape of their own are found by the name they are given (vendors.ts). */
export const cloudTokens: readonly SecretRule[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  token('aws.accessKeyId', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}'),
  token('aws.sessionToken', ['FwoGZXIvYXdz', 'IQoJb3JpZ2luX2Vj'], '(?:FwoGZXIvYXdz|IQoJb3JpZ2luX2Vj)[A-Za-z0-9+/=]{80,2048}'),
  token(
    'aws.bedrockKey',
    ['ABSKQmVkcm9ja', 'bedrock-api-key-'],
    '(?:ABSKQmVkcm9ja[A-Za-z0-9+/]{80,255}={0,2}|bedrock-api-key-YmVkcm9jay[A-Za-z0-9+/=._-]{20,4096})',
  ),
  // https://developer-docs.amazon.com/sp-api/docs/
  token('amazon.mwsToken', 'amzn.mws.', `amzn\\.mws\\.${uuid}`),
  token('amazon.clientSecret', 'amzn1.oa2-cs.', 'amzn1\\.oa2-cs\\.v1\\.[0-9a-f]{64}'),
  // https://cloud.google.com/docs/authentication/api-keys
  token('google.apiKey', 'AIza', 'AIza[A-Za-z0-9_-]{35}'),
  token('google.clientSecret', 'GOCSPX-', 'GOCSPX-[A-Za-z0-9_-]{20,64}'),
  token('google.accessToken', 'ya29.', 'ya29\\.[A-Za-z0-9_-]{20,2048}'),
  token('google.refreshToken', '1//0', '1//0[A-Za-z0-9_-]{30,255}'),
  token('google.hmacKey', 'GOOG1', 'GOOG1[A-Z0-9]{56}'),
  token('firebase.serverKey', 'AAAA', 'AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{100,160}'),
  token('azure.clientSecret', '8Q~', '[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}'),
  // https://github.com/microsoft/security-utilities/blob/main/docs/HighConfidenceSecurityModels.md
  token('azure.key', 'JQQJ99', '[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}'),
  token(
    'azure.serviceKey',
    ['APIM', 'ACDb', '+ABa', '+AMC', '+ASt', '+ASb', '+AEh', '+ARm', 'AIoT', 'AzFu', 'AzSe', 'AzCa', '+ACR'],
    '[A-Za-z0-9+/]{32,76}(?:APIM|ACDb|\\+ABa|\\+AMC|\\+ASt|\\+ASb|\\+AEh|\\+ARm|AIoT|AzFu|AzSe|AzCa|\\+ACR)[A-Za-z0-9+/]{5,10}={0,2}',
    { accepts: (value) => /[+/=]|Az/.test(value) && isMixed(value) && value.length % 4 === 0 },
  ),
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
  token('alibaba.keyId', 'LTAI', 'LTAI[A-Za-z0-9]{12,24}', { accepts: isMixed }),
  token('tencent.keyId', 'AKID', 'AKID[A-Za-z0-9]{32,48}', { accepts: isMixed }),
  token('baidu.key', 'bce-v3/', 'bce-v3/ALTAK-[A-Za-z0-9]{21}/[0-9a-f]{40}'),
  token('volcengine.keyId', 'AKLT', 'AKLT[A-Za-z0-9]{40,60}', { accepts: isMixed }),
  // https://yandex.cloud/en/docs/iam/concepts/authorization/
  token('yandex.key', ['AQVN', 'YCAJ', 'YCM', 'YCN', 'YCO', 'YCP'], '(?:AQVN[A-Za-z0-9_-]{35,38}|YC(?:AJ|M|N|O|P)[A-Za-z0-9_-]{21,38})', {
    accepts: isMixed,
  }),
  token('yandex.token', ['t1.', 'y0_'], '(?:t1\\.[A-Za-z0-9_-]{20,512}={0,2}\\.[A-Za-z0-9_-]{80,90}={0,2}|y0_[A-Za-z0-9_-]{50,64})'),
  token('exoscale.key', 'EXO', 'EXO[0-9a-f]{24}'),
  token('scaleway.keyId', 'SCW', 'SCW[A-Z0-9]{17}', { accepts: isMixed }),
  token('upcloud.token', 'ucat_', 'ucat_[A-Z0-9]{26}'),
  // https://docs.digitalocean.com/reference/api/create-personal-access-token/
  token('digitalocean.token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], 'do[opr]_v1_[0-9a-f]{64}'),
  token('digitalocean.spacesKey', 'DO00', 'DO00[A-Z0-9]{16}'),
  // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats
  token('cloudflare.token', ['cfut_', 'cfat_'], 'cf[ua]t_[A-Za-z0-9_-]{40,60}'),
  token('cloudflare.globalKey', 'cfk_', 'cfk_[A-Za-z0-9_-]{40,60}'),
  token('cloudflare.originKey', 'v1.0-', 'v1\\.0-[0-9a-f]{24}-[0-9a-f]{146}'),
  token('heroku.token', 'HRKU-', 'HRKU-[A-Za-z0-9_-]{36,80}'),
  // https://fly.io/docs/security/tokens/
  token('fly.token', ['fm1', 'fm2_', 'fo1_'], '(?:fm1[ar]?_|fm2_)[A-Za-z0-9+/=_,-]{40,2048}|fo1_[A-Za-z0-9_-]{40,64}'),
  token('netlify.token', ['nfp_', 'nfc_', 'nfo_', 'nfu_'], 'nf[pcou]_[A-Za-z0-9]{36,64}'),
  token('render.key', 'rnd_', 'rnd_[A-Za-z0-9]{20,64}', { accepts: isMixed }),
  token(
    'vercel.token',
    ['vcp_', 'vca_', 'vci_', 'vck_', 'vcr_', 'vercel_blob_rw_'],
    '(?:vc[pacikr]_[A-Za-z0-9]{24,128}|vercel_blob_rw_[A-Za-z0-9_]{20,128})',
  ),
  token('deno.token', ['ddp_', 'ddo_', 'ddw_'], 'dd[pow]_[A-Za-z0-9]{36,40}'),
  token('scalingo.token', 'tk-us-', 'tk-us-[A-Za-z0-9_-]{48}'),
  // https://supabase.com/docs/guides/api/api-keys
  token('supabase.accessToken', 'sbp_', 'sbp_(?:oauth_)?[0-9a-f]{40,64}'),
  token('supabase.secretKey', 'sb_secret_', 'sb_secret_[A-Za-z0-9_-]{20,80}'),
  // https://neon.com/docs/manage/api-keys
  token('neon.key', 'napi_', 'napi_[a-z0-9]{40,128}'),
  token('neon.password', 'npg_', 'npg_[A-Za-z0-9]{10,64}'),
  // https://planetscale.com/docs/api/reference/service-tokens
  token('planetscale.token', ['pscale_tkn_', 'pscale_oauth_', 'pscale_app_'], 'pscale_(?:tkn|oauth|app)_[A-Za-z0-9_.=-]{20,128}'),
  token('planetscale.password', 'pscale_pw_', 'pscale_pw_[A-Za-z0-9_.=-]{20,128}'),
  // https://docs.convex.dev/cli/deploy-key-types
  token('convex.deployKey', '|', '(?:prod|dev|preview|project):[a-z0-9:-]{3,80}\\|[A-Za-z0-9+/=_-]{40,600}', {
    gate: '(?:prod|dev|preview|project):[a-z0-9:-]{3,80}\\|',
    environment: (value) => (value.startsWith('prod') ? 'production' : value.startsWith('project') ? undefined : 'development'),
  }),
  token('xata.key', 'xau_', 'xau_[A-Za-z0-9]{32,64}'),
  token('cockroach.key', 'CCDB1_', 'CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}'),
  // https://www.mongodb.com/docs/atlas/api/service-accounts-overview/
  token('mongodb.secret', 'mdb_sa_sk_', 'mdb_sa_sk_[A-Za-z0-9_-]{36,64}'),
  token('aiven.token', ['AVNS_', 'aivenv1_'], '(?:AVNS_[A-Za-z0-9_-]{19}|aivenv1_[A-Za-z0-9+/=_-]{60,400})'),
  token('confluent.secret', 'cflt', 'cflt[A-Za-z0-9+/]{60}'),
  token('clickhouse.key', '4b1d', '4b1d[A-Za-z0-9]{38}'),
  token('databricks.token', 'dapi', 'dapi[0-9a-f]{32}(?:-\\d)?'),
  token('tinybird.token', 'p.eyJ', 'p\\.eyJ[A-Za-z0-9_-]{30,400}\\.[A-Za-z0-9_-]{20,64}'),
  token('qstash.signingKey', 'sig_', 'sig_[A-Za-z0-9]{28,32}', { accepts: isMixed }),
  token('backblaze.key', ['K001', 'K002', 'K003', 'K004', 'K005'], 'K00[1-5][A-Za-z0-9+/]{27}', { accepts: isMixed }),
  token('pubnub.secretKey', 'sec-c-', 'sec-c-[A-Za-z0-9+/=]{44,56}'),
  token('ably.key', ':', '[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{43}', {
    within: ['\\.[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{43}'],
    accepts: (value) => isMixed(value.slice(14)) && /[A-Z]/.test(value.slice(14)),
  }),
];
