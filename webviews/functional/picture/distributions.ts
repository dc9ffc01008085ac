import { scaleLinear } from 'd3-scale';
import type { InstanceDistribution } from '../../../server/protocol';
import { roundCount, significant, tickText } from '../../numbers';
import { type Block, type Brush, line, rect, text } from './block';

const [width, height, left, top, floor] = [320, 190, 44, 44, 168];

/** How the values of one measure are spread over the instances. */
export function distributionBlock(
  { title, mean, most, histogram }: InstanceDistribution,
  brush: Brush,
): Block {
  const { edges, counts } = histogram;
  const { palette } = brush;
  const x = scaleLinear([edges[0] ?? 0, edges.at(-1) ?? 1], [left, width - 12]);
  const tallest = counts.reduce((largest, count) => Math.max(largest, count), 1);
  const y = scaleLinear([0, tallest], [floor, top]);
  const small = { size: palette.fontSize - 2, fill: palette.muted };
  return {
    width,
    height,
    marks: [
      text(brush, 0, 8, title, { bold: true }),
      text(brush, 0, 26, `mean ${significant(mean, 3)}, at most ${significant(most, 3)}`, small),
      ...counts.flatMap((count, i) => {
        const [from, to] = [x(edges[i] ?? 0), x(edges[i + 1] ?? 0)];
        if (count === 0) return [];
        const tall = Math.max(1, floor - y(count));
        return [
          rect({
            x: from,
            y: floor - tall,
            width: Math.max(1, to - from - 1),
            height: tall,
            fill: palette.focus,
          }),
        ];
      }),
      line(brush, left, floor, width - 12, floor),
      line(brush, left, top, left, floor),
      ...x
        .ticks(4)
        .map((tick) => text(brush, x(tick), floor + 14, tickText(tick), { ...small, anchor: 'middle' })),
      ...y
        .ticks(3)
        .filter((tick) => Number.isInteger(tick))
        .map((tick) => text(brush, left - 6, y(tick), roundCount(tick), { ...small, anchor: 'end' })),
    ],
  };
}
