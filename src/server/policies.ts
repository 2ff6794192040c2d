import { mergePolicies } from '../core/policy/merge.ts';
import { underOrganisation, type Organisation } from '../core/policy/organisation.ts';
import type { Policy } from '../core/policy/policy.ts';
import { policyAt, readPolicies, savePolicy, type StoredPolicy } from '../platform/policyStore.ts';
import { deepest, type AttachedWindow, type Windows } from './windows.ts';

/** The policy for a directory: of the windows on it, else what a window last said of the folder. */
export class Policies {
  readonly #folder: string;
  readonly #windows: Windows;
  readonly #organisation: () => Organisation;
  #stored: StoredPolicy[];

  /** `organisation`: what is laid down for the machine; whatever else is said cannot loosen it. */
  constructor(folder: string, windows: Windows, organisation: () => Organisation) {
    this.#folder = folder;
    this.#organisation = organisation;
    this.#windows = windows;
    this.#stored = [...readPolicies(folder)];
  }

  at(cwd: string): Policy {
    const [first, ...others] = this.#windows.on(cwd).map(({ policy }) => policy);
    return underOrganisation(first ? mergePolicies(first, ...others) : policyAt(this.#stored, cwd), this.#organisation());
  }

  /** The folder that a directory belongs to: an open one, one that was open before, else itself. */
  workspaceOf(cwd: string): string {
    return (
      this.#windows.folderOf(cwd) ??
      deepest(
        this.#stored.map(({ folder }) => folder),
        cwd,
      ) ??
      cwd
    );
  }

  /** For the gate alone and for the time after the window. */
  keep(window: AttachedWindow): void {
    for (const folder of window.folders) {
      const stored = { folder, policy: window.policy };
      const before = this.#stored.find((each) => each.folder === folder);
      if (before && JSON.stringify(before.policy) === JSON.stringify(stored.policy)) continue;
      this.#stored = [...this.#stored.filter((each) => each !== before), stored];
      savePolicy(this.#folder, stored);
    }
  }
}
