import type { ShellKind, Verdict } from '../../../src/core/types.ts';
import type { Sandbox } from '../../support/repository.ts';

/** The state of the disk that a report describes, built for real. */
export interface Disk {
  /** `dirty`: a repository with changed, untracked and ignored files; `folder`: no repository. */
  readonly base: 'dirty' | 'folder';
  prepare?(sandbox: Sandbox): void;
}

/** Something that an agent, or a person, really destroyed. */
export interface Incident {
  /** Year, month and, where it is known, day. */
  readonly date: string;
  readonly agent: string;
  readonly source: string;
  readonly lost: string;
  readonly command: string;
  /** `reported`: the words of the report; `described`: it gives none, and this is the plainest command that does what it tells. */
  readonly as: 'reported' | 'described';
  readonly shell?: ShellKind;
  /** A link to production that the workspace has. */
  readonly link?: { readonly tool: string; readonly resource: string };
  /** Without one the command is judged by its text alone, with nothing known of the machine. */
  readonly disk?: Disk;
  readonly verdict: Verdict;
  readonly rule: string;
}

/** What a reader of commands cannot know, said in the page, too. */
export interface Unseen {
  readonly date: string;
  readonly agent: string;
  readonly source: string;
  readonly lost: string;
  readonly why: string;
}
