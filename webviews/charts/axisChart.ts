import { scaleLinear } from 'd3-scale';
import type { AxisStatistics } from '../../server/protocol';
import { svgElement } from '../element';
import { exactCount, significant, tickText } from '../numbers';

const size = { width: 328, height: 120, left: 48, right: 12, top: 8, bottom: 20 };

/** Mean of each entry of an axis as a line, mean plus and minus the deviation as a band. */
export function axisChart({ length, step, means, deviations }: AxisStatistics): SVGSVGElement | null {
  const points = means.flatMap((mean, i) => {
    const deviation = deviations[i];
    return mean === null || deviation === null || deviation === undefined
      ? []
      : [{ at: i * step + (step - 1) / 2, mean, low: mean - deviation, high: mean + deviation }];
  });
  if (points.length === 0) return null;
  const low = points.reduce((least, point) => Math.min(least, point.low), Infinity);
  const high = points.reduce((most, point) => Math.max(most, point.high), -Infinity);
  const floor = size.height - size.bottom;
  const x = scaleLinear([0, Math.max(1, length - 1)], [size.left, size.width - size.right]);
  const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [floor, size.top]);
  const line = (of: (point: (typeof points)[number]) => number, some = points) =>
    some.map((point) => `${x(point.at).toFixed(1)},${y(of(point)).toFixed(1)}`).join(' ');
  const band = `${line((point) => point.low)} ${line((point) => point.high, points.toReversed())}`;
  const across = x
    .ticks(4)
    .filter((tick) => Number.isInteger(tick))
    .map((tick) =>
      svgElement('text', { x: x(tick), y: floor + 15, 'text-anchor': 'middle' }, exactCount(tick)),
    );
  const upwards = y
    .ticks(3)
    .map((tick) =>
      svgElement(
        'text',
        { x: size.left - 7, y: y(tick), dy: '0.32em', 'text-anchor': 'end' },
        tickText(tick),
      ),
    );
  const label = `Means of ${exactCount(length)} entries, with their deviations from ${significant(low, 4)} to ${significant(high, 4)}.`;
  return svgElement(
    'svg',
    { class: 'chart', viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': label },
    svgElement('polygon', { points: band, class: 'axis-band' }),
    svgElement('polyline', { points: line((point) => point.mean), class: 'axis-line' }),
    svgElement('line', { x1: size.left, x2: size.width - size.right, y1: floor, y2: floor, class: 'axis' }),
    svgElement('line', { x1: size.left, x2: size.left, y1: size.top, y2: floor, class: 'axis' }),
    ...across,
    ...upwards,
  );
}
