import type { Task } from './task';
import { type GroupAnswers, type GroupAnswersInput, readGroupAnswers } from '../groups/groupAnswers';

/** What the models of a set answer, instance by instance. Throws BadInput where that does not go together. */
export const groupAnswers: Task<GroupAnswersInput, never, GroupAnswers> = { run: readGroupAnswers };
