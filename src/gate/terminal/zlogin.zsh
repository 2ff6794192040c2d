# Tenth Second: stands in for the .zlogin of the person, which is read first.
tenth_second_zdotdir=$ZDOTDIR
ZDOTDIR=${TENTH_SECOND_USER_ZDOTDIR:-$HOME}
[[ -r $ZDOTDIR/.zlogin ]] && source "$ZDOTDIR/.zlogin"
[[ -o interactive && $ZDOTDIR != ${TENTH_SECOND_USER_ZDOTDIR:-$HOME} ]] && TENTH_SECOND_USER_ZDOTDIR=$ZDOTDIR
ZDOTDIR=$tenth_second_zdotdir

