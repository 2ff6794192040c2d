/** Files of one program that hold credentials by what they are. */
export interface CredentialFiles {
  /** What lies in them, for people: `npm registry tokens`. */
  readonly holds: string;
  /**
   * Globs (minimatch, letter case ignored). Without a slash: the base name, in any folder. With one: the end of the path, from a
   * whole segment on.
   */
  readonly files: readonly string[];
  /** Where the program's documentation says so. */
  readonly source: string;
}

/** Every kind of credential file but the dotenv family (environments/dotenvFile.ts). A new program is one row. */
export const credentialFiles: readonly CredentialFiles[] = [
  // Package registries.
  {
    holds: 'npm registry tokens',
    files: ['.npmrc', 'etc/npmrc'],
    source: 'https://docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration',
  },
  { holds: 'Yarn registry tokens', files: ['.yarnrc.yml'], source: 'https://yarnpkg.com/configuration/yarnrc#npmAuthToken' },
  { holds: 'PyPI tokens', files: ['.pypirc'], source: 'https://packaging.python.org/en/latest/specifications/pypirc/' },
  {
    holds: 'package index passwords',
    files: ['pypoetry/auth.toml', 'pip/pip.conf', '.pip/pip.conf', 'uv/credentials.toml'],
    source: 'https://python-poetry.org/docs/repositories/#configuring-credentials',
  },
  {
    holds: 'crates.io tokens',
    files: ['.cargo/credentials', '.cargo/credentials.toml'],
    source: 'https://doc.rust-lang.org/cargo/reference/config.html#credentials',
  },
  {
    holds: 'RubyGems keys',
    files: ['.gem/credentials', '.gem-credentials', '.local/share/gem/credentials', '.bundle/config'],
    source: 'https://guides.rubygems.org/api-key-scopes/',
  },
  {
    holds: 'Maven passwords',
    files: ['.m2/settings.xml', '.m2/settings-security.xml'],
    source: 'https://maven.apache.org/settings.html#servers',
  },
  {
    holds: 'Gradle passwords',
    files: ['.gradle/gradle.properties', '.gradle/init.gradle'],
    source: 'https://docs.gradle.org/current/userguide/build_environment.html',
  },
  {
    holds: 'Composer tokens',
    files: ['auth.json', '.composer/auth.json'],
    source: 'https://getcomposer.org/doc/articles/authentication-for-private-packages.md',
  },
  {
    holds: 'NuGet passwords',
    files: ['NuGet/NuGet.Config', '.nuget/NuGet.Config'],
    source: 'https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file#packagesourcecredentials',
  },
  { holds: 'Clojars and Leiningen passwords', files: ['.lein/profiles.clj', '.lein/credentials.clj.gpg'], source: 'unverified' },
  { holds: 'Hex keys', files: ['.hex/hex.config'], source: 'https://hexdocs.pm/hex/Mix.Tasks.Hex.Config.html' },
  // Logins of the network.
  {
    holds: 'passwords of hosts',
    files: ['.netrc', '_netrc'],
    source: 'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
  },
  { holds: 'Git passwords', files: ['.git-credentials', 'git/credentials'], source: 'https://git-scm.com/docs/git-credential-store#FILES' },
  {
    holds: 'PostgreSQL passwords',
    files: ['.pgpass', 'pgpass.conf', '.pg_service.conf'],
    source: 'https://www.postgresql.org/docs/current/libpq-pgpass.html',
  },
  {
    holds: 'MySQL passwords',
    files: ['.my.cnf', '.mylogin.cnf', 'etc/mysql/debian.cnf'],
    source: 'https://dev.mysql.com/doc/refman/8.4/en/option-files.html',
  },
  {
    holds: 'MongoDB, Redis and ClickHouse passwords',
    files: ['.mongorc.js', '.dbshell', '.rediscli_auth', '.clickhouse-client/config.xml'],
    source: 'unverified',
  },
  {
    holds: 'database passwords of an editor',
    files: ['.dbeaver-data-sources*.xml', 'credentials-config.json', 'dataSources.local.xml'],
    source: 'unverified',
  },
  {
    holds: 'FTP passwords',
    files: ['.ftpconfig', 'sftp-config.json', '.remote-sync.json', '.vscode/sftp.json', 'sitemanager.xml', 'recentservers.xml'],
    source: 'unverified',
  },
  {
    holds: 'mail passwords',
    files: ['.msmtprc', '.fetchmailrc', '.mutt/passwords', '.authinfo', '.authinfo.gpg'],
    source: 'https://marlam.de/msmtp/msmtprc.txt',
  },
  {
    holds: 'curl and wget passwords',
    files: ['.curlrc', '_curlrc', '.wgetrc'],
    source: 'https://everything.curl.dev/cmdline/configfile.html',
  },
  {
    holds: 'password hashes of a web server',
    files: ['.htpasswd', '*.htpasswd', '.htdigest'],
    source: 'https://httpd.apache.org/docs/2.4/programs/htpasswd.html',
  },
  {
    holds: 'password hashes of a system',
    files: ['etc/shadow', 'etc/gshadow', 'etc/master.passwd'],
    source: 'https://man7.org/linux/man-pages/man5/shadow.5.html',
  },
  { holds: 'variables of a process', files: ['proc/*/environ'], source: 'https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html' },
  // Keys.
  {
    holds: 'SSH keys',
    files: [
      'id_{rsa,dsa,ecdsa,ecdsa_sk,ed25519,ed25519_sk,xmss}',
      '.ssh/!(known_hosts*|authorized_keys*|config|rc|*.pub)',
      '*.ppk',
      '*_rsa',
      '*_ed25519',
      'etc/ssh/ssh_host_*_key',
    ],
    source: 'https://man.openbsd.org/ssh#FILES',
  },
  {
    holds: 'private keys',
    files: ['*.pem', '*.key', '*.p8', '*.p12', '*.pfx', '*.pk8', '*.pvk', '*.ovpn', '*.agekey', 'age.key', 'keys.txt.age'],
    source: 'https://docs.openssl.org/master/man7/ossl-guide-introduction/',
  },
  { holds: 'a WireGuard key', files: ['wireguard/*.conf', 'wg[0-9].conf'], source: 'https://man7.org/linux/man-pages/man8/wg.8.html' },
  {
    holds: 'keys of a keystore',
    files: ['*.jks', '*.keystore', '*.bcfks', '*.truststore', '*.kdbx', '*.kdb', '*.mobileprovision', '*.keychain', '*.keychain-db'],
    source: 'https://docs.oracle.com/en/java/javase/21/docs/specs/man/keytool.html',
  },
  {
    holds: 'passwords of a signing key',
    files: ['key.properties', 'keystore.properties', 'signing.properties', 'release-signing.properties'],
    source: 'https://docs.flutter.dev/deployment/android#reference-the-keystore-from-the-app',
  },
  {
    holds: 'PGP keys',
    files: ['.gnupg/**', 'secring.gpg', '*{private,secret}*.{asc,gpg,pgp}'],
    source: 'https://www.gnupg.org/documentation/manuals/gnupg/GPG-Configuration.html',
  },
  { holds: 'passwords of pass', files: ['.password-store/**'], source: 'https://www.passwordstore.org/' },
  { holds: 'SOPS keys', files: ['sops/age/keys.txt', '.sops/keys.txt'], source: 'https://getsops.io/docs/#encrypting-using-age' },
  // Clouds.
  {
    holds: 'AWS keys',
    files: [
      '.aws/credentials',
      '.aws/config',
      '.aws/{sso,cli,login}/cache/**',
      '.boto',
      '.s3cfg',
      '.passwd-s3fs',
      'rootkey.csv',
      '*accessKeys.csv',
      'credentials.csv',
    ],
    source: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html',
  },
  {
    holds: 'Google Cloud credentials',
    files: [
      '.config/gcloud/!(active_config|config_sentinel)',
      '.config/gcloud/legacy_credentials/**',
      'gcloud/credentials.db',
      'application_default_credentials.json',
      'client_secret*.json',
      'gcp-key*.json',
      'google-credentials*.json',
      'gcloud-service-key*.json',
      '.config/configstore/firebase-tools.json',
    ],
    source: 'https://cloud.google.com/docs/authentication/application-default-credentials#personal',
  },
  {
    holds: 'a service account key',
    files: [
      'service{-,_,}account*.json',
      '*service{-,_}account{-,_}key*.json',
      '*-firebase-adminsdk-*.json',
      'firebase-adminsdk*.json',
      '*-sa-key.json',
      'sa-key.json',
      'keyfile.json',
    ],
    source: 'https://cloud.google.com/iam/docs/keys-create-delete',
  },
  {
    holds: 'Azure tokens',
    files: [
      '.azure/{accessTokens,msal_token_cache,msal_http_cache,service_principal_entries,azureProfile}.{json,bin}',
      '*.publishsettings',
      'azure/credentials',
    ],
    source: 'https://learn.microsoft.com/en-us/cli/azure/azure-cli-configuration',
  },
  {
    holds: 'Oracle Cloud, IBM and Alibaba keys',
    files: ['.oci/!(*.pub)', '.bluemix/config.json', '.aliyun/config.json', '.tccli/*.credential'],
    source: 'https://docs.oracle.com/en-us/iaas/Content/API/Concepts/sdkconfig.htm',
  },
  {
    holds: 'DigitalOcean, Linode, Hetzner, Scaleway and Vultr tokens',
    files: ['doctl/config.yaml', '.config/linode-cli', 'hcloud/cli.toml', 'scw/config.yaml', '.vultr-cli.yaml'],
    source: 'https://docs.digitalocean.com/reference/doctl/',
  },
  {
    holds: 'OpenStack passwords',
    files: ['clouds.yaml', 'secure.yaml', 'clouds-public.yaml', '*openrc.sh'],
    source: 'https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html',
  },
  {
    holds: 'keys of stores',
    files: [
      '.rclone.conf',
      'rclone.conf',
      '.mc/config.json',
      '.mc-config',
      '.b2_account_info',
      '.restic-password',
      '.borg/keys/*',
      '.config/borg/{keys,security}/**',
    ],
    source: 'https://rclone.org/docs/#config-string',
  },
  // Hosting.
  { holds: 'Railway tokens', files: ['.railway/config.json', '.railway/config-*.json'], source: 'https://docs.railway.com/guides/cli' },
  { holds: 'Vercel tokens', files: ['com.vercel.cli/auth.json', '.vercel/.env*'], source: 'https://vercel.com/docs/cli/global-options' },
  { holds: 'Netlify tokens', files: ['netlify/config.json', '.netlify/config.json'], source: 'https://docs.netlify.com/cli/get-started/' },
  { holds: 'Fly.io tokens', files: ['.fly/config.yml'], source: 'https://fly.io/docs/security/tokens/' },
  { holds: 'Render keys', files: ['.render/cli.yaml'], source: 'https://render.com/docs/cli' },
  { holds: 'Heroku tokens', files: ['heroku/credentials', '.heroku/credstash'], source: 'unverified' },
  {
    holds: 'Cloudflare tokens',
    files: ['.wrangler/config/*.toml', '.cloudflared/*.{json,pem}', '.cloudflared/cert.pem', '.cf/config.json'],
    source: 'https://developers.cloudflare.com/workers/wrangler/commands/#login',
  },
  {
    holds: 'Supabase tokens',
    files: ['.supabase/access-token', 'supabase/.temp/*password*'],
    source: 'https://supabase.com/docs/reference/cli/supabase-login',
  },
  {
    holds: 'Neon, PlanetScale, Turso, Convex and Upstash tokens',
    files: ['neonctl/credentials.json', 'planetscale/access-token', 'turso/settings.json', '.convex/config.json', '.upstash.json'],
    source: 'https://neon.com/docs/reference/cli-auth',
  },
  {
    holds: 'Deno, Expo and Shopify tokens',
    files: ['.deno/credentials.json', '.expo/state.json', 'shopify-cli-kit-nodejs/config.json'],
    source: 'unverified',
  },
  { holds: 'Stripe keys', files: ['stripe/config.toml'], source: 'https://docs.stripe.com/cli/config' },
  { holds: 'Sentry tokens', files: ['.sentryclirc', 'sentry.properties'], source: 'https://docs.sentry.io/cli/configuration/' },
  // Infrastructure.
  {
    holds: 'cluster credentials',
    files: [
      '.kube/config',
      '.kube/*.{yaml,yml,conf}',
      'kubeconfig',
      'kubeconfig{.,-,_}*',
      '*{.,-,_}kubeconfig',
      '*{.,-,_}kubeconfig.{yaml,yml}',
      'k3s.yaml',
      'admin.conf',
      'kubelet.conf',
      '.talos/config',
      'talosconfig',
      'secrets/kubernetes.io/serviceaccount/token',
    ],
    source: 'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/',
  },
  {
    holds: 'container registry logins',
    files: ['.docker/config.json', '.dockercfg', '.dockerconfigjson', 'containers/auth.json', '.config/helm/registry/config.json'],
    source: 'https://docs.docker.com/reference/cli/docker/login/#credential-stores',
  },
  {
    holds: 'mounted secrets',
    files: ['run/secrets/**', '.kamal/secrets*', 'docker/secrets/*'],
    source: 'https://docs.docker.com/engine/swarm/secrets/',
  },
  {
    holds: 'Terraform state, with its secrets in plain text',
    files: ['*.tfstate', '*.tfstate.*', '.terraform/terraform.tfstate'],
    source: 'https://developer.hashicorp.com/terraform/language/manage-sensitive-data',
  },
  {
    holds: 'Terraform values',
    files: ['*.tfvars', '*.tfvars.json'],
    source: 'https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files',
  },
  {
    holds: 'Terraform tokens',
    files: ['.terraformrc', 'terraform.rc', '.tofurc', 'credentials.tfrc.json'],
    source: 'https://developer.hashicorp.com/terraform/cli/config/config-file#credentials',
  },
  { holds: 'Pulumi tokens', files: ['.pulumi/credentials.json'], source: 'https://www.pulumi.com/docs/iac/concepts/state-and-backends/' },
  {
    holds: 'Vault tokens',
    files: ['.vault-token', '.vault_pass*', 'vault_pass*', '.vault-password*', 'vault-password*', '.nomad-token'],
    source: 'https://developer.hashicorp.com/vault/docs/commands/login',
  },
  {
    holds: 'Chef, Puppet and Salt keys',
    files: ['.chef/*.pem', '.chef/credentials', 'encrypted_data_bag_secret', 'eyaml/keys/private*'],
    source: 'https://docs.chef.io/workstation/knife_setup/',
  },
  {
    holds: 'Databricks and Snowflake tokens',
    files: ['.databrickscfg', '.snowsql/config', '.snowflake/{config,connections}.toml', '.dbt/profiles.yml'],
    source: 'https://docs.databricks.com/aws/en/dev-tools/auth/config-profiles',
  },
  {
    holds: 'Kaggle, Hugging Face and Jupyter tokens',
    files: [
      '.kaggle/kaggle.json',
      '.cache/huggingface/{token,stored_tokens}',
      '.huggingface/token',
      'jupyter_server_config.json',
      '.jupyter/jupyter_*_config.json',
    ],
    source: 'https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables#hftokenpath',
  },
  // Frameworks.
  {
    holds: 'the keys of Rails credentials',
    files: ['master.key', 'config/credentials/*.key', 'secrets.yml.key'],
    source: 'https://guides.rubyonrails.org/security.html#custom-credentials',
  },
  {
    holds: 'Workers variables',
    files: ['.dev.vars', '.dev.vars.*'],
    source: 'https://developers.cloudflare.com/workers/configuration/secrets/#local-development-with-secrets',
  },
  { holds: 'dotenvx keys', files: ['.env.keys'], source: 'https://dotenvx.com/docs/env-keys-file' },
  {
    holds: 'Streamlit secrets',
    files: ['.streamlit/secrets.toml'],
    source: 'https://docs.streamlit.io/develop/concepts/connections/secrets-management',
  },
  {
    holds: 'Azure Functions settings',
    files: ['local.settings.json'],
    source: 'https://learn.microsoft.com/en-us/azure/azure-functions/functions-develop-local#local-settings-file',
  },
  {
    holds: '.NET user secrets',
    files: ['usersecrets/*/secrets.json', '.microsoft/usersecrets/**'],
    source: 'https://learn.microsoft.com/en-us/aspnet/core/security/app-secrets',
  },
  {
    holds: 'WordPress passwords',
    files: ['wp-config.php'],
    source: 'https://developer.wordpress.org/advanced-administration/wordpress/wp-config/',
  },
  {
    holds: 'secrets by their name',
    files: [
      'credentials.{json,yml,yaml,toml,ini,xml,properties,txt}',
      '*.credentials',
      'secret{,s}.{json,yml,yaml,toml,env,properties,ini,xml,txt,tfvars}',
      '*.secret{,s}.{json,yml,yaml,toml}',
      '.secret{,s}',
      'password{,s}.{txt,csv,json}',
      '.password',
      'api{_,-,}key{,s}.{txt,json}',
      'token{,s}.txt',
    ],
    source: 'docs/architecture.md',
  },
  // What was typed and browsed.
  {
    holds: 'commands that were typed, with the passwords in them',
    files: [
      '.{bash,zsh,sh,ksh,psql,mysql,mariadb,sqlite,rediscli,node_repl,python,irb,pry,php,lesshst,scala,clickhouse-client,influx,mongo}_history',
      '.{histfile,lesshst,zhistory}',
      'fish_history',
      '.local/share/fish/fish_history',
      'PSReadLine/*_history.txt',
      '.mongodb/mongosh/*_repl_history',
      '.mongosh_history',
      '.psql_history*',
      '.zsh_sessions/**',
    ],
    source: 'https://www.gnu.org/software/bash/manual/html_node/Bash-History-Facilities.html',
  },
  {
    holds: 'cookies and saved passwords of a browser',
    files: [
      'cookies.sqlite',
      'Login Data',
      'Login Data For Account',
      '{Default,Profile *,Network}/Cookies',
      'logins.json',
      'key{3,4}.db',
      'signons.sqlite',
      'Cookies.binarycookies',
      'Local State',
    ],
    source: 'unverified',
  },
  {
    holds: 'passwords of a password manager',
    files: [
      '.config/op/config',
      '.op/config',
      'Bitwarden CLI/data.json',
      '.config/lpass/**',
      '1password.sqlite',
      '.local/share/keyrings/**',
      'Library/Keychains/**',
      '*.1pux',
    ],
    source: 'https://developer.1password.com/docs/cli/config-directories/',
  },
  // Programs of developers and agents.
  {
    holds: 'GitHub tokens',
    files: ['gh/hosts.yml', '.config/hub', 'glab-cli/config.yml', '.github_token', 'github-token*'],
    source: 'https://cli.github.com/manual/gh_auth_login',
  },
  {
    holds: "the agent's own login",
    files: [
      '.claude/.credentials.json',
      '.claude.json',
      '.codex/auth.json',
      '.gemini/{oauth_creds,google_accounts,mcp-oauth-tokens,gemini-credentials}*.json',
      '.qwen/oauth_creds.json',
      'opencode/auth.json',
      'opencode/mcp-auth.json',
      'kilo/auth.json',
      'github-copilot/{hosts,apps,oauth}.json',
      '.copilot/{config,mcp-oauth*}.json',
      '.cursor/auth.json',
      'cursor/auth.json',
      '.codeium/config.json',
      '.augment/session.json',
      '.config/amp/secrets.json',
      'amp/secrets.json',
      '.aws/amazonq/**/*token*',
      '.kiro/**/*token*.json',
      '.cline/data/secrets.json',
      '.continue/.env',
      '.aider.conf.yml',
      '.goose/config.yaml',
      '.mcp-auth/**',
      'github.copilot-chat/**/*token*',
    ],
    source: 'https://code.claude.com/docs/en/iam',
  },
  {
    holds: 'API keys of a command line',
    files: [
      '.openai/auth.json',
      'llm/keys.json',
      'io.datasette.llm/keys.json',
      '.anthropic/credentials*',
      'ngrok.yml',
      'ngrok2/ngrok.yml',
      '.sonar/*token*',
      '.snyk/config',
      'configstore/snyk.json',
      '.circleci/cli.yml',
      '.travis/config.yml',
      '.jira.d/credentials*',
      'doppler/.doppler.yaml',
      '.doppler/.doppler.yaml',
      '.infisical/**',
      '.databricks/token-cache.json',
      '.twilio-cli/config.json',
      '.sendgrid.env',
      '.postgrest.conf',
      '.linear/config*',
      'gcm/**/*.credential',
      '.gnome2/keyrings/**',
    ],
    source: 'https://ngrok.com/docs/agent/config/',
  },
];

/** What a name with an ending of code or prose is: `id_rsa.md`, `kubeconfig.go`. Never a credential file by a pattern. */
export const proseOrCode =
  /\.(?:md|mdx|rst|adoc|html?|css|scss|[cm]?[jt]sx?|py|rb|go|rs|java|kt|cs|c|h|cpp|swift|lua|svg|png|jpe?g|gif|tf|hcl|lock|map|d\.ts)$/i;

/** Public by what they are: halves of key pairs, certificates of authorities, templates. */
export const publicFiles =
  /\.pub$|(?:^|[._-])(?:example|sample|template|tpl|dist)(?:[._-]|$)|^(?:cacert|ca-bundle|ca-certificates|ca-cert|ca|roots|fullchain|chain|signature|isrgrootx1|dhparams?)[\w.-]{0,60}\.pem$|(?:^|[._-])(?:public|pub|pubkey)(?:[._-]?key)?\.(?:pem|key|asc|gpg)$/i;
