import type { GuideQuestion } from '../../server/protocol';
import { element } from '../element';

/** One question as a group of radio buttons, or of check boxes where several choices may be taken. */
export function questionField(
  question: GuideQuestion,
  chosen: readonly string[],
  changed: (chosen: readonly string[]) => void,
): HTMLElement {
  const { id, several, choices } = question;
  const inputs = choices.map((choice) =>
    element('input', {
      type: several ? 'checkbox' : 'radio',
      name: id,
      value: choice.id,
      id: `${id}-${choice.id}`,
      checked: chosen.includes(choice.id),
      'aria-describedby': `${id}-${choice.id}-detail`,
    }),
  );
  const rows = choices.map((choice, i) =>
    element(
      'div',
      { class: 'choice' },
      inputs[i] ?? null,
      element('label', { for: `${id}-${choice.id}` }, choice.title),
      element('span', { class: 'muted', id: `${id}-${choice.id}-detail` }, choice.detail),
    ),
  );
  const field = element(
    'fieldset',
    { 'aria-describedby': `${id}-why` },
    element('legend', {}, question.question),
    element('p', { class: 'muted', id: `${id}-why` }, question.why),
    ...rows,
  );
  field.addEventListener('change', () => {
    changed(inputs.filter((input) => input.checked).map((input) => input.value));
  });
  return field;
}
