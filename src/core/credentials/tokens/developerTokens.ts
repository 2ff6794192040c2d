import { byWord, isMixed, token, type SecretRule } from './tokenRule.ts';

/** Tokens of code hosts, builds, registries, secret stores and infrastructure tools. */
export const developerTokens: readonly SecretRule[] = [
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
  token('github.token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], 'gh[pousr]_[A-Za-z0-9]{20,255}'),
  token('github.fineGrainedToken', 'github_pat_', 'github_pat_[A-Za-z0-9_]{22,255}'),
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  token(
    'gitlab.token',
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'gloas-', 'glsoat-', 'glffct-', 'glft-', 'glimt-', 'glagent-', 'glwt-', 'glrtr-'],
    'gl(?:pat|dt|rt|rtr|cbt|ptt|oas|soat|ffct|ft|imt|agent|wt)-[A-Za-z0-9_.=-]{20,255}',
  ),
  token('gitlab.runnerToken', 'GR1348941', 'GR1348941[A-Za-z0-9_-]{20,32}'),
  { kind: 'gitlab.session', hints: ['_gitlab_session='], pattern: /_gitlab_session=([0-9a-f]{32})(?![0-9a-f])/g },
  // https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate
  token('azureDevops.token', 'AZDO', '[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}'),
  token('sourcegraph.token', ['sgp_', 'slk_'], '(?:sgp_(?:(?:[0-9a-f]{16}|local)_)?[0-9a-f]{40}|slk_[0-9a-f]{64})'),
  token('phabricator.token', ['api-', 'cli-'], '(?:api|cli)-[a-z0-9]{28}', { accepts: isMixed }),
  // https://docs.npmjs.com/about-access-tokens
  token('npm.token', 'npm_', 'npm_[A-Za-z0-9]{36,64}'),
  // https://pypi.org/help/#apitoken
  token('pypi.token', 'pypi-', 'pypi-AgE[A-Za-z0-9_-]{50,1024}'),
  token('rubygems.key', 'rubygems_', 'rubygems_[0-9a-f]{48}'),
  token('crates.token', 'cio', 'cio[A-Za-z0-9]{32}'),
  token('clojars.token', 'CLOJARS_', 'CLOJARS_[a-z0-9]{60}'),
  // https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package
  token('nuget.key', 'oy2', 'oy2[a-z0-9]{43}'),
  token('packagist.token', 'packagist_', 'packagist_[a-z]{2,4}_[0-9a-f]{40,80}'),
  token('docker.token', ['dckr_pat_', 'dckr_oat_'], 'dckr_[po]at_[A-Za-z0-9_-]{20,64}'),
  token('jfrog.token', ['AKCp', 'cmVmdGtuOjAx'], '(?:AKCp[A-Za-z0-9]{50,80}|cmVmdGtuOjAx[A-Za-z0-9+/=_-]{52,80})'),
  // https://circleci.com/docs/managing-api-tokens/
  token('circleci.token', ['CCIPAT_', 'CCIPRJ_'], 'CCIP(?:AT|RJ)_[A-Za-z0-9]{20,32}_[0-9a-f]{40}'),
  token('buildkite.token', ['bkua_', 'bkaj_'], 'bk(?:ua|aj)_[0-9a-zA-Z]{40}'),
  token('sonar.token', ['sqp_', 'sqa_', 'squ_'], 'sq[pau]_[0-9a-f]{40}'),
  token('snyk.token', 'snyk_', 'snyk_(?:uat|sat)\\.[0-9a-z]{8}\\.[A-Za-z0-9_.-]{40,1024}'),
  token('harness.token', ['pat.', 'sat.'], '[ps]at\\.[A-Za-z0-9_-]{22}\\.[0-9a-f]{24}\\.[A-Za-z0-9]{20}'),
  token('octopus.key', 'API-', 'API-[A-Z0-9]{26,32}', { accepts: isMixed }),
  token('infracost.key', 'ico-', 'ico-[A-Za-z0-9]{32}'),
  token('postman.key', 'PMAK-', 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}'),
  token('readme.key', 'rdme_', 'rdme_[a-z0-9]{70}'),
  token('settlemint.token', 'sm_', 'sm_(?:aat|pat|sat)_[A-Za-z0-9]{16}'),
  token('prefect.key', ['pnu_', 'pnb_'], 'pn[ub]_[A-Za-z0-9]{36}'),
  // https://docs.doppler.com/docs/service-tokens
  token('doppler.token', 'dp.', 'dp\\.(?:st\\.(?:[a-z0-9_-]{2,35}\\.)?|pt\\.|ct\\.|sa\\.|said\\.|scim\\.|audit\\.)[A-Za-z0-9]{40,44}', {
    environment: (value) => (/^dp\.st\.(?:prd|prod)/.test(value) ? 'production' : undefined),
  }),
  token('infisical.token', 'st.', 'st\\.[0-9a-f]{24}\\.[0-9a-f]{32,64}\\.[0-9a-f]{32,64}'),
  // https://developer.1password.com/docs/service-accounts/
  token('onepassword.token', 'ops_eyJ', 'ops_eyJ[A-Za-z0-9_=-]{100,2048}'),
  // https://support.1password.com/secret-key/
  token('onepassword.secretKey', 'A3-', 'A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}'),
  token('bitwarden.token', '0.', '0\\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.[A-Za-z0-9]{30}:[A-Za-z0-9+/]{22}=='),
  // https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
  token('vault.token', ['hvs.', 'hvb.', 'hvr.'], 'hv[sbr]\\.[A-Za-z0-9_-]{20,512}'),
  // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
  token('terraform.token', '.atlasv1.', '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{40,128}'),
  token('pulumi.token', 'pul-', 'pul-[0-9a-f]{40}'),
  token('dotenvx.privateKey', 'DOTENV_PRIVATE_KEY', 'DOTENV_PRIVATE_KEY[A-Z_]{0,40}="?[0-9a-f]{64}'),
  // https://tailscale.com/kb/1085/auth-keys
  token('tailscale.key', 'tskey-', 'tskey-(?:auth|api|client|webhook|scim)-[A-Za-z0-9-]{16,80}'),
  token('definedNetworking.token', 'dnkey-', 'dnkey-[a-z0-9=_-]{26}-[a-z0-9=_-]{52}'),
  token('netbird.token', 'nbp_', 'nbp_[A-Za-z0-9]{36}'),
  token('openshift.token', 'sha256~', 'sha256~[A-Za-z0-9_-]{43}'),
  token(
    'authress.key',
    ['sc_', 'ext_', 'scauth_', 'authress_'],
    '(?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\\.[a-z0-9]{4,6}\\.acc[_-][a-z0-9-]{10,32}\\.[A-Za-z0-9+/_=-]{30,120}',
  ),
  // https://docs.sentry.io/api/auth/
  token('sentry.token', ['sntrys_', 'sntryu_'], 'sntr(?:ys_[A-Za-z0-9_=+/-]{40,600}|yu_[0-9a-f]{64})'),
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
  token('newrelic.key', ['NRAK-', 'NRII-', 'NRJS-', 'NRRA-', 'NRIQ-'], 'NR(?:AK|II|RA|IQ)-[A-Za-z0-9_-]{20,64}'),
  // https://grafana.com/docs/grafana/latest/administration/service-accounts/
  token('grafana.token', ['glc_', 'glsa_'], '(?:glc_[A-Za-z0-9+/=]{32,400}|glsa_[A-Za-z0-9]{32}_[0-9a-f]{8})'),
  token('grafana.apiKey', 'eyJrIjoi', 'eyJrIjoi[A-Za-z0-9]{60,400}={0,3}'),
  // https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens
  token('dynatrace.token', 'dt0', 'dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}'),
  token('honeycomb.key', ['hcaik_', 'hcbik_', 'hcxik_', 'hcalk_', 'hcamk_', 'hcxmk_', 'hcxlk_'], 'hc[a-z](?:ik|lk|mk)_[A-Za-z0-9]{32,80}'),
  token('axiom.token', ['xaat-', 'xapt-'], 'xa[ap]t-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
  token('checkly.key', 'cu_', 'cu_[0-9a-f]{32}'),
  token('elastic.key', 'essu_', 'essu_[A-Za-z0-9+/=_-]{40,200}'),
  token('launchdarkly.key', ['sdk-', 'api-'], '(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
  token('statsig.key', ['secret-', 'console-'], '(?:secret|console)-[A-Za-z0-9]{40,48}', { accepts: isMixed }),
  token('unleash.token', ':', '[A-Za-z0-9_*-]{1,40}:(?:[A-Za-z0-9_-]{1,40})\\.[0-9a-f]{56,64}', {
    within: ['\\.[0-9a-f]{56}'],
    ...byWord,
  }),
  token('beamer.key', 'b_', 'b_[A-Za-z0-9=_-]{44}', {
    accepts: (value) => isMixed(value) && /[A-Z]/.test(value) && /[a-z]/.test(value.slice(2)) && !value.slice(2).includes('_'),
  }),
  token('apify.token', 'apify_api_', 'apify_api_[A-Za-z0-9]{36,46}'),
  token('rapidapi.key', 'msh', '[a-z0-9]{10}msh[a-z0-9]{15}p1[a-z0-9]{6}jsn[a-z0-9]{12}'),
  token('maxmind.key', '_mmk', '[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk'),
  token('adafruit.key', 'aio_', 'aio_[A-Za-z0-9]{28}'),
  token('sidekiq.license', 'contribsys', '[0-9a-f]{8}:[0-9a-f]{8}(?=@(?:gems|enterprise)\\.contribsys\\.com)'),
];
