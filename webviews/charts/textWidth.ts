import type { Palette } from '../palette';

/** Measures texts in the editor's font, px; remembers them, as the same names are measured at every drawing. */
export function textMeter(palette: Palette): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return (text) => text.length * palette.fontSize * 0.6;
  context.font = `${palette.fontSize}px ${palette.fontFamily}`;
  const known = new Map<string, number>();
  return (text) => {
    const width = known.get(text) ?? context.measureText(text).width;
    known.set(text, width);
    return width;
  };
}
