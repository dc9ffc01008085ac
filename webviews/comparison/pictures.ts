import { charts } from '../charts/catalogue';
import type { Chart, DrawPicture } from '../charts/chart';
import { picturePng } from '../charts/pictureCanvas';
import { pictureSvg } from '../charts/pictureSvg';
import type { ScoreGrid } from '../charts/scoreGrid';
import { textMeter } from '../charts/textWidth';
import { readPalette } from '../theme';

/** The picture of the layers, where there is one: the table's is that of the chart it stands for. */
export function chartPicture(grid: ScoreGrid): DrawPicture | undefined {
  const { picture } =
    Object.values<Chart>(charts).find((chart) => chart.draws(grid.kind) && chart.picture) ?? {};
  return picture && ((palette, widthOf) => picture(grid, palette, widthOf));
}

/** A picture in the colours of the editor as they are now: SVG as text, PNG as base64. */
export function pictureData(format: 'svg' | 'png', draw: DrawPicture): string {
  const palette = readPalette();
  const drawn = draw(palette, textMeter(palette));
  return format === 'svg' ? pictureSvg(drawn) : picturePng(drawn);
}
