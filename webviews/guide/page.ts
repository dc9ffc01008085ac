import type { GuideAnswers, Guidance } from '../../server/protocol';
import type { Channel, Memory } from '../channel';
import { element, setText } from '../element';
import type { FromGuidePage, ToGuidePage } from '../messages';
import { notice } from '../notice';
import { plural } from '../numbers';
import { questionField } from './questions';
import { suggestionItem, type SuggestionEvents } from './suggestions';

/** What the guide keeps while it is hidden. */
export interface GuideMemory {
  readonly answers: GuideAnswers;
}

const fits = [
  ['suits', 'These fit your answers'],
  ['doubtful', 'These fit, but say little with so few rows'],
  ['unsuitable', 'Not these'],
] as const;

/** Questions on one side, all measures with reasons for and against on the other; every answer reorders them at once. */
export class GuidePage {
  readonly #questions = element('form', { class: 'guide-questions', 'aria-label': 'Questions' });
  readonly #results = element('div', {
    class: 'guide-results',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Measures',
  });
  readonly #news = element('div', { class: 'spoken', 'aria-live': 'polite' });
  readonly #events: SuggestionEvents;
  #answers: GuideAnswers;
  #asked = '';

  constructor(
    root: HTMLElement,
    private readonly channel: Channel<ToGuidePage, FromGuidePage> & Memory<GuideMemory>,
  ) {
    this.#answers = channel.recall().answers ?? {};
    this.#events = {
      use: (measure) => {
        channel.send({ type: 'use', measure });
      },
      about: (measure) => {
        channel.send({ type: 'about', measure });
      },
    };
    root.replaceChildren(notice('waiting', 'Asking the server for the questions…'));
    channel.listen((message) => {
      if (message.type === 'failed') {
        root.replaceChildren(notice('failed', message.message));
        return;
      }
      if (!this.#results.isConnected) root.replaceChildren(this.#layout(), this.#news);
      this.#ask(message.guidance);
      this.#show(message.guidance, message.usable);
    });
    channel.send({ type: 'ready', answers: this.#answers });
  }

  /** No question has been answered yet. */
  #isOpen(): boolean {
    return Object.values(this.#answers).every((chosen) => chosen.length === 0 || chosen.includes('open'));
  }

  #layout(): HTMLElement {
    return element('div', { class: 'guide-page' }, this.#questions, this.#results);
  }

  /** The questions stay while their answers change: a control that is in use must not be taken away. */
  #ask({ questions }: Guidance): void {
    const key = questions.map(({ id }) => id).join();
    if (key === this.#asked) return;
    this.#asked = key;
    this.#questions.replaceChildren(
      element('h1', {}, 'Which measure should I use?'),
      element(
        'p',
        { class: 'muted' },
        'Every measure ignores some changes of a layer. Say which of them you can justify to ignore; what you leave open is left open.',
      ),
      ...questions.map((question) =>
        questionField(question, this.#answers[question.id] ?? [], (chosen) => {
          this.#answers = { ...this.#answers, [question.id]: chosen };
          this.channel.remember({ answers: this.#answers });
          this.channel.send({ type: 'answers', answers: this.#answers });
        }),
      ),
    );
  }

  #show({ suggestions, rules }: Guidance, usable: string | null): void {
    const sections = fits.flatMap(([fit, heading]) => {
      const members = suggestions.filter((suggestion) => suggestion.fit === fit);
      if (members.length === 0) return [];
      const items = members.map((suggestion) => suggestionItem(suggestion, usable, this.#events));
      return [
        element(
          'section',
          {},
          element(
            'h2',
            {},
            `${fit === 'suits' && this.#isOpen() ? 'Nothing is ruled out yet' : heading} (${members.length})`,
          ),
          element('ol', { class: `suggestions ${fit}` }, ...items),
        ),
      ];
    });
    const suiting = suggestions.filter(({ fit }) => fit === 'suits');
    const nothing =
      suiting.length === 0
        ? [
            element(
              'p',
              { class: 'guide-none' },
              'No measure fits all your answers. See below what each would cost you.',
            ),
          ]
        : [];
    const about = element(
      'details',
      { class: 'guide-rules' },
      element('summary', {}, 'How this order comes about, and how to read it'),
      element('ul', { class: 'bullets' }, ...rules.map((rule) => element('li', {}, rule))),
    );
    const wasOpen = this.#results.querySelector('details.guide-rules')?.hasAttribute('open') ?? false;
    about.toggleAttribute('open', wasOpen);
    this.#results.replaceChildren(about, ...nothing, ...sections);
    const first = suiting[0] === undefined ? '' : `, first ${suiting[0].title}`;
    setText(this.#news, `${plural(suiting.length, 'measure')} fit your answers${first}`);
  }
}
