import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { isCredentialPath, mayHoldCredentials } from '../../../../src/core/credentials/credentialPaths.ts';

const hidden =
  `.env .env.production .env.local .env.production.local prod.env scripts/domains/.env .envrc .dev.vars .flaskenv .npmrc .pypirc .netrc _netrc .pgpass .my.cnf
  .git-credentials .vault-token kubeconfig kubeconfig.prod prod.kubeconfig id_rsa id_ed25519 server.pem server.key cert.p12 cert.pfx app.jks terraform.tfstate terraform.tfstate.backup prod.tfvars
  prod.auto.tfvars.json config/master.key service-account.json service_account_prod.json client_secret_123.json credentials.json secrets.yaml secrets.json .htpasswd .bash_history .zsh_history
  .aws/credentials .kube/config .docker/config.json .railway/config.json .config/gcloud/application_default_credentials.json .azure/msal_token_cache.json .config/gh/hosts.yml .ssh/id_work
  .ssh/deploy .cargo/credentials.toml .m2/settings.xml .claude/.credentials.json .codex/auth.json .gemini/oauth_creds.json .kamal/secrets .kamal/secrets.production config/credentials/production.key
  .streamlit/secrets.toml .terraform.d/credentials.tfrc.json auth.json x.keystore .supabase/access-token C:\\Users\\me\\.aws\\credentials`.split(
    /\s+/,
  );
const open =
  `.env.example .env.sample .env.template env.ts environment.ts README.md src/env/index.ts package.json tsconfig.json server.pub id_rsa.pub .ssh/known_hosts .ssh/config .ssh/authorized_keys
  keys.ts keyboard.json monkey.key.ts secrets.ts credentials.md src/auth.ts config/database.yml compose.yaml .gitignore tokens.css .environment main.tf variables.tf environment.prod.ts .envoy.yaml.md
  secrets.example.yaml docs/.env.md/x`.split(/\s+/);

for (const path of hidden) test(`hidden: ${path}`, () => assert.equal(isCredentialPath(path.includes('\\') ? path : `/ws/${path}`), true));
for (const path of open) test(`open: ${path}`, () => assert.equal(isCredentialPath(`/ws/${path}`), false));

test('files worth reading are more than those', () => {
  for (const path of [
    '.env',
    'mcp.json',
    '.cursor/mcp.json',
    'config/database.yml',
    'appsettings.Production.json',
    'scripts/deploy.sh',
    'docker-compose.yml',
  ])
    assert.equal(mayHoldCredentials(`/ws/${path}`), true, path);
  for (const path of ['src/index.ts', 'README.md', 'package.json', 'logo.svg'])
    assert.equal(mayHoldCredentials(`/ws/${path}`), false, path);
});

test('property: never throws and never slow', () => {
  fc.assert(fc.property(fc.string(), (path) => void isCredentialPath(path)));
  const started = performance.now();
  isCredentialPath(`/${'a-'.repeat(50_000)}.env`);
  isCredentialPath(`/${'service-account'.repeat(10_000)}`);
  assert.ok(performance.now() - started < 500);
});
