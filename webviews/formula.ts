/** Formulas as MathML: the only file that knows what turns LaTeX into it. */
import './formula.css';
import temml from 'temml';
import { element } from './element';

/**
 * A formula drawn by the browser. It is read aloud as the plain text; where the LaTeX is not understood the plain text is
 * shown, too.
 */
export function formula(tex: string, plain: string): HTMLElement {
  const drawn = element('div', { class: 'formula-drawing', 'aria-hidden': 'true' });
  try {
    temml.render(tex, drawn, { displayMode: true, throwOnError: true });
  } catch {
    drawn.replaceChildren(element('code', {}, plain));
  }
  return element(
    'div',
    { class: 'formula' },
    element('span', { class: 'spoken' }, `Formula: ${plain}`),
    drawn,
  );
}
