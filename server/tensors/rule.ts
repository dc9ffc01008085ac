import { BadInput, quoted } from './badInput';

/** What may become of the positions of an activation: the pixels of a feature map, the tokens of a sequence. */
export const positionRules = ['flatten', 'mean', 'max', 'rows', 'first', 'last'] as const;

export type PositionRule = (typeof positionRules)[number];

/** Which token a preset takes, and what it makes of feature maps: the first choice is the usual one. */
export const presetChoices = {
  tokens: ['first', 'last', 'mean'],
  maps: ['flatten', 'rows'],
} as const;

type Choices = typeof presetChoices;

/**
 * What the ReSi benchmark (Klabunde et al. 2024, arXiv:2408.00531) does: of tokens it takes one (CLS of BERT, ALBERT
 * and vision transformers, the last of SmolLM), or their mean; vectors of nodes are as they are; maps are flattened for measures of similarity
 * matrices, and positions are rows for those that match neurons or neighbours.
 */
export interface Preset {
  readonly tokens: Choices['tokens'][number];
  readonly maps: Choices['maps'][number];
}

/** How a tensor of any axes becomes a matrix [n x d]. Axes count from 0; -1 is the last one. */
export interface Rule {
  /**
   * flatten: every number of an instance is a column. mean, max: over positions, one column a feature. rows: each
   * position is a row of its own. first, last: that position alone. resi: by how many axes there are.
   */
  readonly positions: PositionRule | 'resi';
  /** Present with resi. */
  readonly preset?: Preset;
  /** The axis whose entries are the instances. */
  readonly instances: number;
  /** The axis whose entries are the features; null: the last of three axes (tokens), the second of more (channels). */
  readonly features: number | null;
}

/** Instances first, every number of an instance a column. */
export const usualRule: Rule = { positions: 'flatten', instances: 0, features: null };

/** What each rule does, in a line for menus. */
const positionTexts: Readonly<Record<PositionRule, string>> = {
  flatten: 'every number of an instance is a column',
  mean: 'mean over the positions, one column a feature',
  max: 'maximum over the positions, one column a feature',
  rows: 'each position is a row of its own, one column a feature',
  first: 'the first position only, as a CLS token',
  last: 'the last position only, as the last token of a decoder',
};

const tokenTexts: Readonly<Record<Preset['tokens'], string>> = {
  first: 'the first token (CLS)',
  last: 'the last token',
  mean: 'the mean over tokens',
};

const mapTexts: Readonly<Record<Preset['maps'], string>> = {
  flatten: 'every number of a feature map is a column, as for CKA and RSA',
  rows: 'each position of a feature map is a row, as for Procrustes and CCA',
};

/** What a rule does, in a line; a preset says what it does to a tensor of so many axes, or else to any. */
export function ruleText({ positions, preset = usualPreset }: Rule, axes?: number): string {
  if (positions !== 'resi') return positionTexts[positions];
  const [ofTokens, ofMaps] = [tokenTexts[preset.tokens], mapTexts[preset.maps]];
  if (axes === undefined)
    return `as in the ReSi benchmark: of tokens ${ofTokens}; ${ofMaps}; vectors as they are`;
  // Beside such an example stands the name of the preset.
  if (axes <= 2) return 'vectors as they are: its presets differ for tokens and feature maps only';
  return axes === 3 ? `of tokens ${ofTokens}, one column a feature` : ofMaps;
}

/** What a rule does to a tensor of so many axes: a preset chooses by them. */
export function ruleFor(rule: Rule, axes: number): Rule & { readonly positions: PositionRule } {
  const { positions, preset = usualPreset, ...rest } = rule;
  if (positions !== 'resi') return { ...rest, positions };
  return { ...rest, positions: axes <= 2 ? 'flatten' : axes === 3 ? preset.tokens : preset.maps };
}

const usualPreset: Preset = { tokens: presetChoices.tokens[0], maps: presetChoices.maps[0] };

/** The rule in its short form: `mean`, `rows(features: 1)`, `flatten(instances: 1)`, `resi(tokens: last)`. */
export function printRule({ positions, instances, features, preset = usualPreset }: Rule): string {
  const options = [
    ...(positions !== 'resi' || preset.tokens === usualPreset.tokens ? [] : [`tokens: ${preset.tokens}`]),
    ...(positions !== 'resi' || preset.maps === usualPreset.maps ? [] : [`maps: ${preset.maps}`]),
    ...(instances === 0 ? [] : [`instances: ${instances}`]),
    ...(features === null || positions === 'flatten' ? [] : [`features: ${features}`]),
  ];
  return options.length === 0 ? positions : `${positions}(${options.join(', ')})`;
}

/** Reads what `printRule` writes. Throws BadInput. */
export function parseRule(text: string): Rule {
  const [, name = '', list = ''] = /^\s*(\w+)\s*(?:\(([^()]*)\))?\s*$/.exec(text) ?? [];
  const positions = [...positionRules, 'resi' as const].find((rule) => rule === name);
  if (positions === undefined) {
    throw new BadInput(
      `${quoted(text)} is no rule for dimensions: write ${positionRules.join(', ')} or resi, or with axes, like mean(features: 1).`,
    );
  }
  const axes = new Map<string, number>();
  const chosen = new Map<string, string>();
  for (const part of list.split(',').filter((piece) => piece.trim() !== '')) {
    const [, key = '', value = ''] = /^\s*(\w+)\s*:\s*(-?\w+)\s*$/.exec(part) ?? [];
    if (axes.has(key) || chosen.has(key)) throw noAxis(part, text);
    if (/^(?:instances|features)$/.test(key) && /^-?\d{1,2}$/.test(value)) axes.set(key, Number(value));
    else if (positions === 'resi' && choice(key, value) !== undefined) chosen.set(key, value);
    else throw positions === 'resi' ? noChoice(part, text) : noAxis(part, text);
  }
  const rule = { positions, instances: axes.get('instances') ?? 0, features: axes.get('features') ?? null };
  if (positions !== 'resi') return rule;
  const tokens = presetChoices.tokens.find((one) => one === chosen.get('tokens')) ?? usualPreset.tokens;
  const maps = presetChoices.maps.find((one) => one === chosen.get('maps')) ?? usualPreset.maps;
  return { ...rule, preset: { tokens, maps } };
}

function choice(key: string, value: string): string | undefined {
  const choices: readonly string[] =
    key === 'tokens' ? presetChoices.tokens : key === 'maps' ? presetChoices.maps : [];
  return choices.find((one) => one === value);
}

function noAxis(part: string, text: string): BadInput {
  return new BadInput(
    `${quoted(part.trim())} in ${quoted(text)} names no axis: write instances: 0 or features: 1, each once.`,
  );
}

function noChoice(part: string, text: string): BadInput {
  const { tokens, maps } = presetChoices;
  return new BadInput(
    `${quoted(part.trim())} in ${quoted(text)} is no choice of resi: write tokens: ${tokens.join(', ')}, maps: ${maps.join(', ')}, or an axis as in features: 1, each once.`,
  );
}
