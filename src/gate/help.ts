export const helpText = `Tenth Second holds every destructive operation of an AI coding agent until a person confirms it.

  tenth-second hook AGENT                      answers one hook call (stdin in, exit code and output out)
  tenth-second check [--cwd DIR] [--json] -- COMMAND…
                                               what the guard says of a command, and why
                                               exit code 0 allow, 10 confirm, 11 type, 12 deny
  tenth-second check --batch                   one JSON object a line in, one a line out:
                                               {"id","command","cwd"?} or {"id","action","cwd"?}
  tenth-second links [--json] [DIR]            what a folder is linked to, in which environment, and why
  tenth-second scan [--json|--sarif] [--all] [DIR]
                                               credential files and secrets, without their values; --all reads
                                               node_modules, dist and the like too; exit code 0 none, 1 found
  tenth-second agents [--json]                 agents found, and whether they are connected
  tenth-second connect AGENT [--dry-run|--yes] [--folder DIR]
                                               writes the agent's hook, after showing the change; --folder: for that
                                               folder alone
  tenth-second disconnect AGENT [--dry-run|--yes] [--folder DIR]
  tenth-second uninstall [--dry-run|--yes]     takes out every hook, plugin and wrapped MCP server of ours, and the
                                               programs; journal and snapshots stay
  tenth-second ignore [--json]                 which agents' own ignore rules name your credential files
  tenth-second ignore AGENT…|all [--remove] [--dry-run|--yes] [--cwd DIR]
                                               writes them (.cursorignore, permissions.deny, …), or takes them out
  tenth-second journal show [FILTER…] [--last N] [--json]
                                               the record of actions and answers; filters: --since, --until,
                                               --workspace, --agent, --session, --verdict, --outcome,
                                               --effect, --environment, --search
  tenth-second journal verify [--heads FILE] [--json]
                                               finds edited, removed, reordered and inserted records, and cut tails
  tenth-second journal export --format jsonl|csv|md|otlp [--content] [FILTER…] [--out FILE]
  tenth-second journal report [FILTER…] [--out FILE]
                                               an incident report in Markdown: facts in order, evidence, who decided
  tenth-second mcp [--server NAME] -- COMMAND…  runs a stdio MCP server behind the guard
  tenth-second mcp --url URL [--port PORT]     stands on this machine before a remote MCP server
  tenth-second mcp wrap|unwrap [--dry-run|--yes] [FILE…]
                                               puts the servers in the settings of MCP clients behind the guard
  tenth-second snapshot list [--json]          what can be undone
  tenth-second snapshot show ID [--json]       what would come back
  tenth-second snapshot restore ID [--overwrite] [--json]
                                               puts it back; newer work only goes with --overwrite, and is kept
  tenth-second rehearse                        replays the nine seconds against a stand-in on this machine
  tenth-second --version

"tenth-second agents" lists the agents.
`;
