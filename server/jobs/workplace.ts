import type { Engine } from '../linalg/engine';
import type { LabelReader } from './labelReader';
import type { Layers } from './layers';
import type { OpenFiles } from './openFiles';
import type { RowPairs } from './rowPairs';
import type { Store } from './store';

/** What a task finds in the thread it runs in. */
export interface Workplace {
  readonly engine: Engine;
  /** Throws Cancelled when the task shall stop. */
  poll(): void;
  readonly files: OpenFiles;
  readonly layers: Layers;
  readonly labels: LabelReader;
  readonly rowPairs: RowPairs;
  /** Scores known already; threads only read it. */
  readonly store: Store;
}
