import type { HttpRequest } from '../../payload/request.ts';
import { literal, type Invocation, type Word } from '../../shell/invocation.ts';
import { after } from '../arguments.ts';
import { isMissing } from '../missing.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { addHeader, BodyReader, encode, requestTo } from './body.ts';
import { httpieTool } from './httpie.ts';
import { judgeRequest } from './judgeRequest.ts';
import { httpRules } from './rules.ts';
import { own } from '../../own.ts';

// https://curl.se/docs/manpage.html
const shortValued = new Set('A b c C d D e E F H K m o P Q r t T u U w x X y Y z'.split(' '));

/** Long options with a value. curl takes any prefix of a name that is not ambiguous. */
const longValued = new Set(
  (
    'abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at cookie ' +
    'cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode delegation dns-interface ' +
    'dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save expect100-timeout form ' +
    'form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip ' +
    'header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key key-type krb libcurl ' +
    'limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer ' +
    'output output-dir parallel-max parallel-max-host pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert ' +
    'proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass ' +
    'proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user ' +
    'proxy1.0 pubkey quote random-file range rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid ' +
    'service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option ' +
    'tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file service region profile access-key secret-key ' +
    'upload-flags url url-query user user-agent variable vlan-priority write-out'
  ).split(' '),
);

const shortNames: Readonly<Record<string, string>> = {
  d: 'data',
  F: 'form',
  G: 'get',
  H: 'header',
  I: 'head',
  K: 'config',
  T: 'upload-file',
  X: 'request',
  ':': 'next',
  h: 'help',
  V: 'version',
};

/** What one transfer of a command line says, up to `--next`. */
class Transfer {
  readonly urls: Word[] = [];
  readonly headers = new Map<string, string>();
  readonly query: string[] = [];
  readonly body: BodyReader;
  method: Word | undefined;
  get = false;
  head = false;
  upload = false;
  json = false;
  form = false;

  constructor(invocation: Invocation, context: RuleContext) {
    this.body = new BodyReader(invocation, context);
  }
}

/** Configuration files may name others; no further than this. */
const maxConfigs = 3;
const maxConfig = 64 * 1024;
/** URLs of one command that are judged. */
const maxRequests = 100;

class CurlReader {
  readonly #invocation: Invocation;
  readonly #context: RuleContext;
  readonly #transfers: Transfer[];
  readonly opaque: Draft[] = [];
  help = false;

  constructor(invocation: Invocation, context: RuleContext) {
    this.#invocation = invocation;
    this.#context = context;
    this.#transfers = [new Transfer(invocation, context)];
  }

  read(argv: readonly Word[], configs = 0): void {
    for (let at = 0; at < argv.length; at++) {
      const word = argv[at]!;
      const { text } = word;
      if (text.length < 2 || text[0] !== '-' || word.pieces[0]?.type === 'unknown') {
        this.#transfer.urls.push(word);
        continue;
      }
      if (text.startsWith('--')) {
        const name = fullName(text.slice(2));
        // curl itself takes no `--name=value`; wrappers of it do.
        const equals = name.indexOf('=');
        if (equals > 0) this.#option(name.slice(0, equals), after(word, equals + 3), configs);
        else this.#option(name, longValued.has(name) ? argv[++at] : undefined, configs);
        continue;
      }
      for (let letter = 1; letter < text.length; letter++) {
        const name = text[letter]!;
        if (!shortValued.has(name)) {
          this.#option(own(shortNames, name) ?? name, undefined, configs);
          continue;
        }
        this.#option(own(shortNames, name) ?? name, letter + 1 < text.length ? after(word, letter + 1) : argv[++at], configs);
        break;
      }
    }
  }

  requests(): readonly HttpRequest[] {
    return this.#transfers.flatMap((transfer) => requestsOf(transfer)).slice(0, maxRequests);
  }

