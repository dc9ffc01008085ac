import { shareText, type TensorEntry, type TensorStatistics } from '../../server/protocol';
import { histogramChart } from '../charts/histogram';
import { element, type Child } from '../element';
import { warning } from '../notice';
import { byteSize, elementsOf, exactCount, plural, shapeText, significant } from '../numbers';
import { nonFinite, problemOf } from './tensorRow';
import type { TensorGroup } from './tensorTree';
import { isWhole, wholeText } from './valueText';

function facts(rows: readonly (readonly [string, string])[]): HTMLElement {
  const list = element('dl', { class: 'facts' });
  for (const [term, value] of rows) list.append(element('dt', {}, term), element('dd', {}, value));
  return list;
}

/** A long name may break behind each of its parts. */
function breakable(name: string): Child[] {
  return name.split(/(?<=[./_])/).flatMap((part) => [part, element('wbr')]);
}

const number = (value: number | null) => (value === null ? 'none' : significant(value, 6));

function statisticsFacts(statistics: TensorStatistics, dtype: string): HTMLElement {
  const { count } = statistics;
  const one = (value: number | null) => (value !== null && isWhole(dtype) ? wholeText(value) : number(value));
  const share = count === 0 ? '' : ` (${shareText(statistics.zeros / count)})`;
  return facts([
    ['Mean', number(statistics.mean)],
    ['Std', number(statistics.deviation)],
    ['Min', one(statistics.min)],
    ['Max', one(statistics.max)],
    ['Sum', one(statistics.sum)],
    ['Zeros', exactCount(statistics.zeros) + share],
    ['NaN', exactCount(statistics.notANumber)],
    ['Infinite', exactCount(statistics.infinite)],
    ['First', statistics.first.map((v) => (typeof v === 'number' ? one(v) : v)).join(', ')],
  ]);
}

/** Everything known about one tensor. */
export function tensorDetails(tensor: TensorEntry, statistics: TensorStatistics | undefined): HTMLElement {
  const head = facts([
    ['Type', tensor.dtype],
    ['Shape', shapeText(tensor.shape)],
    ['Count', exactCount(elementsOf(tensor.shape))],
    ['Size', `${byteSize(tensor.bytes)} (${plural(tensor.bytes, 'byte')})`],
  ]);
  const box = element(
    'div',
    { class: 'details-body' },
    element('h3', { class: 'name' }, ...breakable(tensor.name)),
  );
  const problem = problemOf(tensor, statistics);
  const flag = nonFinite(statistics);
  const warnings = element('ul', {});
  if (problem !== undefined) warnings.append(warning(problem));
  if (flag !== '')
    warnings.append(warning(`${flag} among its values; the statistics are over the finite ones.`));
  box.append(warnings, element('div', { class: 'details-facts' }, head));
  if (tensor.text === true) {
    box.append(element('p', { class: 'muted' }, 'Texts can name rows or classes; they have no statistics.'));
  } else if (elementsOf(tensor.shape) === 0) {
    box.append(element('p', { class: 'muted' }, 'It has no elements.'));
  } else if (statistics !== undefined && problem === undefined) {
    const { histogram } = statistics;
    box.querySelector('.details-facts')?.append(statisticsFacts(statistics, tensor.dtype));
    if (histogram !== undefined) box.append(histogramChart(histogram));
  } else if (problem === undefined) {
    box.append(element('p', { class: 'muted' }, 'Statistics are not computed yet.'));
  }
  return box;
}

/** The totals of a group of tensors. */
export function groupDetails(group: TensorGroup): HTMLElement {
  return element(
    'div',
    { class: 'details-body' },
    element('h3', { class: 'name' }, ...breakable(group.path.slice(0, -1))),
    facts([
      ['Tensors', exactCount(group.tensors)],
      ['Count', exactCount(group.elements)],
      ['Size', byteSize(group.bytes)],
    ]),
  );
}
