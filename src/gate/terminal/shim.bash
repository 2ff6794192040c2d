#!/bin/bash -p
# Tenth Second: stands before one program on the PATH of guarded terminals (its name is the program's). Asks the guard with the words
# as the program would get them, whatever script or language they come from, and then becomes the program.
#
# Runs in the bash 3.2 of macOS too. `-p`: BASH_ENV, functions and options from the environment are not taken over.
name=${0##*/}
shims=${BASH_SOURCE[0]%/*}
[[ $shims == /* ]] || shims=$PWD/$shims
. "${shims%/*}/terminal/ask.bash" || exit 126

program=
set -f
IFS=:
for folder in $PATH; do
  [[ -n $folder && ! $folder -ef $shims && -f $folder/$name && -x $folder/$name ]] && program=$folder/$name && break
done
unset IFS
set +f
if [[ -z $program ]]; then
  printf '%s: command not found\n' "$name" >&2
  exit 127
fi

tenth_second_caller || exec "$program" "$@"
words=
for word in "$name" "$@"; do
  tenth_second_json "$word"
  words+=${words:+,}$json
done
tenth_second_ask "\"words\":[$words]" || exit 126
exec "$program" "$@"
