import type { Parts } from '../parts';

/** One command of the editor. Its title, icon and conditions are in the manifest. */
export interface Command {
  /**
   * Carries it out. Arguments come from menus, key bindings and other extensions, so they are checked. What it throws
   * is shown as one sentence. Resolves with undefined when the person has changed their mind.
   */
  run(parts: Parts, ...args: readonly unknown[]): Promise<unknown>;
}
