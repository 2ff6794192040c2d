/**
 * Seconds that a client is known to wait for a tool: `clientInfo.name` → seconds. Claude Code: about 28 hours by default
 * (https://code.claude.com/docs/en/mcp, `MCP_TOOL_TIMEOUT`). Gemini CLI: ten minutes (`mcpServers.<name>.timeout`,
 * https://geminicli.com/docs/tools/mcp-server/).
 */
const patient: ReadonlyMap<string, number> = new Map([
  ['claude-code', 870],
  ['gemini-cli-mcp-client', 580],
]);

/** The official SDKs give a request up after 60 seconds, so whoever is not known is answered before that. */
const unknownClient = 45;

/** Seconds that a call of this client may be held before it must be answered; the person can then still let the retry through. */
export function patienceOf(client: string | undefined): number {
  return patient.get(client ?? '') ?? unknownClient;
}
