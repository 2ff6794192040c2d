# Tenth Second: stands in for the .zshrc of the person, which is read first.
tenth_second_zdotdir=$ZDOTDIR
ZDOTDIR=${TENTH_SECOND_USER_ZDOTDIR:-$HOME}
# /etc/zshrc of macOS puts the history into ZDOTDIR.
[[ ${HISTFILE-} == $tenth_second_zdotdir/* ]] && HISTFILE=$ZDOTDIR/${HISTFILE:t}
[[ -r $ZDOTDIR/.zshrc ]] && source "$ZDOTDIR/.zshrc"
[[ -o interactive && $ZDOTDIR != ${TENTH_SECOND_USER_ZDOTDIR:-$HOME} ]] && TENTH_SECOND_USER_ZDOTDIR=$ZDOTDIR
ZDOTDIR=$tenth_second_zdotdir
source "$TENTH_SECOND_ZSH"
