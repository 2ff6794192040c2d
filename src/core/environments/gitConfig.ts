import { iniConfig, textAt } from './config.ts';

export interface GitRemote {
  readonly name: string;
  readonly url: string;
  readonly line: number;
}

/** The remotes of a `.git/config`. Source: https://git-scm.com/docs/git-config */
export function gitRemotes(text: string): readonly GitRemote[] {
  return sections(text, 'remote').flatMap(({ name, value }) => {
    const url = textAt(value, 'url');
    return url === undefined ? [] : [{ name, url, line: value.line }];
  });
}

/** The branches that a `.git/config` has settings for. */
export function gitBranches(text: string): readonly { readonly name: string; readonly line: number }[] {
  return sections(text, 'branch').map(({ name, value }) => ({ name, line: value.line }));
}

function sections(text: string, kind: string) {
  return iniConfig(text).entries.flatMap(([section, value]) => {
    const match = /^(\w{1,40})\s{1,4}"([^"\n]{1,200})"$/.exec(section);
    return match?.[1] === kind ? [{ name: match[2]!, value }] : [];
  });
}
