#!/bin/bash -p
# Tenth Second: hands one hook call to the server without starting another process (src/core/protocol.ts). When no server proves
# itself, the Node gate decides. Whatever goes wrong holds the action: exit 2 and a text on stderr, or the JSON of agents that run
# the tool on that (src/core/agents/hookCommand.ts).
#
# Runs in the bash 3.2 of macOS too. `-p`: BASH_ENV, functions and options from the environment are not taken over.
IFS=$' \t\n'
LC_ALL=C
shopt -s execfail

agent=$1
us=$'\x1f'
rs=$'\x1e'

fail() {
  trap '' HUP INT TERM
  refuse "Tenth Second could not judge this action, so it did not run: $1"
}

refuse() {
  local text=${1//[$'\x01'-$'\x1f\x7f'\"\\]/ }
  case ${agent%%/*} in
    copilot | copilot-cli)
      printf '{"permissionDecision":"deny","permissionDecisionReason":"%s","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"%s"}}\n' "$text" "$text"
      ;;
    cline) printf '{"cancel":true,"errorMessage":"%s"}\n' "$text" ;;
    antigravity) printf '{"decision":"deny","reason":"%s"}\n' "$text" ;;
    *)
      printf '%s\n' "$1" >&2
      exit 2
      ;;
  esac
  exit 0
}

# An interrupted hook must still answer: Gemini CLI runs the tool when Ctrl-C ends its hook without one.
trap 'fail "it was interrupted while it was held."' HUP INT TERM
# A server that hangs up while we write must not end us without a text.
trap : PIPE

folder=${BASH_SOURCE[0]%/*}
[[ $folder == /* ]] || folder=$PWD/$folder

# Runs the Node gate with a runtime that was recorded when the agent was connected. Some agents load the workspace's .env into
# their hooks, so the environment chooses neither the program nor what it loads.
alone() {
  local name runtime
  exec 3>&- 3<&-
  for name in ${!NODE_@} ${!LD_@} ${!DYLD_@} ${!ELECTRON_@} ${!OPENSSL_@} ${!SSL_CERT_@}; do
    [[ $name == NODE_ENV ]] || unset "$name" # NODE_ENV decides a target and nothing in Node.js itself.
  done
  unset BASH_ENV ENV GCONV_PATH GLIBC_TUNABLES LOCPATH TMPDIR TMP TEMP # What lies in TMPDIR counts as scratch.
  [[ -f $folder/gate.js ]] || fail "$folder/gate.js is missing. Open the editor with Tenth Second once to repair it."
  { exec 4<"$folder/runtime"; } 2>/dev/null || exec 4</dev/null
  while :; do
    IFS= read -r runtime <&4 || break
    run
  done
  for runtime in /usr/local/bin/node /opt/homebrew/bin/node /usr/bin/node; do run; done
  fail 'no Node.js was found to run it with. Open the editor with Tenth Second once, or install Node.js 20 or newer.'
}

run() {
  [[ $runtime == /* && -f $runtime && -x $runtime ]] || return
  case ${runtime##*/} in
    node | nodejs) ;;
    *) export ELECTRON_RUN_AS_NODE=1 ;; # An editor's own runtime.
  esac
  exec "$runtime" "$folder/gate.js" hook "$agent" ${extra[@]+"${extra[@]}"} 4<&- 2>&2
}

