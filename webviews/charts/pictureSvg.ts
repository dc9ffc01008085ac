/** Writes a picture as SVG. Pure: no document. */
import { patternSide, patternStrokes, type Mark, type PatternName, type Picture } from './picture';

/** Text as XML; characters that XML cannot hold become a replacement mark. */
export function xmlText(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if ((code < 0x20 && !'\t\n\r'.includes(letter)) || (code >= 0xd800 && code < 0xe000)) return '\ufffd';
    return code === 0xfffe || code === 0xffff ? '\ufffd' : letter;
  })
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const px = (value: number) => String(Math.round(value * 100) / 100);

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? px(value) : xmlText(value ?? '')}"`)
    .join('');
}

function markSvg(mark: Mark): string {
  switch (mark.kind) {
    case 'rect': {
      const { x, y, width, height, stroke, title } = mark;
      const fill = typeof mark.fill === 'string' ? mark.fill : `url(#${mark.fill.pattern})`;
      const open = `<rect${attributes({ x, y, width, height, fill, stroke })}`;
      return title === undefined ? `${open}/>` : `${open}><title>${xmlText(title)}</title></rect>`;
    }
    case 'line': {
      const { x1, y1, x2, y2, stroke } = mark;
      return `<line${attributes({ x1, y1, x2, y2, stroke })}/>`;
    }
    case 'text': {
      const placed = {
        x: mark.x,
        y: mark.y,
        fill: mark.fill,
        'font-size': mark.size,
        'font-weight': mark.bold === true ? 'bold' : undefined,
        'text-anchor': mark.anchor === 'start' ? undefined : mark.anchor,
        'dominant-baseline': 'central',
        transform: mark.upright === true ? `rotate(-90 ${px(mark.x)} ${px(mark.y)})` : undefined,
      };
      return `<text${attributes(placed)}>${xmlText(mark.text)}</text>`;
    }
  }
}

function patternSvg(name: PatternName, ink: string): string {
  const strokes = patternStrokes[name].map(([x1, y1, x2, y2]) => `M${x1} ${y1}L${x2} ${y2}`).join('');
  const size = { width: patternSide, height: patternSide };
  return `<pattern${attributes({ id: name, ...size, patternUnits: 'userSpaceOnUse' })}><path${attributes({ d: strokes, stroke: ink })}/></pattern>`;
}

/** A whole SVG document with real shapes and text. */
export function pictureSvg(picture: Picture): string {
  const { width, height, title, background, patternInk, fontFamily, marks } = picture;
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${px(width)} ${px(height)}`,
    'font-family': fontFamily,
  };
  return [
    `<svg${attributes(root)}>`,
    `<title>${xmlText(title)}</title>`,
    `<defs>${patternSvg('pending', patternInk)}${patternSvg('none', patternInk)}</defs>`,
    `<rect${attributes({ width, height, fill: background })}/>`,
    ...marks.map(markSvg),
    '</svg>\n',
  ].join('\n');
}
