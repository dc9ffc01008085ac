/** The Outputs view as a picture to keep. Pure: no document. */
import type { OutputsReport } from '../../../server/protocol';
import type { Mark, Picture } from '../../charts/picture';
import type { Palette } from '../../palette';
import { summaryWords } from '../words';
import { agreementBlock } from './agreement';
import { answersBlock } from './answers';
import { type Block, type Brush, moved, text, wrapped } from './block';
import { distributionBlock } from './distributions';
import { outcomesBlock } from './outcomes';

const [margin, gap, lineHeight, textWidth] = [20, 26, 18, 660];

/** How often predictions differ, outcomes, which answers meet which, and how instances are spread. */
export function outputsPicture(
  report: OutputsReport,
  names: readonly [x: string, y: string],
  palette: Palette,
  widthOf: (text: string) => number,
): Picture {
  const brush: Brush = { palette, widthOf };
  const title = `Outputs of ${names[0]} and ${names[1]}`;
  const blocks = [
    titled(title, wordsBlock(summaryWords(report), brush), brush),
    agreementBlock(report.disagreement, brush),
    titled('Outcomes', outcomesBlock(report, names, brush), brush),
    titled('Answers', answersBlock(report, names, brush), brush),
    ...(report.distributions.length === 0
      ? []
      : [
          titled(
            'Instance by instance',
            beside(report.distributions.map((one) => distributionBlock(one, brush))),
            brush,
          ),
        ]),
  ];
  const marks: Mark[] = [];
  let y = margin;
  for (const block of blocks) {
    marks.push(...block.marks.map((mark) => moved(mark, margin, y)));
    y += block.height + gap;
  }
  return {
    width: Math.ceil(Math.max(...blocks.map(({ width }) => width)) + 2 * margin),
    height: Math.ceil(y - gap + margin),
    title: `${title}: ${summaryWords(report)}`,
    background: palette.background,
    patternInk: palette.muted,
    fontFamily: palette.fontFamily,
    marks,
  };
}

function titled(title: string, { width, height, marks }: Block, brush: Brush): Block {
  const size = brush.palette.fontSize + 2;
  const head = 26;
  return {
    width: Math.max(width, 1.3 * brush.widthOf(title)),
    height: height + head,
    marks: [text(brush, 0, 8, title, { bold: true, size }), ...marks.map((mark) => moved(mark, 0, head))],
  };
}

function wordsBlock(words: string, brush: Brush): Block {
  const lines = wrapped(words, textWidth, brush.widthOf);
  return {
    width: Math.max(...lines.map(brush.widthOf)),
    height: lines.length * lineHeight,
    marks: lines.map((each, at) => text(brush, 0, 8 + at * lineHeight, each)),
  };
}

function beside(blocks: readonly Block[]): Block {
  let x = 0;
  const marks = blocks.flatMap((block) => {
    const placed = block.marks.map((mark) => moved(mark, x, 0));
    x += block.width + gap;
    return placed;
  });
  return { width: x - gap, height: Math.max(...blocks.map(({ height }) => height)), marks };
}
