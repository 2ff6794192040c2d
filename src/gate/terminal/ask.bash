# Tenth Second: how shims and the guards of bash ask. Sourced; starts no process but the launcher.
tenth_second_launcher=${BASH_SOURCE[0]%/terminal/*}/bin/launcher

# Sets `agent` and `session` by what the agents put into the environment of their shells (src/core/agents/markers.ts). False: nobody
# asks to be guarded here. CLAUDECODE alone says nothing: the IDE extension sets it in every terminal.
tenth_second_caller() {
  agent= session=
  if [[ -n ${CLAUDE_CODE_CHILD_SESSION-} || ${AI_AGENT-} == claude-code* ]]; then agent=claude-code session=${CLAUDE_CODE_SESSION_ID-}
  elif [[ -n ${CODEX_THREAD_ID-} ]]; then agent=codex session=$CODEX_THREAD_ID
  elif [[ -n ${COPILOT_CLI-} ]]; then agent=copilot-cli session=${COPILOT_AGENT_SESSION_ID-}
  elif [[ -n ${QWEN_CODE-} ]]; then agent=qwen-code session=${QWEN_CODE_SESSION_ID-}
  elif [[ -n ${GEMINI_CLI-} ]]; then agent=gemini-cli
  elif [[ -n ${OPENCODE-} ]]; then agent=opencode session=${OPENCODE_PID-}
  elif [[ -n ${CURSOR_AGENT-} ]]; then agent=cursor
  elif [[ -n ${CLINE_ACTIVE-} ]]; then agent=cline
  elif [[ -n ${AMP_THREAD_ID-}${AMP_CURRENT_THREAD_ID-} ]]; then agent=amp session=${AMP_THREAD_ID-}
  elif [[ -n ${AUGMENT_AGENT-} ]]; then agent=augment
  elif [[ -n ${ANTIGRAVITY_AGENT-} ]]; then agent=antigravity
  elif [[ -n ${COPILOT_AGENT-}${AI_AGENT-} ]]; then agent=copilot
  elif [[ ${TENTH_SECOND_TERMINALS-} == everywhere ]]; then agent=terminal
  else return 1
  fi
}

# `json` becomes the text as a JSON string.
tenth_second_json() {
  local code character octal
  json=${1//\\/\\\\}
  json=${json//\"/\\\"}
  json=${json//$'\n'/\\n}
  json=${json//$'\t'/\\t}
  json=${json//$'\r'/\\r}
  if [[ $json == *[$'\x01'-$'\x1f']* ]]; then
    for code in 01 02 03 04 05 06 07 08 0b 0c 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f; do
      printf -v character "\\x$code"
      json=${json//"$character"/\\u00$code}
    done
  fi
  json=\"$json\"
}

# Asks about what `"words":[…]` or `"line":"…"` says; false refuses it. The launcher says why on stderr.
tenth_second_ask() {
  local about
  tenth_second_json "$PWD"
  about="\"cwd\":$json"
  tenth_second_json "${session:-terminal $PPID}"
  about="$about,\"session\":$json"
  printf '{"agent":"%s",%s,%s}' "$agent" "$about" "$1" | "$tenth_second_launcher" terminal
}
