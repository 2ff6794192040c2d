import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const usage = `tenth-second mcp [--server NAME] [--cwd DIR] [--wait SECONDS] -- COMMAND…
tenth-second mcp [--server NAME] [--cwd DIR] [--wait SECONDS] --url URL [--port PORT]
tenth-second mcp wrap|unwrap [--dry-run|--yes] [FILE…]
`;

/** `mcp`: stands between a client and its MCP server; `mcp wrap` writes that into the settings of clients. */
export async function mcpCommand(args: readonly string[]): Promise<number> {
  if (args[0] === 'wrap' || args[0] === 'unwrap') return (await import('./wrapCommand.ts')).wrapCommand(args[0], args.slice(1));
  const split = args.indexOf('--');
  const command = split < 0 ? [] : args.slice(split + 1);
  let values: { server?: string; cwd?: string; wait?: string; url?: string; port?: string };
  try {
    ({ values } = parseArgs({
      args: [...(split < 0 ? args : args.slice(0, split))],
      options: {
        server: { type: 'string' },
        cwd: { type: 'string' },
        wait: { type: 'string' },
        url: { type: 'string' },
        port: { type: 'string' },
      },
    }));
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'the options could not be read');
  }
  const waits = values.wait === undefined ? undefined : Number(values.wait);
  if (waits !== undefined && !(waits >= 0 && waits <= 870)) return wrong('--wait takes seconds from 0 to 870');
  const cwd = resolve(values.cwd ?? '.');
  if (values.url !== undefined) {
    if (command.length > 0) return wrong('--url and a command exclude each other');
    const port = Number(values.port ?? '0');
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return wrong('--port takes a port');
    return (await import('./httpProxy.ts')).runHttpProxy({ url: values.url, port, cwd, waits, server: values.server });
  }
  if (command.length === 0) return wrong('there is no command to run');
  return (await import('./stdioProxy.ts')).runStdioProxy({ server: values.server ?? nameOf(command), command, cwd, waits });
}

function wrong(text: string): number {
  process.stderr.write(`tenth-second mcp: ${text}\n${usage}`);
  return 64;
}

/** `npx -y @modelcontextprotocol/server-postgres …` → `server-postgres`: a name for people when the client gave none. */
function nameOf(command: readonly string[]): string {
  const words = command.filter((word) => !word.startsWith('-'));
  const runner = /^(?:npx|bunx|pnpx|uvx|pipx|node|bun|deno|python3?|docker|cmd)(?:\.cmd|\.exe)?$/i;
  const word = words.find((each) => !runner.test(basename(each)) && !/^(?:run|exec|dlx|tool|x)$/.test(each)) ?? words[0] ?? 'MCP';
  return (word.split('/').pop() ?? word).replace(/(?<=.)@[^@]*$/, '').replace(/\.(?:[cm]?js|ts|py)$/, '');
}
