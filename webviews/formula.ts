/** Formulas as MathML: the only file that knows what turns LaTeX into it. */
import './formula.css';
import temml from 'temml';
import { element } from './element';
import { formulaLines } from './formulaLines';

/**
 * A formula drawn by the browser. It is read aloud as the plain text; where the LaTeX is not understood the plain text is
 * shown, too.
 */
export function formula(tex: string, plain: string): HTMLElement {
  const drawn = element('div', { class: 'formula-drawing', 'aria-hidden': 'true' });
  try {
    for (const line of formulaLines(tex)) {
      const place = element('div', {});
      temml.render(line, place, { displayMode: true, throwOnError: true });
      drawn.append(place);
    }
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
