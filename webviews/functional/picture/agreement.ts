import { ticks } from 'd3-array';
import { color } from 'd3-color';
import { type Disagreement, shareText } from '../../../server/protocol';
import { axisEnd } from '../scales';
import { type Block, type Brush, line, rect, text } from './block';

const [width, axisAt] = [640, 58];

function faint(words: string): string {
  return color(words)?.copy({ opacity: 0.45 }).formatRgb() ?? words;
}

/** On one line from none to all: how often predictions differ, the range that accuracies allow, and chance. */
export function agreementBlock(disagreement: Disagreement, brush: Brush): Block {
  const { share, byChance, least, most } = disagreement;
  const end = axisEnd(disagreement);
  const at = (value: number): number => (value / end) * width;
  const { palette } = brush;
  const mark = (value: number, words: string, top: number, bold: boolean) => {
    const anchor = at(value) > 0.85 * width ? 'end' : at(value) < 0.15 * width ? 'start' : 'middle';
    return [
      rect({
        x: at(value) - 1,
        y: top + 10,
        width: bold ? 3 : 1,
        height: axisAt - top - 10,
        fill: palette.foreground,
      }),
      text(brush, at(value), top, words, { anchor, bold }),
    ];
  };
  const band =
    least === undefined || most === undefined
      ? []
      : [
          rect({
            ...{ x: at(least), y: axisAt - 14, width: Math.max(1, at(most) - at(least)), height: 14 },
            ...{
              fill: faint(palette.focus),
              title: `Accuracies allow ${shareText(least)} to ${shareText(most)}`,
            },
          }),
        ];
  return {
    width,
    height: axisAt + 26,
    marks: [
      ...band,
      line(brush, 0, axisAt, width, axisAt),
      ...ticks(0, end, 5).flatMap((tick) => [
        line(brush, at(tick), axisAt, at(tick), axisAt + 4),
        text(brush, at(tick), axisAt + 15, shareText(tick), {
          ...{ anchor: tick === 0 ? 'start' : 'middle', fill: palette.muted, size: palette.fontSize - 2 },
        }),
      ]),
      ...mark(byChance, `chance ${shareText(byChance)}`, 6, false),
      ...mark(share, shareText(share), 24, true),
    ],
  };
}
