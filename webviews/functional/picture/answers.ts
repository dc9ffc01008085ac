import type { OutputsReport } from '../../../server/protocol';
import { elideMiddle } from '../../elide';
import { exactCount } from '../../numbers';
import { cellColours } from '../scales';
import { className, leftWords } from '../words';
import { type Block, type Brush, rect, text } from './block';

const [cell, small, nameRoom] = [34, 20, 110];
/** In tables of more classes the cells are smaller. */
const mostLarge = 20;

/** How often each answer of one model (rows) meets each of the other (columns). */
export function answersBlock(
  report: OutputsReport,
  names: readonly [x: string, y: string],
  brush: Brush,
): Block {
  const { palette, widthOf } = brush;
  const { classes, counts, left } = report.classes;
  const side = classes.length > mostLarge ? small : cell;
  const size = side === small ? palette.fontSize - 4 : palette.fontSize - 1;
  const titles = classes.map((number) =>
    elideMiddle(className(number, report.classNames), nameRoom - 8, widthOf),
  );
  const upright = titles.some((title) => widthOf(title) > side - 4);
  const widest = Math.max(...titles.map(widthOf), 8);
  const origin = { x: Math.min(nameRoom, widest + 8), y: 26 + (upright ? widest + 8 : 20) };
  const colours = cellColours(counts);
  const place = (at: number): number => (at + 0.5) * side;
  const axis = titles.flatMap((title, at) => [
    text(brush, origin.x - 6, origin.y + place(at), title, { anchor: 'end', size }),
    text(brush, origin.x + place(at), origin.y - 6, title, {
      ...{ size, anchor: upright ? 'start' : 'middle', ...(upright && { upright }) },
    }),
  ]);
  const cells = counts.flatMap(([i, j, count]) => {
    const differs = i !== j;
    const [x, y] = [origin.x + j * side, origin.y + i * side];
    const number = exactCount(count);
    const ink = differs ? colours.ink(count) : palette.muted;
    return [
      ...(differs ? [rect({ x, y, width: side - 1, height: side - 1, fill: colours.colour(count) })] : []),
      ...(widthOf(number) * (size / palette.fontSize) < side
        ? [text(brush, x + side / 2, y + side / 2, number, { anchor: 'middle', size, fill: ink })]
        : []),
    ];
  });
  const words = `Rows: what ${names[0]} answers. Columns: what ${names[1]} answers. ${leftWords(left)}`;
  return {
    width: Math.max(origin.x + classes.length * side, widthOf(words)),
    height: origin.y + classes.length * side,
    marks: [
      text(brush, 0, 8, words, { fill: palette.muted }),
      rect({
        ...{
          x: origin.x - 1,
          y: origin.y - 1,
          width: classes.length * side + 1,
          height: classes.length * side + 1,
        },
        ...{ fill: palette.background, stroke: palette.border },
      }),
      ...axis,
      ...cells,
    ],
  };
}
