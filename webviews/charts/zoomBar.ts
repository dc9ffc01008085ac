import { button } from '../components';
import { element } from '../element';

export const zoomStep = 1.5;

/** Three buttons: smaller, fitting (factor 0), larger. */
export function zoomBar(zoomBy: (factor: number) => void): HTMLElement {
  const step = (label: string, describe: string, factor: number) =>
    button(label, { describe }, () => {
      zoomBy(factor);
    });
  return element(
    'div',
    { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
    step('−', 'Zoom out (key −)', 1 / zoomStep),
    step('Fit', 'Fit all layers into the view (key 0)', 0),
    step('+', 'Zoom in (key +)', zoomStep),
  );
}
