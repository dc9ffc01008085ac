import type { GuideAnswers, Guidance, MeasureCall, MeasurePage } from '../../server/protocol';

/** To the page of a measure. */
export type ToMeasurePage =
  | { readonly type: 'measure'; readonly page: MeasurePage; readonly usable: string | null }
  | { readonly type: 'failed'; readonly message: string };

export type FromMeasurePage =
  | { readonly type: 'ready' }
  /** Compare by it: in the comparison in front, else from the next comparison on. */
  | { readonly type: 'use'; readonly measure: MeasureCall }
  | { readonly type: 'guide' };

/** What the page of a measure keeps, so that the editor can bring it back. */
export interface MeasureMemory {
  readonly measure: string;
}

/** To the guide. `usable`: the comparison that would use what is chosen, in words; null when there is none. */
export type ToGuidePage =
  | { readonly type: 'guidance'; readonly guidance: Guidance; readonly usable: string | null }
  | { readonly type: 'failed'; readonly message: string };

export type FromGuidePage =
  | { readonly type: 'ready'; readonly answers: GuideAnswers }
  | { readonly type: 'answers'; readonly answers: GuideAnswers }
  | { readonly type: 'use'; readonly measure: MeasureCall }
  | { readonly type: 'about'; readonly measure: string };
