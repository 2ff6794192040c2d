import { hostEnvironment } from '../environments/hosts.ts';
import { decodeBase64Url } from './base64Url.ts';
import type { Findings } from './findings.ts';
import { isPlaceholder } from './names.ts';

/** A file whose format hides the secret from the generic reading. */
export interface SpecialFile {
  /** Tried on the base name and on the whole path. */
  readonly name: RegExp;
  /** No generic assignments in it. */
  readonly only?: boolean;
  readonly read: (found: Findings, text: string) => void;
}

/** Finds what a pattern finds: group 2 is the secret, group 1 the variable. */
function pairs(kind: string, pattern: RegExp): (found: Findings, text: string) => void {
  return (found, text) => {
    for (const match of text.matchAll(pattern)) {
      const value = match[2]!;
      const start = match.index + match[0].lastIndexOf(value);
      if (!isPlaceholder(value)) found.add({ kind, start, end: start + value.length, variable: match[1]!, local: false });
    }
  };
}

export const specialFiles: readonly SpecialFile[] = [
  {
    // https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
    name: /^[._]netrc$|\/[._]netrc$|(?:^|\/)\.authinfo$/,
    only: true,
    read: (found, text) => {
      for (const match of text.matchAll(/\bpassword\s{1,8}(?:"([^"\n]{1,512})"|(\S{1,512}))/g)) {
        const value = match[1] ?? match[2]!;
        const start = match.index + match[0].lastIndexOf(value);
        found.add({
          kind: 'netrc.password',
          start,
          end: start + value.length,
          variable: machineBefore(text.slice(Math.max(0, match.index - 512), match.index)) ?? 'password',
          local: false,
        });
      }
    },
  },
  {
    // https://www.postgresql.org/docs/current/libpq-pgpass.html
    name: /(?:^|\/)\.?pgpass(?:\.conf)?$/,
    only: true,
    read: (found, text) => {
      for (const match of text.matchAll(/^([^#\n:]{1,255}):[^\n:]{1,16}:[^\n:]{1,128}:[^\n:]{1,128}:([^\n]{1,512})$/gm)) {
        const value = match[2]!.trimEnd();
        const start = match.index + match[0].length - match[2]!.length;
        const where = hostEnvironment(match[1]!);
        found.add({
          kind: 'postgres.password',
          start,
          end: start + value.length,
          variable: match[1]!,
          local: match[1] !== '*' && !where.remote,
          ...(where.remote && where.environment !== 'unknown' ? { environment: where.environment } : {}),
        });
      }
    },
  },
  {
    // https://docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration
    name: /(?:^|\/)\.?npmrc$/,
    read: pairs('npm.token', /(?:^|:)(_auth(?:Token)?|_password)\s{0,4}=\s{0,4}"?([^\s"$][^\s"]{7,512})/gm),
  },
  {
    // https://docs.docker.com/reference/cli/docker/login/#credential-stores
    name: /\.docker\/config\.json$|(?:^|\/)\.dockercfg$|\.dockerconfigjson$|containers\/auth\.json$/,
    read: pairs('docker.auth', /"(auth|identitytoken)"\s{0,8}:\s{0,8}"([^"\n]{8,4096})"/g),
  },
  {
    name: /\.railway\/config\.json$/,
    read: pairs('railway.token', /"(token|accessToken|refreshToken)"\s{0,8}:\s{0,8}"([^"\n]{8,4096})"/g),
  },
  {
    // https://rclone.org/docs/#setting-a-config-file-password : obscured, which hides nothing.
    name: /(?:^|\/)\.?rclone\.conf$/,
    read: pairs(
      'rclone.password',
      /^(pass|pass2|password|password2|key_file_pass|secret_access_key|client_secret|key|token)\s{0,4}=\s{0,4}(\S[^\n]{7,4096})$/gm,
    ),
  },
  {
    // https://dev.mysql.com/doc/refman/8.4/en/option-files.html
    name: /(?:^|\/)\.my\.cnf$|debian\.cnf$|\.msmtprc$|\.fetchmailrc$/,
    read: pairs('mysql.password', /^\s{0,8}(password)\s{0,4}[=\s]\s{0,4}["']?([^\s"'#]{1,512})/gm),
  },
  {
    // https://composer.readthedocs.io/en/latest/articles/authentication-for-private-packages/
    name: /(?:^|\/)auth\.json$/,
    read: (found, text) => {
      pairs('composer.token', /"(token|oauth|bearer|key|access|refresh)"\s{0,8}:\s{0,8}"([^"\n]{16,4096})"/gi)(found, text);
      pairs('composer.token', /"((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})"\s{0,8}:\s{0,8}"([A-Za-z0-9_-]{20,255})"/g)(found, text);
    },
  },
  {
    // One secret and nothing else.
    name: /(?:^|\/)(?:\.vault-token|master\.key|[\w-]+\.key|\.terraform-token|access-token|\.?github_token|\.?npm_token|\.htpass|\.nomad-token|\.?vault[-_]pass(?:word)?(?:\.txt)?|(?:api[_-]?key|token|password|secret)s?\.txt|huggingface\/token|serviceaccount\/token)$|\/run\/secrets\/[^/]+$/,
    read: (found, text) => {
      const value = text.trim();
      if (/^[\w.~+/=!@#$%^&*-]{12,4096}$/.test(value) && !isPlaceholder(value))
        found.add({ kind: 'generic.secret', start: text.indexOf(value), end: text.indexOf(value) + value.length, local: false });
    },
  },
  {
    name: /(?:^|\/)[\w-]{0,60}\.htpasswd$/,
    only: true,
    read: (found, text) => {
      for (const match of text.matchAll(/^[^:\n]{1,128}:(\$[^\s]{20,256}|\{SHA\}[^\s]{20,64})/gm)) {
        const start = match.index + match[0].length - match[1]!.length;
        found.add({ kind: 'generic.passwordHash', start, end: start + match[1]!.length, local: false });
      }
    },
  },
  {
    name: /(?:^|\/)etc\/g?shadow$/,
    only: true,
    read: pairs('generic.passwordHash', /^([^:\n]{1,64}):(\$[^:\s]{12,256}):/gm),
  },
  {
    // https://kubernetes.io/docs/concepts/configuration/secret/
    name: /\.ya?ml$|\.json$/,
    read: (found, text) => {
      if (/^\s{0,8}"?kind"?:\s{0,4}"?Secret\b/m.test(text)) kubernetesSecret(found, text);
    },
  },
];

function machineBefore(text: string): string | undefined {
  const at = text.lastIndexOf('machine');
  return at < 0 ? undefined : /^machine\s{1,8}(\S{1,255})/.exec(text.slice(at))?.[1];
}

/** Entries of `data:` are base64; those of `stringData:` are found as any others, so only the first is read here. */
function kubernetesSecret(found: Findings, text: string): void {
  for (const match of text.matchAll(
    /^[ \t]{1,8}"?([A-Za-z_][\w.-]{0,100})"?:[ \t]{1,4}"?([A-Za-z0-9+/]{8,8192}={0,2})"?,?[ \t]{0,8}\r?$/gm,
  )) {
    const value = match[2]!;
    const plain = decodeBase64Url(value);
    if (value.length % 4 !== 0 || plain.length < 4 || !/^[\x20-\x7e\s]+$/.test(plain) || isPlaceholder(plain.trim())) continue;
    const start = match.index + match[0].lastIndexOf(value);
    found.add({ kind: 'kubernetes.secret', start, end: start + value.length, variable: match[1]!, local: false });
  }
}
