import createCode from 'qrcode-generator';

export interface FactorPage {
  readonly language: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** What an authenticator scans; undefined when only codes are shown. */
  readonly address?: string;
  /** To type where nothing can be scanned, or recovery codes. */
  readonly codes: readonly string[];
  readonly nonce: string;
}

/** A page without a script: nothing is loaded, nothing runs, and it is gone when its tab is closed. */
export function factorPage({ language, title, lines, address, codes, nonce }: FactorPage): string {
  return `<!DOCTYPE html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${escape(nonce)}'">
<title>${escape(title)}</title>
<style nonce="${escape(nonce)}">
body { padding: 80px 24px 16px; color: var(--vscode-foreground); font-family: var(--vscode-font-family); }
svg { display: block; width: 220px; height: 220px; margin: 16px 0; background: #fff; }
ul { padding: 0; list-style: none; columns: 22em 2; max-width: 48em; }
li { font-family: var(--vscode-editor-font-family); font-size: 1.1em; line-height: 1.8; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${lines.map((line) => `<p>${escape(line)}</p>`).join('\n')}
${address === undefined ? '' : qrPicture(address, title)}
<ul>
${codes.map((code) => `<li>${escape(code)}</li>`).join('\n')}
</ul>
</main>
</body>
</html>
`;
}

/** Dark squares on white, whatever the theme: cameras want it so. */
function qrPicture(text: string, label: string): string {
  const code = createCode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const quiet = 4;
  let path = '';
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`;
  const whole = size + 2 * quiet;
  return `<svg role="img" aria-label="${escape(label)}" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges"><path fill="#000" d="${path}"/></svg>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
