import { element } from '../element';
import { shapeText, significant } from '../numbers';
import { scoreWords, type ScoreGrid } from './scoreGrid';

/** What there is to say about one cell, line by line: the value first. */
function cellFacts(grid: ScoreGrid, row: number, column: number): readonly (readonly [string, string])[] {
  const [x, y] = [grid.rows[row], grid.columns[column]];
  const score = grid.score(row, column);
  const facts: (readonly [string, string])[] = [
    ['Row', x === undefined ? '' : `${x.tensor}  [${shapeText(x.shape)}]`],
    ['Column', y === undefined ? '' : `${y.tensor}  [${shapeText(y.shape)}]`],
  ];
  if (score?.chance !== undefined) facts.push(['Chance', significant(score.chance, 3)]);
  if (score !== undefined && score.n > 0) facts.push(['Rows used', String(score.n)]);
  for (const note of score?.notes ?? []) facts.push(['Note', note]);
  return facts;
}

/** The small window that follows the pointer. Hidden from readers of the screen: they get the live region. */
export class HeatmapTip {
  readonly element = element('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });

  show(
    grid: ScoreGrid,
    row: number,
    column: number,
    pointer: { readonly x: number; readonly y: number },
  ): void {
    const facts = element('dl', { class: 'tip-facts' });
    for (const [term, value] of cellFacts(grid, row, column)) {
      facts.append(element('dt', {}, term), element('dd', {}, value));
    }
    const words = scoreWords(grid.score(row, column), grid.running);
    this.element.replaceChildren(element('div', { class: 'tip-value' }, words), facts);
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const left = pointer.x + 16 + width > window.innerWidth ? pointer.x - 12 - width : pointer.x + 16;
    const top = pointer.y + 16 + height > window.innerHeight ? pointer.y - 12 - height : pointer.y + 16;
    this.element.style.left = `${Math.max(4, left)}px`;
    this.element.style.top = `${Math.max(4, top)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
