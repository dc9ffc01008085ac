import { progressRing } from './components';
import { element, icon } from './element';

/** Fills a place that has nothing else to show: waiting, empty or failed. */
export function notice(kind: 'waiting' | 'empty' | 'failed', text: string): HTMLElement {
  const sign = kind === 'waiting' ? progressRing() : icon(kind === 'failed' ? 'error' : 'info');
  return element(
    'div',
    { class: 'notice', role: kind === 'failed' ? 'alert' : 'status' },
    sign,
    element('p', {}, text),
  );
}

/** One warning as a line. */
export function warning(text: string): HTMLElement {
  return element(
    'li',
    { class: 'note' },
    icon('warning'),
    element('span', { class: 'spoken' }, 'Warning:'),
    element('span', {}, text),
  );
}
