/** Longest line that a search pattern is tried on; a longer one counts as matched. */
export const maxPatternLine = 2_000;
/** Files of one search that are looked into. */
export const maxSearched = 40;
/** Files of which a reply tells. */
export const maxShownFiles = 3;
/** Characters of one masked view. */
export const maxView = 2_400;
/** Characters of a text that is shown with its secrets masked. */
export const maxExcerpt = 6_000;
