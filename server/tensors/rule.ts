import { BadInput, quoted } from './badInput';

/** What may become of the positions of an activation: the pixels of a feature map, the tokens of a sequence. */
export const positionRules = ['flatten', 'mean', 'max', 'rows', 'first', 'last'] as const;

export type PositionRule = (typeof positionRules)[number];

/** How a tensor of any axes becomes a matrix [n x d]. Axes count from 0; -1 is the last one. */
export interface Rule {
  /**
   * flatten: every number of an instance is a column. mean, max: over positions, one column a feature. rows: each
   * position is a row of its own. first, last: that position alone.
   */
  readonly positions: PositionRule;
  /** The axis whose entries are the instances. */
  readonly instances: number;
  /** The axis whose entries are the features; null: the last of three axes (tokens), the second of more (channels). */
  readonly features: number | null;
}

/** Instances first, every number of an instance a column. */
export const usualRule: Rule = { positions: 'flatten', instances: 0, features: null };

/** What each rule does, in a line for menus. */
export const positionTexts: Readonly<Record<PositionRule, string>> = {
  flatten: 'every number of an instance is a column',
  mean: 'mean over the positions, one column a feature',
  max: 'maximum over the positions, one column a feature',
  rows: 'each position is a row of its own, one column a feature',
  first: 'the first position only, as a CLS token',
  last: 'the last position only, as the last token of a decoder',
};

/** The rule in its short form: `mean`, `rows(features: 1)`, `flatten(instances: 1)`. */
export function printRule({ positions, instances, features }: Rule): string {
  const axes = [
    ...(instances === 0 ? [] : [`instances: ${instances}`]),
    ...(features === null || positions === 'flatten' ? [] : [`features: ${features}`]),
  ];
  return axes.length === 0 ? positions : `${positions}(${axes.join(', ')})`;
}

/** Reads what `printRule` writes. Throws BadInput. */
export function parseRule(text: string): Rule {
  const [, name = '', list = ''] = /^\s*(\w+)\s*(?:\(([^()]*)\))?\s*$/.exec(text) ?? [];
  const positions = positionRules.find((rule) => rule === name);
  if (positions === undefined) {
    throw new BadInput(
      `${quoted(text)} is no rule for dimensions: write ${positionRules.join(', ')}, or with axes, like mean(features: 1).`,
    );
  }
  const axes = new Map<string, number>();
  for (const part of list.split(',').filter((piece) => piece.trim() !== '')) {
    const [, key = '', axis = ''] = /^\s*(instances|features)\s*:\s*(-?\d{1,2})\s*$/.exec(part) ?? [];
    if (key === '' || axes.has(key)) {
      throw new BadInput(
        `${quoted(part.trim())} in ${quoted(text)} names no axis: write instances: 0 or features: 1, each once.`,
      );
    }
    axes.set(key, Number(axis));
  }
  return { positions, instances: axes.get('instances') ?? 0, features: axes.get('features') ?? null };
}
