import { element } from '../element';

/** A family of measures as it is drawn: its heading and a row for each measure. */
export function familySection(heading: string, rows: readonly HTMLElement[]): HTMLElement {
  return element('section', { class: 'pair-family' }, element('h3', {}, heading), element('ul', {}, ...rows));
}
