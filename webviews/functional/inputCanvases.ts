import type { InputPicture } from '../../server/protocol';
import { element } from '../element';
import { paintInput } from './inputCanvas';

/** The inputs of listed instances: their canvases, drawn as soon as what they show has come. */
export class InputCanvases {
  readonly #canvases = new Map<number, HTMLCanvasElement[]>();
  readonly #known = new Map<number, InputPicture>();

  /** A canvas for the input of a row. */
  of(row: number, name: string): HTMLCanvasElement {
    const canvas = element('canvas', {
      class: 'instance-input',
      role: 'img',
      'aria-label': `Input of ${name}`,
      width: 1,
      height: 1,
    });
    this.#canvases.set(row, [...(this.#canvases.get(row) ?? []), canvas]);
    const known = this.#known.get(row);
    if (known !== undefined) paintInput(canvas, known);
    return canvas;
  }

  /** The rows of which nothing is known yet, each once. */
  unknown(rows: readonly number[]): readonly number[] {
    return [...new Set(rows.filter((row) => !this.#known.has(row)))];
  }

  draw(pictures: readonly InputPicture[]): void {
    for (const picture of pictures) {
      this.#known.set(picture.row, picture);
      for (const canvas of this.#canvases.get(picture.row) ?? []) paintInput(canvas, picture);
    }
  }

  /** Another list; what is known of inputs stays. */
  clear(): void {
    this.#canvases.clear();
  }

  /** The inputs are others. */
  forget(): void {
    this.#known.clear();
  }
}
