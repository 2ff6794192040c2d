import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { credentialFiles } from '../../../../src/core/credentials/credentialFiles.ts';
import {
  credentialFileHolds,
  isCredentialFile,
  isCredentialPath,
  mayHoldCredentials,
} from '../../../../src/core/credentials/credentialPaths.ts';
import { assertLinear, repeated } from '../../../support/growth.ts';

const hidden =
  `.env .env.production .env.local .env.production.local prod.env scripts/domains/.env .envrc .dev.vars .flaskenv .npmrc .pypirc .netrc _netrc .pgpass .my.cnf
  .git-credentials .vault-token kubeconfig kubeconfig.prod prod.kubeconfig id_rsa id_ed25519 server.pem server.key cert.p12 cert.pfx app.jks terraform.tfstate terraform.tfstate.backup prod.tfvars
  prod.auto.tfvars.json config/master.key service-account.json service_account_prod.json client_secret_123.json credentials.json secrets.yaml secrets.json .htpasswd .bash_history .zsh_history
  .aws/credentials .kube/config .docker/config.json .railway/config.json .config/gcloud/application_default_credentials.json .azure/msal_token_cache.json .config/gh/hosts.yml .ssh/id_work
  .ssh/deploy .cargo/credentials.toml .m2/settings.xml .claude/.credentials.json .codex/auth.json .gemini/oauth_creds.json .kamal/secrets .kamal/secrets.production config/credentials/production.key
    .streamlit/secrets.toml .terraform.d/credentials.tfrc.json auth.json x.keystore .supabase/access-token .yarnrc.yml .config/pypoetry/auth.toml .gem/credentials .composer/auth.json
  .mylogin.cnf .pg_service.conf .vscode/sftp.json .msmtprc .curlrc .htdigest /etc/shadow /proc/1/environ deploy_rsa server.p8 app.p12 vpn.ovpn wireguard/wg0.conf release.jks vault.kdbx
  android/key.properties .gnupg/secring.gpg .gnupg/private-keys-v1.d/A.key private-key.asc .password-store/prod/db.gpg .aws/sso/cache/abc.json .aws/config .s3cfg rootkey.csv .config/gcloud/credentials.db
  acme-firebase-adminsdk-x1.json keyfile.json .azure/accessTokens.json prod.publishsettings .oci/config .config/doctl/config.yaml .config/hcloud/cli.toml clouds.yaml
  admin-openrc.sh .config/rclone/rclone.conf .fly/config.yml .render/cli.yaml .config/neonctl/credentials.json .config/stripe/config.toml .sentryclirc .kube/prod.yaml k3s.yaml var/run/secrets/kubernetes.io/serviceaccount/token
  .dockercfg .dockerconfigjson /run/secrets/db_password x.tfstate.1700000000.backup prod.tfvars.json .terraformrc .pulumi/credentials.json .vault_pass.txt .databrickscfg .dbt/profiles.yml .kaggle/kaggle.json
  .cache/huggingface/token config/credentials/production.key .dev.vars.production .env.keys local.settings.json wp-config.php credentials.yml app.secrets.json password.txt .psql_history fish_history
  .config/google-chrome/Default/Cookies cookies.sqlite logins.json .config/op/config .local/share/keyrings/login.keyring .config/hub .claude.json .qwen/oauth_creds.json .local/share/opencode/auth.json
  .config/github-copilot/apps.json .cursor/auth.json .augment/session.json .mcp-auth/x/tokens.json .config/ngrok/ngrok.yml .doppler/.doppler.yaml C:\\Users\\me\\.aws\\credentials`.split(
    /\s+/,
  );
const open =
  `.env.example .env.sample .env.template env.ts environment.ts README.md src/env/index.ts package.json tsconfig.json server.pub id_rsa.pub .ssh/known_hosts .ssh/config .ssh/authorized_keys
  keys.ts keyboard.json monkey.key.ts secrets.ts credentials.md src/auth.ts config/database.yml compose.yaml .gitignore tokens.css .environment main.tf variables.tf environment.prod.ts .envoy.yaml.md
  secrets.example.yaml docs/.env.md/x src/core/credentials credentials/index.ts id_rsa.md kubeconfig.go docs/kubeconfig.md secrets.rb private-key.ts src/secrets/README.md cookies.ts cacert.pem fullchain.pem
  jwt-public.pem deploy.pub .aws/README.md .kube/notes.md .config/gcloud/active_config config.json settings.json .docker/daemon.json auth.ts auth.json.ts history.json .git/config tokens.json
  package/key.js api-keys.md credential.go service-account.yaml.tpl terraform.tfvars.example .npmignore .nvmrc .history .claude/settings.json .codex/config.toml .gemini/settings.json cert.crt`.split(
    /\s+/,
  );

for (const path of hidden) test(`hidden: ${path}`, () => assert.equal(isCredentialPath(path.includes('\\') ? path : `/ws/${path}`), true));
for (const path of open) test(`open: ${path}`, () => assert.equal(isCredentialPath(`/ws/${path}`), false));

test('every row of the table is reached by a path made of its globs', () => {
  for (const { files, holds } of credentialFiles)
    for (const glob of files) {
      const path = glob
        .replaceAll(/!\([^)]*\)/g, 'anything')
        .replaceAll(/\{([^,}]*)[^}]*\}/g, '$1')
        .replaceAll('[0-9]', '0')
        .replaceAll('**', 'a/b')
        .replaceAll('*', 'a');
      assert.notEqual(credentialFileHolds(`/home/me/${path}`), undefined, `${glob} (${holds})`);
    }
});

test('what lies in a file is said in words', () => {
  assert.equal(credentialFileHolds('/home/me/.npmrc'), 'npm registry tokens');
  assert.equal(credentialFileHolds('/ws/prod.tfvars'), 'Terraform values');
  assert.equal(credentialFileHolds('/ws/.env.production'), 'variables of a program');
  assert.equal(credentialFileHolds('/ws/src/index.ts'), undefined);
});

test('settings add files, relative to a workspace folder, anywhere or absolute', () => {
  const scope = { platform: 'linux', roots: ['/ws'], credentialFiles: ['config/keys/*.txt', '**/*.token', '/srv/keys/**'] } as const;
  for (const path of ['/ws/config/keys/a.txt', '/other/x.token', '/srv/keys/deep/a', '/ws/.env'])
    assert.equal(isCredentialFile(path, scope), true, path);
  for (const path of ['/other/config/keys/a.txt', '/ws/config/keys/a.md', '/srv/key', '/ws/.env.example'])
    assert.equal(isCredentialFile(path, scope), false, path);
});

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
  for (const unit of ['a-', 'service-account']) assertLinear(unit, repeated(unit, 400_000), (text) => isCredentialPath(`/${text}.env`));
});
