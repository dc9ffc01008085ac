import type { EngineSettings } from '../linalg/engines/catalogue';
import type { TaskKind } from './tasks/catalogue';

/** What a thread is told when it starts. */
export interface ThreadData {
  /**
   * Three 32-bit integers: the cancel flag, which is the id of the task that shall stop; 1 when it has been noted
   * that native code is going to be loaded; and the entrance to native code (`nativeCode.ts`).
   */
  readonly flag: SharedArrayBuffer;
  /** One 32-bit integer: since when the thread runs contained code, in ms; 0: it runs none. */
  readonly contained: SharedArrayBuffer;
  /** The reader opens headers and may do several tasks in turn; a computer does one at a time. */
  readonly role: 'reader' | 'computer';
  /** Folder of the cache, or null. */
  readonly storage: string | null;
  /** What may multiply. */
  readonly engine: EngineSettings;
}

export type ToThread =
  | {
      readonly type: 'run';
      readonly id: number;
      readonly kind: TaskKind;
      readonly input: unknown;
      /** Bytes of layers, with what is prepared of them, that it may hold from now on. */
      readonly keep: number;
    }
  /** Give up layers until at most this many bytes are held. */
  | { readonly type: 'trim'; readonly keep: number };

export type FromThread =
  /** Floating-point operations a second, measured. */
  | { readonly type: 'ready'; readonly rate: number }
  /** It is going to load native code of this name, and waits until that has been noted. */
  | { readonly type: 'loading'; readonly accelerator: string }
  /** What has been found out about an accelerator: a sentence. */
  | { readonly type: 'engine'; readonly line: string }
  | { readonly type: 'part'; readonly id: number; readonly part: unknown }
  | { readonly type: 'done'; readonly id: number; readonly result: unknown; readonly kept: number }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure; readonly kept: number };

/** Why a task ended without a result, fit for crossing the thread's border. */
export interface Failure {
  readonly kind: 'input' | 'cancelled' | 'memory' | 'defect';
  readonly message: string;
  readonly stack?: string;
}