# Addresses may hold a password: host and path only, and nothing when it is not clear where the password ends.
address() {
  local value=${!name} scheme user
  [[ $value == ?*://* ]] || return
  scheme=${value%%://*}
  value=${value#*://}
  if [[ $value == *@* ]]; then
    user=${value%%@*}
    [[ $user == *[/?#\;]* ]] && return
    value=${value#*@}
    [[ $value == *@* ]] && return
  fi
  value=${value%%[?#;]*}
  [[ $scheme =~ ^[A-Za-z][A-Za-z0-9+.-]*$ && $value =~ ^[]A-Za-z0-9_.,:/[%~-]*$ ]] && pairs+=$us$name=$scheme://$value
}

extra=()
state=${folder%/*}
descriptor=$state/run/server
blocks=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 401)) # `read -N` reads in blocks; without it bash reads byte by byte.
set -f
[[ -f $descriptor && -O $descriptor ]] || alone
if ((blocks)); then IFS= read -r -N 1000 lines <"$descriptor"; else IFS= read -r -d '' -n 1000 lines <"$descriptor"; fi
lines=($lines)
port=${lines[0]} pid=${lines[1]} client=${lines[2]} server=${lines[3]}
[[ -n $port && -n $pid && $port$pid != *[!0-9]* && ${#client} -ge 32 && ${#server} -ge 32 ]] || alone
{ kill -0 "$pid" && exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || alone

# A stranger on the port has then seen the token: the Node gate takes this descriptor away. The input was neither read nor sent.
printf '%s\n' "$client" >&3
if ((blocks)); then IFS= read -r -u 3 -t 1 -N $((${#server} + 1)) hello; else IFS= read -r -u 3 -t 1 -n 200 hello && hello+=$'\n'; fi
if [[ $hello != "$server"$'\n' ]]; then
  extra=(--distrust "$port" "$pid")
  alone
fi

# Variables that decide a target (src/core/agents/variables.ts).
targets='
ANSIBLE_CONFIG ANSIBLE_INVENTORY ANSIBLE_LIMIT APPDATA APP_ENV ARM_SUBSCRIPTION_ID ASPNETCORE_ENVIRONMENT AWS_ACCOUNT_ID
AWS_CONFIG_FILE AWS_DEFAULT_PROFILE AWS_DEFAULT_REGION AWS_PROFILE AWS_REGION AWS_SHARED_CREDENTIALS_FILE AWS_VAULT
AZURE_CONFIG_DIR AZURE_ENV_NAME AZURE_SUBSCRIPTION_ID BIGQUERYRC CF_HOME CLICKHOUSE_HOST CLOUDFLARE_ACCOUNT_ID CLOUDFLARE_ENV
CLOUDSDK_ACTIVE_CONFIG_NAME CLOUDSDK_CONFIG CLOUDSDK_CORE_PROJECT COMPOSE_FILE COMPOSE_PROFILES COMPOSE_PROJECT_NAME CONTEXT
CONVEX_DEPLOYMENT DATABRICKS_CONFIG_FILE DATABRICKS_CONFIG_PROFILE DBT_PROFILES_DIR DBT_TARGET DEPLOY_ENV DIGITALOCEAN_CONTEXT
DJANGO_ENV DJANGO_SETTINGS_MODULE DOCKER_CONFIG DOCKER_CONTEXT DOPPLER_CONFIG DOPPLER_CONFIG_DIR DOPPLER_ENVIRONMENT
DOPPLER_PROJECT DOTNET_ENVIRONMENT EAS_PROJECT_ID ENVIRONMENT FLASK_ENV FLYWAY_ENVIRONMENT FLY_APP FLY_CONFIG_DIR
GCLOUD_PROJECT GCP_PROJECT GH_HOST GH_REPO GIT_DIR GIT_WORK_TREE GOOGLE_APPLICATION_CREDENTIALS GOOGLE_CLOUD_PROJECT
HELMFILE_ENVIRONMENT HELM_KUBECONTEXT HELM_NAMESPACE HEROKU_APP INFISICAL_ENVIRONMENT KAMAL_DESTINATION KUBECONFIG KUBECONTEXT
KUBECTL_CONTEXT KUBE_CONTEXT MIX_ENV MONGODB_ATLAS_PROFILE MONGODB_ATLAS_PROJECT_ID MYSQL_DATABASE MYSQL_HOST NEON_BRANCH
NETLIFY_SITE_ID NODE_ENV NOMAD_NAMESPACE PGDATABASE PGHOST PGHOSTADDR PGPORT PGSERVICE PGSERVICEFILE PGUSER
PLANETSCALE_DATABASE_BRANCH PULUMI_HOME PULUMI_STACK RACK_ENV RAILS_ENV RAILWAY_ENVIRONMENT RAILWAY_ENVIRONMENT_ID
RAILWAY_ENVIRONMENT_NAME RAILWAY_PROJECT_ID RAILWAY_PROJECT_NAME RAILWAY_SERVICE_ID RAILWAY_SERVICE_NAME RENDER_CLI_CONFIG_DIR
RENDER_CLI_CONFIG_PATH SENTRY_ENVIRONMENT SENTRY_PROJECT SENTRY_PROPERTIES SHOPIFY_FLAG_ENVIRONMENT SHOPIFY_FLAG_STORE
SKAFFOLD_KUBE_CONTEXT SKAFFOLD_PROFILE SLS_STAGE SNOWFLAKE_DEFAULT_CONNECTION_NAME SNOWFLAKE_HOME SPRING_PROFILES_ACTIVE
SST_STAGE STAGE SUPABASE_PROJECT_ID SUPABASE_PROJECT_REF TF_DATA_DIR TF_VAR_environment TF_WORKSPACE TURSO_CONFIG_FOLDER
TWINE_REPOSITORY VAULT_NAMESPACE VERCEL_ENV VERCEL_ORG_ID VERCEL_PROJECT_ID VERCEL_TARGET_ENV WP_ENV XDG_CONFIG_HOME'
addresses='
AMQP_URL AWS_ENDPOINT_URL CLICKHOUSE_URL CONSUL_HTTP_ADDR DATABASE_URL DATABRICKS_HOST DIRECT_DATABASE_URL DIRECT_URL
DOCKER_HOST ELASTICSEARCH_URL MARIADB_URL MONGODB_URI MONGODB_URL MONGO_URI MONGO_URL MYSQL_URL NOMAD_ADDR POSTGRESQL_URL
POSTGRES_PRISMA_URL POSTGRES_URL POSTGRES_URL_NON_POOLING PULUMI_BACKEND_URL REDIS_URL SHADOW_DATABASE_URL SUPABASE_DB_URL
SUPABASE_URL TURSO_DATABASE_URL VAULT_ADDR'
pairs=
for name in $targets; do
  [[ -z ${!name} ]] || pairs+=$us$name=${!name}
done
for name in $addresses; do
  [[ -z ${!name} ]] || address
done
# Nothing in a value may end the frame. (A unit separator could only add a variable that could have been set itself.)
[[ -z $pairs ]] || pairs=${pairs//[$'\x01'-$'\x1e\x7f']/ }

head=hook$us$agent$us$PPID${pairs:0:20000}
block=65536
if ((blocks)); then IFS= read -r -t 60 -N $block payload; else IFS= read -r -t 60 -d '' -n $block payload; fi
(($? > 128)) && fail 'its input did not arrive.'
[[ $payload == *[![:space:]]* ]] || fail 'its input was empty.'

# One line in one write: bash writes line by line, and a second small write would wait 40 ms for the acknowledgement of the first.
# (JSON has no raw line feed inside a string, so a blank does for each.)
if ((${#payload} < block)); then
  printf '%s\n' "$head$rs${payload//$'\n'/ }$rs$client" >&3
else
  # In the background, so that the deadline below holds when the server does not read.
  { printf '%s' "$head$rs${payload//$'\n'/ }" && command -p tr '\n' ' ' && printf '%s\n' "$rs$client"; } <&0 >&3 2>/dev/null &
fi

read -r -u 3 -t 900 code || fail 'the guard ended or nobody answered in time.'
IFS= read -r -u 3 -t 10 output || fail 'the guard ended while it answered.'
[[ $code == [012] ]] || fail 'the answer of the guard could not be read.'
if ((code != 0)); then
  IFS= read -r -u 3 -t 10 -d '' reason
  reason=${reason:-Tenth Second held this action.}
  [[ -n $output ]] || refuse "$reason"
  printf '%s\n' "$reason" >&2
fi
[[ -z $output ]] || printf '%s\n' "$output"
exit "$code"
