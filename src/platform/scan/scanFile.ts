import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { scanText, type ScanFinding } from '../../core/credentials/scanText.ts';
import { reviewMcpConfig } from '../../core/mcp/mcpSecrets.ts';
import { displayPath } from '../../core/paths.ts';

/** Bytes of a file that are read; keys and settings are never longer, dumps and bundles are. */
const maxScanBytes = 1024 * 1024;

/** One buffer for all files of a worker: allocating one for each costs as much as reading. */
const buffer = Buffer.allocUnsafeSlow(maxScanBytes);

/** An MCP server that others can listen to or use. */
export interface ServerWarning {
  readonly path: string;
  readonly line: number;
  readonly server: string;
  readonly text: string;
}

export interface ScannedFile {
  readonly findings: readonly ScanFinding[];
  readonly servers: readonly ServerWarning[];
}

const nothing: ScannedFile = { findings: [], servers: [] };

/** What one file holds; undefined when it cannot be read. */
export function scanFile(path: string, root: string, home: string): ScannedFile | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    if (!fstatSync(file).isFile()) return nothing;
    let length = 0;
    for (let read = 1; length < buffer.length && read > 0; length += read)
      read = readSync(file, buffer, length, buffer.length - length, length);
    const text = textOf(buffer.subarray(0, length));
    if (text === '') return nothing;
    const servers = reviewMcpConfig(path, text)?.warnings ?? [];
    const shown = displayPath(path, root, home);
    return { findings: scanText({ path, root, home, text }), servers: servers.map((warning) => ({ path: shown, ...warning })) };
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function textOf(bytes: Buffer): string {
  // PowerShell writes UTF-16 with a byte order mark.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  return bytes.subarray(0, 8192).includes(0) ? '' : bytes.toString('utf8');
}
