import type { PageStart } from '../../core/journal/timelinePage.ts';

export interface PagePlaces {
  readonly script: string;
  readonly style: string;
  /** The webview's own. */
  readonly cspSource: string;
  readonly nonce: string;
}

/** The page's document. Nothing but our own style sheet and the one script with this nonce is loaded or run. */
export function timelineHtml(start: PageStart, places: PagePlaces): string {
  const policy = `default-src 'none'; style-src ${places.cspSource}; script-src 'nonce-${places.nonce}'`;
  return `<!DOCTYPE html>
<html lang="${attribute(start.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Timeline</title>
<link rel="stylesheet" href="${attribute(places.style)}">
</head>
<body data-start="${attribute(JSON.stringify(start))}">
<script nonce="${attribute(places.nonce)}" src="${attribute(places.script)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
