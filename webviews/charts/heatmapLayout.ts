/** Where the parts of a heatmap stand. Pure: no document. */
import { elideMiddle } from '../elide';

export interface HeatmapLayout {
  /** Room for the row names and the column names, px. */
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Every so many-th name is written. */
  readonly rowStep: number;
  readonly columnStep: number;
  /** Column names stand upright, because they are wider than their cells. */
  readonly rotated: boolean;
}

export interface HeatmapSpace {
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  /** Room for names and cells together, px. */
  readonly width: number;
  readonly height: number;
  /** 1 fits the cells into the room. */
  readonly zoom: number;
  readonly lineHeight: number;
  readonly widthOf: (text: string) => number;
}

const widest = { width: 112, height: 56 };
const smallest = 1;
/** Cells at least this high are stretched sideways, so that names and values fit. */
const roomy = 36;
const pad = 8;
/** How much wider a name may be when it is written in bold under the cursor. */
export const boldness = 1.12;

/** How many names to skip so that the rest do not touch: 1, 2, 5, 10, 20, 50 ... */
export function labelStep(cell: number, lineHeight: number): number {
  const needed = lineHeight / cell;
  for (let power = 1; ; power *= 10) {
    for (const factor of [1, 2, 5]) if (factor * power >= needed) return factor * power;
  }
}

/** The longest name's width, no more than `most`. */
function nameRoom(names: readonly string[], most: number, widthOf: (text: string) => number): number {
  let room = 0;
  for (const name of names) {
    room = Math.max(room, widthOf(name));
    if (room >= most) return Math.ceil(most);
  }
  return Math.ceil(room);
}

/** Fits the cells into the room, square when they are many, wide enough for their values when they are few. */
export function heatmapLayout(space: HeatmapSpace): HeatmapLayout {
  const { rowNames, columnNames, width, height, zoom, lineHeight, widthOf } = space;
  const left = nameRoom(rowNames, Math.min(240, width * 0.3), (text) => widthOf(text) * boldness) + pad;
  const across = (width - left) / Math.max(1, columnNames.length);
  const columnRoom = nameRoom(
    columnNames,
    Math.max(72, Math.min(160, height * 0.3)),
    (text) => widthOf(text) * boldness,
  );
  const flat =
    nameRoom(columnNames, Infinity, (text) => widthOf(text) * boldness) + pad <=
      Math.min(across, widest.width) && zoom === 1;
  const top = (flat ? lineHeight : columnRoom) + pad;
  const down = (height - top) / Math.max(1, rowNames.length);
  const fit = Math.max(smallest, Math.min(across, down, widest.height));
  const cell = Math.min(Math.max(widest.height, fit), fit * zoom);
  const cellHeight = Math.max(smallest, cell);
  const stretched = fit >= roomy || flat ? Math.max(cellHeight, Math.min(across, widest.width)) : cellHeight;
  const cellWidth = zoom > 1 ? Math.max(cellHeight, Math.min(stretched, cellHeight * 2)) : stretched;
  return {
    left,
    top,
    cellWidth,
    cellHeight,
    rowStep: labelStep(cellHeight, lineHeight),
    columnStep: labelStep(cellWidth, lineHeight),
    rotated: !flat,
  };
}

/** The names to write, shortened in the middle to the room they have. */
export function axisLabels(
  names: readonly string[],
  step: number,
  room: number,
  widthOf: (text: string) => number,
): readonly { readonly at: number; readonly text: string }[] {
  const labels: { at: number; text: string }[] = [];
  for (let at = 0; at < names.length; at += step) {
    labels.push({ at, text: elideMiddle(names[at] ?? '', room, widthOf) });
  }
  return labels;
}
