import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { ScanFinding } from './scanText.ts';

/** Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for code scanning in CI. No value is in it. */
export function sarifOf(findings: readonly ScanFinding[], version: string): Log {
  const kinds = [...new Set(findings.map((finding) => finding.kind))].sort();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Tenth Second',
            version,
            informationUri: 'https://github.com/tenth-second/tenth-second',
            rules: kinds.map((kind) => ruleOf(kind, findings)),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { description: { text: 'The folder that was scanned.' } } },
        results: findings.map((finding) => resultOf(finding, kinds.indexOf(finding.kind))),
      },
    ],
  };
}

function ruleOf(kind: string, findings: readonly ScanFinding[]): ReportingDescriptor {
  const reach = findings.find((finding) => finding.kind === kind && finding.reach !== undefined)?.reach;
  return {
    id: kind,
    shortDescription: { text: `A secret of the kind ${kind}` },
    fullDescription: { text: reach === undefined ? `A secret of the kind ${kind} stands in a file.` : `It reaches ${reach.destroys}.` },
    ...(reach?.source.startsWith('https://') ? { helpUri: reach.source } : {}),
    help: { text: reach?.narrower === undefined ? 'Replace it, and keep it out of files.' : `Replace it by ${reach.narrower}.` },
    defaultConfiguration: { level: 'error' },
    properties: {
      tags: ['security', 'secret'],
      'security-severity': reach?.scope === 'account' || reach?.scope === 'organisation' ? '9.5' : '8.0',
    },
  };
}

function resultOf(finding: ScanFinding, ruleIndex: number): Result {
  const { path, line, column, kind, variable, masked, environment, local, warning } = finding;
  const said = environment === 'unknown' ? '' : `, ${environment}`;
  return {
    ruleId: kind,
    ruleIndex,
    level: local ? 'note' : environment === 'development' ? 'warning' : 'error',
    message: {
      text: `${variable === undefined ? 'A secret' : variable} (${kind}${said}): ${masked}${warning === undefined ? '' : `. ${warning}`}`,
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    // The place and the kind, not the value: the same finding in the next run.
    partialFingerprints: { 'tenthSecond/v1': `${path}:${kind}:${variable ?? ''}` },
  };
}
