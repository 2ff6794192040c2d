# Tenth Second: stands in for the .zshenv of the person, which is read first.
tenth_second_zdotdir=$ZDOTDIR
ZDOTDIR=${TENTH_SECOND_USER_ZDOTDIR:-$HOME}
[[ -r $ZDOTDIR/.zshenv ]] && source "$ZDOTDIR/.zshenv"
[[ -o interactive && $ZDOTDIR != ${TENTH_SECOND_USER_ZDOTDIR:-$HOME} ]] && TENTH_SECOND_USER_ZDOTDIR=$ZDOTDIR
ZDOTDIR=$tenth_second_zdotdir
[[ -o interactive ]] || source "$TENTH_SECOND_ZSH"
