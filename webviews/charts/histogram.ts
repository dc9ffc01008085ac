import { scaleLinear } from 'd3-scale';
import type { Histogram } from '../../server/protocol';
import { svgElement } from '../element';
import { exactCount, roundCount, significant, tickText } from '../numbers';

const size = { width: 328, height: 150, left: 44, right: 12, top: 8, bottom: 20 };

/** A histogram with axes: values across, counts upwards; each bar tells its bin on hovering. */
export function histogramChart(histogram: Histogram): SVGSVGElement {
  const { edges, counts } = histogram;
  const [first = 0, last = 1] = [edges[0], edges.at(-1)];
  const x = scaleLinear([first, last], [size.left, size.width - size.right]);
  const tallest = counts.reduce((most, count) => Math.max(most, count), 1);
  const y = scaleLinear([0, tallest], [size.height - size.bottom, size.top]);
  const floor = size.height - size.bottom;
  const only = counts.length === 1 ? significant(first / 2 + last / 2, 4) : undefined;
  const bars = counts.map((count, i) => {
    const [low, high] = [edges[i] ?? 0, edges[i + 1] ?? 0];
    const height = count === 0 ? 0 : Math.max(1, floor - y(count));
    const title = `${only ?? `${significant(low, 4)} to ${significant(high, 4)}`}: ${exactCount(count)}`;
    const full = x(high) - x(low);
    // All values are equal: the bin is as wide as the chart, the value is not.
    const width = only === undefined ? Math.max(1, full - 1) : full / 16;
    const left = only === undefined ? x(low) : (x(low) + x(high) - width) / 2;
    const box = { x: left, y: floor - height, width, height, class: 'spark' };
    return svgElement('rect', box, svgElement('title', {}, title));
  });
  const columns = x
    .ticks(4)
    .map((tick) =>
      svgElement(
        'g',
        { transform: `translate(${x(tick)},${floor})` },
        svgElement('line', { y2: 4, class: 'axis' }),
        svgElement('text', { y: 15, 'text-anchor': 'middle' }, tickText(tick)),
      ),
    );
  const rows = y
    .ticks(3)
    .filter((tick) => Number.isInteger(tick))
    .map((tick) =>
      svgElement(
        'g',
        { transform: `translate(${size.left},${y(tick)})` },
        svgElement('line', { x2: -4, class: 'axis' }),
        svgElement('text', { x: -7, dy: '0.32em', 'text-anchor': 'end' }, roundCount(tick)),
      ),
    );
  const label =
    only === undefined
      ? `Histogram of ${counts.length} bins from ${significant(first, 4)} to ${significant(last, 4)}, at most ${exactCount(tallest)} values in one.`
      : `Histogram: all ${exactCount(tallest)} values are ${only}.`;
  return svgElement(
    'svg',
    { class: 'chart', viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': label },
    ...bars,
    svgElement('line', { x1: size.left, x2: size.width - size.right, y1: floor, y2: floor, class: 'axis' }),
    svgElement('line', { x1: size.left, x2: size.left, y1: size.top, y2: floor, class: 'axis' }),
    ...columns,
    ...rows,
  );
}
