import type { ComparisonCosts, MeasureCost, MeasureDescription } from '../../server/protocol';

export interface MeasureEntry {
  readonly id: string;
  readonly title: string;
  /** Beside the title: the short id, the family, and what it takes. All of it is searched. */
  readonly description: string;
  /** Below it: what it does not see, or why it does not apply. */
  readonly detail: string;
}

export interface MeasureGroup {
  readonly heading: string;
  readonly entries: readonly MeasureEntry[];
}

const inapplicable = 'do not apply to these layers';

/** Seconds as people say them. */
export function timeWords(seconds: number): string {
  const about = (count: number, unit: string): string => `about ${count} ${unit}${count === 1 ? '' : 's'}`;
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return about(Math.round(seconds), 'second');
  if (seconds < 5400) return about(Math.round(seconds / 60), 'minute');
  return about(Math.round(seconds / 3600), 'hour');
}

/** "Unchanged by rotation and reflection, scaling, and so by permutation of neurons": each is found by its name. */
function unchangedWords({ unchangedBy, impliedUnchangedBy }: MeasureDescription): string {
  if (unchangedBy.length === 0) return 'Changed by every transformation';
  const implied = impliedUnchangedBy.length === 0 ? '' : `, and so by ${impliedUnchangedBy.join(', ')}`;
  return `Unchanged by ${unchangedBy.join(', ')}${implied}`;
}

function capitalised(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}

function entryOf(measure: MeasureDescription, cost: MeasureCost | undefined, pairs: number): MeasureEntry {
  const { id, title } = measure;
  const known = `${id.slice(id.indexOf('.') + 1)} · ${measure.familyTitle}`;
  const unchanged = unchangedWords(measure);
  if (cost === undefined) return { id, title, description: known, detail: unchanged };
  if (cost.seconds === null) {
    const reason = capitalised(cost.reason ?? 'does not apply');
    return { id, title, description: known, detail: `${reason} · ${unchanged}` };
  }
  const some =
    cost.pairs < pairs ? ` · ${cost.pairs} of ${pairs} pairs, for it ${cost.reason ?? 'does not apply'}` : '';
  return { id, title, description: `${known} · ${timeWords(cost.seconds)}`, detail: `${unchanged}${some}` };
}

/**
 * All measures for a list to choose from: by family in the order of the catalogue, each with what it takes as soon as
 * that is known; last those that do not apply to any pair.
 */
export function measureList(
  measures: readonly MeasureDescription[],
  costs?: ComparisonCosts,
): readonly MeasureGroup[] {
  const groups = new Map<string, MeasureEntry[]>();
  const refused: MeasureEntry[] = [];
  for (const measure of measures) {
    const cost = costs?.measures.find((one) => one.measure === measure.id);
    const entry = entryOf(measure, cost, costs?.pairs ?? 0);
    if (cost?.seconds === null) {
      refused.push(entry);
      continue;
    }
    const group = groups.get(measure.familyTitle) ?? [];
    group.push(entry);
    groups.set(measure.familyTitle, group);
  }
  const listed = [...groups].map(([heading, entries]) => ({ heading, entries }));
  return refused.length === 0 ? listed : [...listed, { heading: inapplicable, entries: refused }];
}