  get #transfer(): Transfer {
    return this.#transfers.at(-1)!;
  }

  #option(name: string, value: Word | undefined, configs: number): void {
    const transfer = this.#transfer;
    switch (name) {
      case 'next':
        this.#transfers.push(new Transfer(this.#invocation, this.#context));
        return;
      case 'get':
        transfer.get = true;
        return;
      case 'head':
        transfer.head = true;
        return;
      case 'help':
      case 'version':
      case 'manual':
        this.help = true;
        return;
      default:
        if (value) this.#valued(transfer, name, value, configs);
    }
  }

  #valued(transfer: Transfer, name: string, value: Word, configs: number): void {
    switch (name) {
      case 'url':
        transfer.urls.push(value);
        return;
      case 'request':
        transfer.method = value;
        return;
      case 'header':
        addHeader(transfer.headers, value.text);
        return;
      case 'json':
        transfer.json = true;
        return this.#data(transfer, value, true);
      case 'data':
      case 'data-ascii':
      case 'data-binary':
        return this.#data(transfer, value, true);
      case 'data-raw':
        return this.#data(transfer, value, false);
      case 'data-urlencode':
        return this.#encoded(transfer, value);
      case 'url-query':
        transfer.query.push(value.text.replace(/^\+/, ''));
        return;
      case 'form':
      case 'form-string':
        transfer.form = true;
        return this.#form(transfer, value, name === 'form');
      case 'upload-file':
        transfer.upload = true;
        return;
      case 'config':
        return this.#config(value, configs);
      default:
    }
  }

  #data(transfer: Transfer, value: Word, files: boolean): void {
    if (files && value.text.startsWith('@')) transfer.body.file(after(value, 1));
    else transfer.body.word(value);
  }

  /** `content`, `=content`, `name=content`, `@file`, `name@file`. The text is kept as it is: decoding it again changes nothing. */
  #encoded(transfer: Transfer, value: Word): void {
    const match = /^([^=@]*)([=@])/.exec(value.text);
    if (!match) return transfer.body.word(value);
    const [whole, name, kind] = match as unknown as [string, string, string];
    const rest = after(value, whole.length);
    const [text, known] = kind === '@' ? transfer.body.read(rest) : [rest.text, rest.known];
    transfer.body.text(`${name === '' ? '' : `${name}=`}${encode(text)}`, known);
  }

  #form(transfer: Transfer, value: Word, files: boolean): void {
    const equals = value.text.indexOf('=');
    if (equals < 0) return;
    const name = value.text.slice(0, equals);
    const content = after(value, equals + 1);
    if (files && content.text.startsWith('@')) return transfer.body.text(`${name}=`, true);
    const [text, known] = files && content.text.startsWith('<') ? transfer.body.read(after(content, 1)) : [content.text, content.known];
    transfer.body.text(`${name}=${encode(text)}`, known);
  }

  /** `-K file`: options one a line, `request = "DELETE"` or `-X DELETE`. */
  #config(value: Word, configs: number): void {
    const unreadable = (reason: string): void => {
      this.opaque.push(this.#context.opaque(`curl reads its options from ${value.text}: ${reason}`, this.#invocation.text));
    };
    if (configs >= maxConfigs) return unreadable('too many files name each other');
    let text: string;
    if (value.text === '-') {
      const { input } = this.#invocation;
      if (input.type !== 'text') return input.type === 'none' ? undefined : unreadable('the input is not known');
      ({ text } = input);
    } else {
      const path = this.#context.path(value, this.#invocation);
      if (path === undefined) return unreadable('its name is not known');
      const answer = this.#context.ask({ type: 'text', path, limit: maxConfig });
      if (!answer || isMissing(answer)) return;
      if (answer.type === 'unknown' || answer.truncated) return unreadable('it cannot be read');
      ({ text } = answer);
    }
    this.read(configWords(text), configs + 1);
  }
}

function fullName(name: string): string {
  if (longValued.has(name) || ['get', 'head', 'next', 'help', 'version'].includes(name)) return name;
  // An ambiguous prefix is an error of curl's; the first that fits will do.
  if (name.length >= 3)
    for (const known of ['request', 'data-raw', 'data-binary', 'data-urlencode', 'header', 'upload-file', 'config', 'form'])
      if (known.startsWith(name) && !known.startsWith(`${name}-`)) return known;
  return name;
}

function configWords(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const line of text.split('\n').slice(0, 1000)) {
    const match = /^(-{0,2})([a-zA-Z:][\w.-]*)(?:[=:\s](.*))?$/s.exec(line.trim());
    if (!match) continue;
    const [, dashes, name, rest] = match;
    const raw = rest?.trimStart().replace(/^[=:]\s*/, '');
    words.push(literal(dashes === '-' ? `-${name}` : `--${name}`));
    if (raw === undefined || raw === '') continue;
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(raw);
    words.push(literal(quoted ? quoted[1]!.replace(/\\(.)/g, (_, char: string) => ({ n: '\n', t: '\t', r: '\r' })[char] ?? char) : raw));
  }
  return words;
}

function requestsOf(transfer: Transfer): readonly HttpRequest[] {
  const { body, urls, headers } = transfer;
  const content = body.body(transfer.json ? '' : '&');
  const query = [...(transfer.get && content ? [content.text] : []), ...transfer.query].join('&');
  const given = transfer.method;
  const method = given
    ? given.known
      ? given.text.toUpperCase()
      : ''
    : transfer.head
      ? 'HEAD'
      : transfer.get
        ? 'GET'
        : transfer.upload
          ? 'PUT'
          : content
            ? 'POST'
            : 'GET';
  return urls.map((url) => {
    const address = query === '' ? url.text : `${url.text}${url.text.includes('?') ? '&' : '?'}${query}`;
    return requestTo(address, method, headers, transfer.get ? undefined : content, body.files);
  });
}

/** curl and its drop-in wrappers. */
export const curlTool: Tool = {
  // https://github.com/okigan/awscurl takes curl's options.
  names: ['curl', 'curlie', 'awscurl'],
  family: 'http',
  rules: httpRules,
  find(invocation: Invocation, context: RuleContext): readonly Draft[] {
    const reader = new CurlReader(invocation, context);
    reader.read(invocation.argv.slice(1));
    if (reader.help) return [];
    // `curlie DELETE url`: the method as HTTPie takes it.
    if (invocation.program === 'curlie' && /^[A-Z]{3,7}$/.test(invocation.argv[1]?.text ?? '')) return httpieTool.find(invocation, context);
    const engine = invocation.argv.some((word) => /(?:docker|podman|containerd)\.sock$/.test(word.text));
    return [...reader.opaque, ...reader.requests().flatMap((request) => judgeRequest(engine ? { ...request, engine } : request, context))];
  },
};
