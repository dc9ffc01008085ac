import type { Source } from '../bytes';

/** The bytes of an HDF5 file: a file on disk, or a member of an archive. */
export interface Mounted {
  /** What it is, for messages. */
  readonly where: string;
  readonly size: number;
  /** The same bytes, for reading that can wait. */
  readonly source: Source;
  /** Fills `target` from `position` on; the caller has checked that the bytes are there. Throws BadInput. */
  readNow(target: Uint8Array, position: number): void;
}
