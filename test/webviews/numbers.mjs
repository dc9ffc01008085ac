// Numbers that look random and are the same every time.
export const wave = (i, j = 0) => Math.abs(Math.sin(i * 12.9898 + j * 78.233) * 43758.5453) % 1;
