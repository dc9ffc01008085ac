import { stat } from 'node:fs/promises';

/** Answers "is there a file of this path?" without asking the disk twice within a moment. */
export interface Files {
  isFile(path: string): Promise<boolean>;
  /** Forget the answers: something on disk has changed. */
  forget(): void;
}

const lifetime = 3000;
const mostAnswers = 5000;

/** Answers live for three seconds; questions under way are shared. */
export function createFiles(now: () => number = Date.now, status: typeof stat = stat): Files {
  const answers = new Map<string, { readonly at: number; readonly answer: Promise<boolean> }>();
  return {
    isFile(path) {
      const known = answers.get(path);
      if (known && now() - known.at < lifetime) return known.answer;
      if (answers.size >= mostAnswers) answers.clear();
      const answer = status(path).then(
        (found) => found.isFile(),
        () => false,
      );
      answers.set(path, { at: now(), answer });
      return answer;
    },
    forget: () => answers.clear(),
  };
}
