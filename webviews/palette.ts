/** The editor's colours and fonts, for what CSS cannot reach: canvases and exported pictures. */
export interface Palette {
  readonly dark: boolean;
  readonly highContrast: boolean;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly border: string;
  readonly focus: string;
  readonly fontFamily: string;
  /** px */
  readonly fontSize: number;
}
