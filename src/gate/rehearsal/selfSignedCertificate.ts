import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * A throw-away key and certificate for loopback TLS. Node makes keys and signatures but no certificates, and openssl is not on
 * every machine, so the few DER structures of RFC 5280 are written here.
 */
export function selfSignedCertificate(host: string): { readonly key: string; readonly certificate: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });

  const ecdsaWithSha256 = sequence(objectIdentifier([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
  const commonName = sequence(set(sequence(objectIdentifier([0x55, 0x04, 0x03]), element(0x0c, Buffer.from(host)))));
  const now = Date.now();
  const day = 24 * 60 * 60 * 1000;
  const alternativeNames = sequence(element(0x82, Buffer.from(host)));
  const isAuthority = sequence(element(0x01, Buffer.from([0xff])));
  const extensions = sequence(
    sequence(objectIdentifier([0x55, 0x1d, 0x11]), element(0x04, alternativeNames)),
    sequence(objectIdentifier([0x55, 0x1d, 0x13]), element(0x01, Buffer.from([0xff])), element(0x04, isAuthority)),
  );
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    commonName,
    sequence(utcTime(now - day), utcTime(now + day)),
    commonName,
    publicKey,
    element(0xa3, extensions),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ecdsaWithSha256, element(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Buffer[]): Buffer {
  return element(0x31, Buffer.concat(parts));
}

function objectIdentifier(bytes: readonly number[]): Buffer {
  return element(0x06, Buffer.from(bytes));
}

function utcTime(time: number): Buffer {
  return element(0x17, Buffer.from(`${new Date(time).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}
