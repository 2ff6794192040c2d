/** Modes in which an agent says that it changes nothing, in the words of all of them. */
export function isReadOnlyMode(mode: string | undefined): boolean {
  return mode !== undefined && /^(?:plan|plan[-_ ]?mode|read[-_ ]?only|ask|architect)$/i.test(mode);
}

/** What nobody but us looks at in this mode, as a sentence for the modal; undefined where the agent asks by itself. */
export function unattendedWords(mode: string | undefined): string | undefined {
  switch (mode ?? '') {
    case 'bypassPermissions':
    case 'dontAsk':
    case 'yolo':
    case 'autopilot':
      return `It runs in ${mode} mode: nobody else is asked.`;
    case 'auto':
      return 'It runs in auto mode: a model, not a person, looks at what it does.';
    case 'acceptEdits':
    case 'auto_edit':
    case 'autoEdit':
      return `It runs in ${mode} mode: its edits are not asked about.`;
    default:
      return undefined;
  }
}
