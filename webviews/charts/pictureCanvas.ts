import { patternSide, patternStrokes, type Mark, type PatternName, type Picture } from './picture';

/** A repeating pattern in canvas pixels. */
export function canvasPattern(
  context: CanvasRenderingContext2D,
  name: PatternName,
  ink: string,
  scale: number,
): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = Math.round(patternSide * scale);
  const brush = tile.getContext('2d');
  if (brush === null) return ink;
  brush.scale(tile.width / patternSide, tile.height / patternSide);
  brush.strokeStyle = ink;
  brush.lineWidth = 1;
  for (const [x1, y1, x2, y2] of patternStrokes[name]) {
    brush.beginPath();
    brush.moveTo(x1, y1);
    brush.lineTo(x2, y2);
    brush.stroke();
  }
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return ink;
  // The tile is in device pixels: it must not be scaled once more.
  pattern.setTransform(new DOMMatrix().scale(patternSide / tile.width));
  return pattern;
}

function paint(context: CanvasRenderingContext2D, mark: Mark, picture: Picture, scale: number): void {
  if (mark.kind === 'rect') {
    context.fillStyle =
      typeof mark.fill === 'string'
        ? mark.fill
        : canvasPattern(context, mark.fill.pattern, picture.patternInk, scale);
    context.fillRect(mark.x, mark.y, mark.width, mark.height);
    if (mark.stroke === undefined) return;
    context.strokeStyle = mark.stroke;
    context.strokeRect(mark.x, mark.y, mark.width, mark.height);
  } else if (mark.kind === 'line') {
    context.strokeStyle = mark.stroke;
    context.beginPath();
    context.moveTo(mark.x1, mark.y1);
    context.lineTo(mark.x2, mark.y2);
    context.stroke();
  } else {
    context.save();
    context.translate(mark.x, mark.y);
    if (mark.upright === true) context.rotate(-Math.PI / 2);
    context.font = `${mark.bold === true ? 'bold ' : ''}${mark.size}px ${picture.fontFamily}`;
    context.fillStyle = mark.fill;
    context.textAlign = mark.anchor === 'middle' ? 'center' : mark.anchor;
    context.textBaseline = 'middle';
    context.fillText(mark.text, 0, 0);
    context.restore();
  }
}

/** Draws a picture on a canvas and makes the canvas as large as it needs. */
export function paintPicture(canvas: HTMLCanvasElement, picture: Picture, scale: number): void {
  canvas.width = Math.ceil(picture.width * scale);
  canvas.height = Math.ceil(picture.height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gave no canvas to draw on.');
  context.scale(scale, scale);
  context.fillStyle = picture.background;
  context.fillRect(0, 0, picture.width, picture.height);
  for (const mark of picture.marks) paint(context, mark, picture, scale);
}

/** Browsers refuse canvases with more pixels on a side. */
const longestSide = 16_000;

/** The picture as PNG in base64, at twice its size so that it stays sharp in print. */
export function picturePng(picture: Picture): string {
  const canvas = document.createElement('canvas');
  paintPicture(canvas, picture, Math.min(2, longestSide / Math.max(picture.width, picture.height)));
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
