# Tenth Second: holds what a guarded zsh is about to run. Sourced by the .zshrc of our ZDOTDIR, and by its .zshenv for scripts and
# `zsh -c`. The DEBUG trap runs before each list; ERR_EXIT set inside it skips the list and leaves an interactive shell alive.
if [[ -z ${tenth_second_zsh-} ]]; then
  typeset -g tenth_second_zsh=1 tenth_second_home=${${(%):-%x}:A:h:h}
  # The same names as in ask.bash; zsh does not read that file.
  tenth_second_caller() {
    typeset -g tenth_second_agent= tenth_second_session=
    if [[ -n ${CLAUDE_CODE_CHILD_SESSION-} || ${AI_AGENT-} == claude-code* ]]; then tenth_second_agent=claude-code tenth_second_session=${CLAUDE_CODE_SESSION_ID-}
    elif [[ -n ${CODEX_THREAD_ID-} ]]; then tenth_second_agent=codex tenth_second_session=$CODEX_THREAD_ID
    elif [[ -n ${COPILOT_CLI-} ]]; then tenth_second_agent=copilot-cli tenth_second_session=${COPILOT_AGENT_SESSION_ID-}
    elif [[ -n ${QWEN_CODE-} ]]; then tenth_second_agent=qwen-code tenth_second_session=${QWEN_CODE_SESSION_ID-}
    elif [[ -n ${GEMINI_CLI-} ]]; then tenth_second_agent=gemini-cli
    elif [[ -n ${OPENCODE-} ]]; then tenth_second_agent=opencode tenth_second_session=${OPENCODE_PID-}
    elif [[ -n ${CURSOR_AGENT-} ]]; then tenth_second_agent=cursor
    elif [[ -n ${CLINE_ACTIVE-} ]]; then tenth_second_agent=cline
    elif [[ -n ${AMP_THREAD_ID-}${AMP_CURRENT_THREAD_ID-} ]]; then tenth_second_agent=amp
    elif [[ -n ${AUGMENT_AGENT-} ]]; then tenth_second_agent=augment
    elif [[ -n ${ANTIGRAVITY_AGENT-} ]]; then tenth_second_agent=antigravity
    elif [[ -n ${COPILOT_AGENT-}${AI_AGENT-} ]]; then tenth_second_agent=copilot
    elif [[ ${TENTH_SECOND_TERMINALS-} == everywhere ]]; then tenth_second_agent=terminal
    else return 1
    fi
  }
  tenth_second_json() {
    local text=${1//\\/\\\\}
    text=${text//\"/\\\"}
    text=${text//$'\n'/\\n}
    text=${text//$'\t'/\\t}
    text=${text//$'\r'/\\r}
    # What is left of control characters has no place in a command; a blank keeps words apart.
    REPLY="\"${text//[$'\x01'-$'\x1f']/ }\""
  }
  if tenth_second_caller; then
    [[ :$PATH: == *":$tenth_second_home/shims:"* || ! -d $tenth_second_home/shims ]] || PATH=$tenth_second_home/shims:$PATH
    tenth_second_before_each() {
      # The editor's own functions, at every prompt.
      (( ${funcstack[(I)__vsc_*]} )) && return 0
      case $ZSH_DEBUG_CMD in
        (tenth_second_* | __vsc_*) return 0 ;;
        (*rm\ * | *git\ * | *dd\ * | *mkfs* | *shred* | *truncate* | *unlink* | *find\ * | *rsync\ * | *mv\ * | *cp\ * | *\>* | *chmod* | *chown* | *kill* | *curl* | *wget* | *eval* | *crontab* | *xargs* | *ssh\ * | *psql* | *mysql* | *mongo* | *redis-cli* | *sqlite3* | *docker* | *podman* | *kubectl* | *helm* | *terraform* | *tofu* | *pulumi* | *aws\ * | *gcloud* | *gsutil* | *bq\ * | *az\ * | *railway* | *vercel* | *netlify* | *fly\ * | *flyctl* | *heroku* | *supabase* | *wrangler* | *firebase* | *prisma* | *drizzle* | *npm\ * | *npx\ * | *python* | *node\ * | *ruby\ * | *perl\ * | *php\ * | *bash\ * | *sh\ * | *systemctl* | *doctl* | *gh\ * | *stripe* | *restic* | *borg* | *dropdb* | *cat\ * | *base64* | *printenv* | env*) ;;
        (*) return 0 ;;
      esac
      local REPLY line directory session
      tenth_second_caller || return 0
      tenth_second_json $ZSH_DEBUG_CMD; line=$REPLY
      tenth_second_json $PWD; directory=$REPLY
      tenth_second_json ${tenth_second_session:-terminal $$}; session=$REPLY
      print -rn -- "{\"agent\":\"$tenth_second_agent\",\"cwd\":$directory,\"session\":$session,\"line\":$line}" | $tenth_second_home/bin/launcher terminal && return 0
      return 1
    }
    tenth_second_arm() {
      # ERR_EXIT has to be set in the trap itself: it is local to a function.
      TRAPDEBUG() {
        tenth_second_before_each && return 0
        setopt ERR_EXIT
        return 1
      }
    }
    if [[ -o interactive ]]; then
      # Not before the editor's shell integration, which is read after this, has set itself up.
      tenth_second_first_prompt() {
        precmd_functions=(${precmd_functions:#tenth_second_first_prompt})
        tenth_second_arm
      }
      precmd_functions+=(tenth_second_first_prompt)
    else
      tenth_second_arm
    fi
  fi
fi
