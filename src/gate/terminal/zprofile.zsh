# Tenth Second: stands in for the .zprofile of the person, which is read first.
tenth_second_zdotdir=$ZDOTDIR
ZDOTDIR=${TENTH_SECOND_USER_ZDOTDIR:-$HOME}
[[ -r $ZDOTDIR/.zprofile ]] && source "$ZDOTDIR/.zprofile"
[[ -o interactive && $ZDOTDIR != ${TENTH_SECOND_USER_ZDOTDIR:-$HOME} ]] && TENTH_SECOND_USER_ZDOTDIR=$ZDOTDIR
ZDOTDIR=$tenth_second_zdotdir

