import type { InputPicture } from '../../server/protocol';

/** Draws the input of an instance, one value a pixel; CSS makes it larger. */
export function paintInput(
  canvas: HTMLCanvasElement,
  { width, height, channels, bytes }: InputPicture,
): void {
  canvas.width = width;
  canvas.height = height;
  const brush = canvas.getContext('2d');
  if (brush === null) return;
  const values = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
  const image = brush.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * pixel + channel] = values[pixel * channels + (channels === 3 ? channel : 0)] ?? 0;
    }
    image.data[4 * pixel + 3] = 255;
  }
  brush.putImageData(image, 0, 0);
}
