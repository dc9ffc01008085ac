import { type OutputsReport, shareText } from '../../../server/protocol';
import { elideMiddle } from '../../elide';
import { exactCount } from '../../numbers';
import { outcomeWords } from '../words';
import { type Block, type Brush, rect, text } from './block';

const [rowHeight, nameRoom, barRoom] = [24, 260, 200];

/** A line for each outcome: its words, how many instances, a bar for their share. */
export function outcomesBlock(
  { outcomes, rows }: OutputsReport,
  names: readonly [x: string, y: string],
  brush: Brush,
): Block {
  const { palette, widthOf } = brush;
  const marks = outcomes.flatMap(({ outcome, count }, at) => {
    const middle = (at + 0.5) * rowHeight;
    const share = rows === 0 ? 0 : count / rows;
    const start = nameRoom + 140;
    return [
      text(brush, 0, middle, elideMiddle(outcomeWords(outcome, names), nameRoom, widthOf)),
      text(brush, nameRoom + 70, middle, exactCount(count), { anchor: 'end', bold: true }),
      text(brush, nameRoom + 126, middle, shareText(share), { anchor: 'end', fill: palette.muted }),
      rect({ x: start, y: middle - 6, width: share * barRoom, height: 12, fill: palette.focus }),
    ];
  });
  return { width: nameRoom + 140 + barRoom, height: outcomes.length * rowHeight, marks };
}
