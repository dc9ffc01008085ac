import { guide as suggest } from '../measures/advice/guide';
import { questions } from '../measures/advice/questions';
import { printCall } from '../measures/call';
import type { Guidance, GuideAnswers, GuideQuestion, Suggestion } from '../protocol';
import { BadInput } from '../tensors/badInput';
import type { Command } from './command';

const headings: Readonly<Record<Suggestion['fit'], string>> = {
  suits: 'These fit',
  doubtful: 'These fit, but say little with so few rows',
  unsuitable: 'Not these',
};

/** "orthogonal=ignore" or "purpose=function,depth", each question once. Throws BadInput. */
function answersOf(written: readonly string[]): GuideAnswers {
  const answers = new Map<string, readonly string[]>();
  for (const text of written) {
    const [question = '', choices, ...rest] = text.split('=');
    if (choices === undefined || rest.length > 0) {
      throw new BadInput(`"${text}" is no answer: write it like orthogonal=ignore; --questions lists all.`);
    }
    if (answers.has(question)) throw new BadInput(`${question} is answered twice.`);
    answers.set(question, choices.split(','));
  }
  return Object.fromEntries(answers);
}

function questionText({ id, question, why, several, choices }: GuideQuestion): string {
  const lines = choices.map(({ id: choice, title, detail }) => `  ${id}=${choice}  ${title}. ${detail}.`);
  return `${question}${several ? ' (several answers: with commas)' : ''}\n  ${why}\n${lines.join('\n')}\n`;
}

function suggestionText({ measure, title, reasons, objections, evidence }: Suggestion): string {
  const lines = [
    ...objections.map((text) => `- ${text}`),
    ...reasons.map((text) => `+ ${text}`),
    `  ${evidence}`,
  ];
  return `  ${title}: ${printCall(measure)}\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

function guidanceText({ suggestions, rules }: Guidance): string {
  const sections = Object.entries(headings).flatMap(([fit, heading]) => {
    const members = suggestions.filter((suggestion) => suggestion.fit === fit);
    if (members.length === 0) return [];
    return [`${heading} (${members.length}):\n${members.map(suggestionText).join('')}`];
  });
  return `${sections.join('\n')}\nHow to read this:\n${rules.map((rule) => `  ${rule}\n`).join('')}`;
}

/** Which measures suit a question: by what may change without mattering, and by the published tests. */
export const guide: Command = {
  usage: 'guide [X Y] [--answer QUESTION=CHOICE]... [--questions]',
  summary: 'Say which measures suit your question, with reasons for and against each.',
  options: {
    answer: {
      type: 'string',
      multiple: true,
      value: 'Q=C',
      summary: 'an answer, such as orthogonal=ignore; what is not answered stays open',
    },
    questions: { type: 'boolean', summary: 'list the questions with their choices instead' },
  },
  files: [0, 2],
  needsJobs: true,
  async run(args, { jobs }) {
    const [x, y] = args.files;
    if (args.flag('questions')) {
      return args.flag('json') ? JSON.stringify({ questions }) : questions.map(questionText).join('\n');
    }
    if (x !== undefined && y === undefined) throw new BadInput('nnsim guide takes two files or none.');
    const answers = answersOf(args.texts('answer'));
    const known = x === undefined || y === undefined ? undefined : await jobs.costs({ x, y });
    const guidance = suggest(answers, known);
    return args.flag('json') ? JSON.stringify(guidance) : guidanceText(guidance);
  },
};
