/**
 * Vendors by the words that name them in variables: `RAILWAY_TOKEN`, `DD_API_KEY`, `hfToken`. Many issue tokens without a shape of
 * their own (UUIDs, hexadecimal digits), so that the variable is all that tells whose they are. `vendor: other words`.
 */
const table = `
railway vercel netlify fly:flyio heroku render digitalocean:do,spaces cloudflare:cf supabase neon planetscale turso:libsql upstash convex clerk koyeb northflank
stripe paddle lemonsqueezy:lemon polar paypal braintree adyen mollie gocardless razorpay paystack flutterwave wise dwolla coinbase square plaid chargebee recurly revenuecat finicity
kraken kucoin bittrex binance bitfinex etherscan:bscscan alchemy infura moralis quicknode finnhub alphavantage polygon
aws azure gcp google:gcloud alibaba:aliyun tencent:tencentcloud huawei baidu volcengine yandex ibm:ibmcloud,watson oracle:oci ovh scaleway:scw hetzner:hcloud linode vultr exoscale contabo backblaze wasabi
openai anthropic:claude gemini mistral cohere groq deepseek perplexity xai:grok replicate huggingface:hf,hugging stability together fireworks cerebras nvidia voyage jina deepgram assemblyai elevenlabs
tavily exa firecrawl serper serpapi:serp brave langsmith:langchain langfuse helicone pinecone weaviate qdrant milvus chroma wandb comet neptune kaggle runpod modal cursor dashscope moonshot:kimi zhipu siliconflow
github:gh gitlab:gl bitbucket gitea gitee azuredevops:azdo npm:npmjs yarn pypi:twine rubygems cargo nuget docker:dockerhub jfrog:artifactory nexus sonatype:ossrh maven gradle expo:eas fastlane appcenter bitrise codemagic
circleci travisci:travis drone buildkite jenkins teamcity codecov coveralls codacy codeclimate snyk sonar:sonarqube,sonarcloud semgrep sourcegraph
terraform:tfe,tfc pulumi vault doppler infisical akeyless onepassword:op bitwarden:bws consul nomad ansible chef puppet kubernetes:kube,kubeconfig tailscale zerotier ngrok twingate meraki fastly akamai bunny:bunnycdn imagekit cloudinary mux
sentry datadog:dd newrelic grafana honeycomb logdna:mezmo loggly logtail:betterstack,betteruptime papertrail sumologic:sumo splunk rollbar bugsnag airbrake raygun pagerduty opsgenie dynatrace elastic:elasticsearch opensearch
auth0:auth okta workos stytch descope kinde fusionauth keycloak firebase cognito nextauth authjs recaptcha:captcha,hcaptcha turnstile
twilio sendgrid postmark mailgun resend mailchimp mandrill brevo:sendinblue sparkpost loops customerio klaviyo onesignal vonage:nexmo messagebird plivo sinch courier knock novu mailersend mailtrap mailjet
slack discord telegram whatsapp line viber teams zoom mattermost matrix zulip pusher pubnub ably livekit agora sendbird getstream pushover
twitter facebook instagram linkedin reddit spotify tiktok twitch youtube strava flickr tumblr pinterest
notion linear airtable asana trello jira:atlassian,confluence clickup monday todoist coda shortcut figma miro intercom zendesk freshdesk hubspot salesforce pipedrive shopify bigcommerce woocommerce squarespace etsy ebay contentful sanity storyblok prismic strapi ghost wordpress:wp webflow docusign dropbox box
segment posthog amplitude mixpanel rudderstack launchdarkly statsig optimizely algolia meilisearch typesense mapbox here maxmind openweather:openweathermap,weather rapidapi shodan virustotal newsapi nytimes giphy unsplash pexels tmdb
mongodb:mongo,atlas redis postgres:pg,postgresql mysql mariadb mssql:sqlserver clickhouse cassandra neo4j:neo influx:influxdb snowflake databricks bigquery cockroach couchbase fauna hasura prisma xata tinybird confluent kafka rabbitmq:amqp nats minio
coolify kamal dokku rails django laravel symfony flask spring nestjs wireguard jwt session cookie csrf webhook smtp ftp ldap looker`;

const vendors = new Map<string, string>();
for (const entry of table.trim().split(/\s+/)) {
  const [vendor = '', others = ''] = entry.split(':');
  for (const word of [vendor, ...others.split(',')]) if (word !== '') vendors.set(word.replaceAll(/\d/g, ''), vendor);
}

/** Words that also stand in the names of other things: a vendor only when they begin the name (`HERE_API_KEY`, `LINE_TOKEN`). */
const onlyFirst = new Set(
  'do cf dd gh gl hf op tfe tfc wp pg box here line render loops modal exa brave polar wise square together knock courier sanity ghost mux segment monday auth oracle neptune comet drone chef yarn exoscale weather teams brevo expo kube spring flask puppet session cookie jwt encryption webhook csrf'.split(
    ' ',
  ),
);
/** Words of frameworks and purposes: a vendor beside them says more. */
const weak = new Set(
  'jwt session cookie csrf webhook encryption smtp ftp ldap firebase docker kubernetes rails django laravel symfony flask spring nestjs'.split(
    ' ',
  ),
);

/** The vendor that a variable is named for, by its words: `RAILWAY_TOKEN` → `railway`. */
export function vendorOf(tokens: readonly string[]): string | undefined {
  let found: string | undefined;
  for (const [i, token] of tokens.entries()) {
    const vendor = vendors.get(token) ?? vendors.get(/^(.{2,16}?)(?:password|passwd|token|secret|apikey|key)$/.exec(token)?.[1] ?? '');
    if (vendor === undefined || (i > 0 && onlyFirst.has(token) && !weak.has(token))) continue;
    if (!weak.has(vendor)) return vendor;
    found ??= vendor;
  }
  // Two words that are one name: `NEW_RELIC_KEY`, `LAUNCH_DARKLY_SDK_KEY`.
  for (let i = 0; i + 1 < tokens.length && i < 8; i++) {
    const vendor = vendors.get(`${tokens[i]}${tokens[i + 1]}`);
    if (vendor !== undefined) return vendor;
  }
  return found;
}
