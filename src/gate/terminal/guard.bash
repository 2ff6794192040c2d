# Tenth Second: holds what a guarded bash is about to run. Sourced once for each shell: by PROMPT_COMMAND in interactive ones, by
# BASH_ENV in scripts and `bash -c`. Does nothing where no agent runs, unless the person wants it everywhere.
#
# A DEBUG trap with `extdebug` can skip a command. What it must not disturb: $?, VS Code's own trap (its shell integration), prompts.
if [[ ${tenth_second_shell-} != "$BASHPID" ]]; then
  tenth_second_shell=$BASHPID
  . "${BASH_SOURCE[0]%/*}/ask.bash"
  if tenth_second_caller; then
    # A login shell resets PATH; the shims go first again.
    tenth_second_shims=${BASH_SOURCE[0]%/terminal/*}/shims
    [[ :$PATH: == *":$tenth_second_shims:"* || ! -d $tenth_second_shims ]] || PATH=$tenth_second_shims:$PATH

    # The trap that is there is kept. Inside a function bash hides it, so VS Code's and bash-preexec's are known by their names.
    eval "tenth_second_trap=( $(trap -p DEBUG) )"
    tenth_second_before=${tenth_second_trap[2]-}
    unset tenth_second_trap
    [[ $tenth_second_before == *tenth_second_* ]] && tenth_second_before=
    if [[ -z $tenth_second_before ]]; then
      if declare -F __vsc_preexec_all >/dev/null; then tenth_second_before='__vsc_preexec_all "$_"'
      elif [[ -z ${bash_preexec_imported-} ]] && declare -F __vsc_preexec_only >/dev/null; then tenth_second_before='__vsc_preexec_only "$_"'
      elif declare -F __bp_preexec_invoke_exec >/dev/null; then tenth_second_before='__bp_preexec_invoke_exec "$_"'
      fi
    fi

    tenth_second_hit() {
      local agent session json
      [[ ${FUNCNAME[1]-} == __vsc_* || ${FUNCNAME[1]-} == tenth_second_* || $BASH_COMMAND == tenth_second_* || $BASH_COMMAND == __vsc_* ]] && return 0
      # Not while the shell starts: bash would look for a debugger and then hold nothing.
      [[ $- == *i* ]] || shopt -q extdebug || shopt -s extdebug
      tenth_second_caller || return 0
      tenth_second_json "$BASH_COMMAND"
      tenth_second_ask "\"line\":$json" && return 0
      # A command that is only skipped counts as done: the whole line, or the script, has to end.
      if [[ $- == *i* ]]; then
        kill -INT "$BASHPID"
        return 1
      fi
      exit 126
    }

    # Without a function call for the many commands that can do no harm.
    tenth_second_filter='case $BASH_COMMAND in
      tenth_second_* | __vsc_* | declare\ -F\ __vsc_*) ;;
      *rm\ * | *git\ * | *dd\ * | *mkfs* | *shred* | *truncate* | *unlink* | *find\ * | *rsync\ * | *mv\ * | *cp\ * | *\>* | *chmod* | *chown* | *kill* | *curl* | *wget* | *eval* | *crontab* | *xargs* | *ssh\ * | *psql* | *mysql* | *mongo* | *redis-cli* | *sqlite3* | *docker* | *podman* | *kubectl* | *helm* | *terraform* | *tofu* | *pulumi* | *aws\ * | *gcloud* | *gsutil* | *bq\ * | *az\ * | *railway* | *vercel* | *netlify* | *fly\ * | *flyctl* | *heroku* | *supabase* | *wrangler* | *firebase* | *prisma* | *drizzle* | *npm\ * | *npx\ * | *python* | *node\ * | *ruby\ * | *perl\ * | *php\ * | *bash\ * | *sh\ * | *systemctl* | *doctl* | *gh\ * | *stripe* | *restic* | *borg* | *dropdb* | *cat\ * | *base64* | *printenv* | env*) tenth_second_hit ;;
    esac'
    if [[ $- == *i* ]]; then
      shopt -s extdebug
      tenth_second_status() { return "$1"; }
      if declare -F __vsc_prompt_cmd_original >/dev/null && [[ ${PROMPT_COMMAND-} == __vsc_prompt_cmd_original ]]; then
        # The variable came from the environment, so it is exported, with the name of a function that nested shells lack.
        PROMPT_COMMAND='tenth_second_last=$?; if declare -F __vsc_prompt_cmd_original >/dev/null; then tenth_second_status $tenth_second_last; __vsc_prompt_cmd_original; elif [[ -r ${TENTH_SECOND_BASH-} ]]; then . "$TENTH_SECOND_BASH"; fi'
      fi
      # extdebug turns functrace on, which would fire VS Code's trap inside its own prompt functions.
      trap 'if [[ ${__vsc_in_command_execution-0} != 1 && -n $tenth_second_before && $BASH_SUBSHELL == 0 && ${#FUNCNAME[@]} == 0 && $BASH_COMMAND != tenth_second_* && $BASH_COMMAND != "declare -F __vsc_prompt"* ]]; then eval "$tenth_second_before"; fi; '"$tenth_second_filter" DEBUG
    else
      set -T
      trap "${tenth_second_before:+$tenth_second_before; }$tenth_second_filter" DEBUG
    fi
  fi
  unset agent session json
fi
