import { basename } from 'node:path';
import type { KnownAnswers } from '../background/answers';
import {
  type Disagreement,
  disagreementWords,
  type ModelSummary,
  type Partnership,
  type TensorEntry,
} from '../protocol';
import { fileName } from './fileName';
import { escaped } from './markdown';

/** So many of the first layers are listed in a summary. */
export const layersShown = 8;

type Answers = Pick<KnownAnswers, 'disagreement'> & { readonly partner: string };

/** So many other models are named whose answers were compared with those of this one. */
const answersShown = 3;

/**
 * A model file in Markdown: what it is, its first layers, and how similar it is to its partners. `answers`: how often it
 * answers differently from others, as far as that was asked for.
 */
export function modelSummary(
  summary: ModelSummary,
  firstLayers: readonly TensorEntry[],
  partnerships: readonly Partnership[],
  answers: readonly Answers[] = [],
): string {
  const { path, formatTitle, bytes, tensorCount, dtypes, warnings } = summary;
  const types = dtypes.map(([dtype, count]) =>
    dtypes.length === 1 ? dtype : `${dtype} (${grouped(count)})`,
  );
  const blocks = [
    `**${escaped(basename(path))}**`,
    `${escaped(formatTitle)}, ${size(bytes)}, ${counted(tensorCount, 'tensor')}, ` +
      `${elements(summary)}, ${escaped(types.join(', '), 200)}`,
    ...partnerships.map((partnership) =>
      partnershipLine(
        partnership,
        answers.find(({ partner }) => partner === partnership.partner),
      ),
    ),
    ...answers
      .filter(({ partner }) => !partnerships.some((known) => known.partner === partner))
      .slice(0, answersShown)
      .map((known) => `With ${escaped(fileName(known.partner, path))}: ${answersText(known.disagreement)}`),
    ...warnings.slice(0, 5).map((warning) => `⚠ ${escaped(warning, 400)}`),
    layerTable(firstLayers, tensorCount),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** `12 tensors, 52,650 parameters`. */
export function contents(summary: ModelSummary): string {
  return `${counted(summary.tensorCount, 'tensor')}, ${elements(summary)}`;
}

function elements({ elementCount, holds }: ModelSummary): string {
  return counted(elementCount, holds === 'parameters' ? 'parameter' : 'value');
}

/** A similarity with the digits that are worth reading. */
export function rounded(value: number): string {
  return Math.abs(value) < 0.001 && value !== 0 ? value.toExponential(2) : value.toFixed(3);
}

function partnershipLine(
  { path, partner, reason, value, label, caption, cells, answers }: Partnership,
  asked: Answers | undefined,
): string {
  const notes = new Set(cells.flatMap(({ score }) => score.notes));
  const chances = cells.map(({ score }) => score.chance).filter((chance) => chance !== undefined);
  const chance =
    chances.length === 0
      ? ''
      : `; unrelated data of this size would score ${rounded(chances.reduce((a, b) => a + b, 0) / chances.length)}`;
  const trust = [...notes].slice(0, 2).map((note) => `  \n⚠ ${escaped(note, 300)}`);
  const number = value === undefined ? '' : `${escaped(label ?? 'similarity')} **${rounded(value)}**: `;
  const disagreement = answers ?? asked?.disagreement;
  const differ = disagreement === undefined ? '' : `; ${answersText(disagreement)}`;
  return `With ${escaped(fileName(partner, path))} (${reason}): ${number}${escaped(caption, 400)}${chance}${differ}${trust.join('')}`;
}

function answersText(disagreement: Disagreement): string {
  return escaped(disagreementWords(disagreement), 200);
}

function layerTable(layers: readonly TensorEntry[], total: number): string {
  if (layers.length === 0) return '';
  const rows = layers.map(
    ({ name, dtype, shape }) =>
      `| ${escaped(name, 80)} | ${shape.join(' × ') || 'scalar'} | ${escaped(dtype, 20)} |`,
  );
  const more = total > layers.length ? [`\n… and ${grouped(total - layers.length)} more`] : [];
  return ['| tensor | shape | type |', '| --- | --- | --- |', ...rows, ...more].join('\n');
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** Bytes in binary units: `207 KiB`. */
function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const amount = bytes / 2 ** (10 * power);
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power] ?? ''}`;
}
