import type { Curve } from '../../server/protocol';
import { element, svgElement } from '../element';
import { brief, tickText } from '../numbers';
import { curvePath } from './curvePath';

const size = { width: 300, height: 64 };

/**
 * A value as a function of a parameter: a small line, its ends in words, and all points as a table. `used`: where the
 * value beside it was taken, null when that is not known.
 */
export function curveChart({ parameter, points }: Curve, used: number | null = null): HTMLElement {
  const path = curvePath(points, size.width, size.height);
  if (path === null) return element('span', {});
  const { line, from, to, low, high } = path;
  const mark = used === null ? null : path.across(used);
  const usedWords = mark === null || used === null ? '' : `, ${tickText(used)} in use`;
  const words = `from ${tickText(from)} to ${tickText(to)}, values ${brief(low)} to ${brief(high)}${usedWords}`;
  const drawing = svgElement(
    'svg',
    {
      class: 'curve-line',
      viewBox: `-2 -2 ${size.width + 4} ${size.height + 4}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': `The value against ${parameter}, ${words}`,
    },
    svgElement('path', { d: `M0 ${size.height}H${size.width}`, class: 'curve-axis' }),
    mark === null ? null : svgElement('path', { d: `M${mark} 0V${size.height}`, class: 'curve-used' }),
    svgElement('path', { d: line, class: 'curve-path' }),
  );
  const rows = points.map(([at, value]) =>
    element('tr', {}, element('td', {}, tickText(at)), element('td', { class: 'number' }, brief(value))),
  );
  return element(
    'div',
    { class: 'curve' },
    element(
      'div',
      { class: 'curve-ends muted' },
      element('span', {}, brief(high)),
      element('span', {}, `value against ${parameter}`),
    ),
    drawing,
    element('div', { class: 'curve-ends muted' }, element('span', {}, brief(low))),
    element(
      'div',
      { class: 'curve-ends muted' },
      element('span', {}, tickText(from)),
      mark === null || used === null ? null : element('span', {}, `┆ ${parameter} ${tickText(used)} in use`),
      element('span', {}, tickText(to)),
    ),
    element(
      'details',
      {},
      element('summary', {}, `${points.length} points`),
      element(
        'table',
        { class: 'curve-table' },
        element('thead', {}, element('tr', {}, element('th', {}, parameter), element('th', {}, 'value'))),
        element('tbody', {}, ...rows),
      ),
    ),
  );
}
