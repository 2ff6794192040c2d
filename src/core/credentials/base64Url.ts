/** Text of a base64 or base64url value, as far as it is ASCII. Core has no `atob`. */
export function decodeBase64Url(text: string): string {
  let bits = 0;
  let held = 0;
  let decoded = '';
  for (let i = 0; i < text.length && i < 8192; i++) {
    const code = text.charCodeAt(i);
    const value =
      code >= 65 && code <= 90
        ? code - 65
        : code >= 97 && code <= 122
          ? code - 71
          : code >= 48 && code <= 57
            ? code + 4
            : code === 43 || code === 45
              ? 62
              : code === 47 || code === 95
                ? 63
                : -1;
    if (value < 0) break;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      decoded += String.fromCharCode((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return decoded;
}
