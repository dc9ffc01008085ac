import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { randomFrom, shuffle } from './random';

/** Grey images and what they show. */
export interface LabelledImages {
  readonly count: number;
  /** Values per image. */
  readonly width: number;
  /** [count x width], row by row, 0 to 255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

const classes = 10;
const pixels = 28 * 28;
const splitSeed = 20230706;

/** All digits of the `mnist` package, class by class. Its pixels are rounded to three decimals; bytes undo that. */
function readDigits(): LabelledImages {
  const folder = join(createRequire(__filename).resolve('mnist'), '..', '..', 'src', 'digits');
  const perClass = Array.from({ length: classes }, (_, digit) => {
    const text = readFileSync(join(folder, `${String(digit)}.json`), 'utf8');
    return (JSON.parse(text) as { data: number[] }).data;
  });
  const count = perClass.reduce((sum, data) => sum + data.length / pixels, 0);
  const images = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  let at = 0;
  perClass.forEach((data, digit) => {
    images.set(
      data.map((grey) => Math.round(grey * 255)),
      at * pixels,
    );
    labels.fill(digit, at, at + data.length / pixels);
    at += data.length / pixels;
  });
  return { count, width: pixels, images, labels };
}

/** The given rows, in the given order. */
function pick(from: LabelledImages, rows: Uint16Array): LabelledImages {
  const images = new Uint8Array(rows.length * from.width);
  rows.forEach((row, i) => {
    images.set(from.images.subarray(row * from.width, (row + 1) * from.width), i * from.width);
  });
  return {
    count: rows.length,
    width: from.width,
    images,
    labels: Uint8Array.from(rows, (r) => from.labels[r] ?? 0),
  };
}

/** The 10,000 digits in a fixed random order: all but the last 2,000 to train on, those to test on. */
export function digits(): { readonly train: LabelledImages; readonly test: LabelledImages } {
  const all = readDigits();
  const order = Uint16Array.from({ length: all.count }, (_, i) => i);
  shuffle(order, randomFrom(splitSeed));
  return {
    train: pick(all, order.subarray(0, all.count - 2000)),
    test: pick(all, order.subarray(all.count - 2000)),
  };
}

/** The same images, their labels dealt out anew at random: nothing about the digits can be learnt from them. */
export function withShuffledLabels(from: LabelledImages, seed: number): LabelledImages {
  const labels = from.labels.slice();
  shuffle(labels, randomFrom(seed));
  return { ...from, labels };
}
