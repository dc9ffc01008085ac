import type { ModelSummary } from '../../server/protocol';
import { button } from '../components';
import { element, icon } from '../element';
import { warning } from '../notice';
import { byteSize, exactCount, plural, roundCount } from '../numbers';

const mostWarnings = 2;

/** "12.3 M parameters (12,345,678)". */
function elementSummary(count: number, noun: string): string {
  const exact = plural(count, noun);
  return count < 1000 ? exact : `${roundCount(count)} ${noun}s (${exactCount(count)})`;
}

function dtypeSummary(dtypes: ModelSummary['dtypes']): string {
  const [only] = dtypes;
  if (only !== undefined && dtypes.length === 1) return only[0];
  return dtypes.map(([dtype, count]) => `${dtype} × ${exactCount(count)}`).join(', ');
}

function metadataTable(metadata: ModelSummary['metadata']): HTMLElement {
  const rows = metadata.map(([key, value]) =>
    element('tr', {}, element('th', { scope: 'row' }, key), element('td', {}, value)),
  );
  const table = element(
    'table',
    {},
    element('caption', { class: 'spoken' }, 'Metadata'),
    element('tbody', {}, ...rows),
  );
  return element(
    'details',
    { class: 'metadata' },
    element('summary', {}, `Metadata (${plural(metadata.length, 'entry').replace('entrys', 'entries')})`),
    element('div', { class: 'metadata-box', tabindex: 0, role: 'region', 'aria-label': 'Metadata' }, table),
  );
}

function warningList(warnings: readonly string[]): HTMLElement {
  const lines = warnings.map((text) => warning(text));
  const shown = element('ul', { class: 'warnings' }, ...lines.slice(0, mostWarnings));
  const rest = lines.slice(mostWarnings);
  if (rest.length === 0) return shown;
  const more = element(
    'details',
    {},
    element('summary', {}, plural(rest.length, 'more warning')),
    element(
      'ul',
      { class: 'warnings metadata-box', tabindex: 0, role: 'region', 'aria-label': 'More warnings' },
      ...rest,
    ),
  );
  return element('div', {}, shown, more);
}

/** The file at a glance; `openText` shows its header as a text. */
export function modelHeader(
  name: string,
  summary: ModelSummary,
  baseline: boolean,
  openText: () => void,
): HTMLElement {
  const facts = [
    summary.formatTitle,
    byteSize(summary.bytes),
    plural(summary.tensorCount, 'tensor'),
    elementSummary(summary.elementCount, summary.holds === 'parameters' ? 'parameter' : 'value'),
    dtypeSummary(summary.dtypes),
  ].filter((fact) => fact !== '');
  const title = element('h1', { class: 'nowrap', title: summary.path }, name);
  const mark = element('span', { class: 'baseline-mark' }, icon('pinned'), 'Baseline');
  const asText = button('Header as Text', { icon: 'file-code' }, openText);
  const box = element(
    'header',
    { class: 'model-header' },
    element('div', { class: 'title-line' }, title, baseline ? mark : null, asText),
    element('ul', { class: 'fact-line' }, ...facts.map((fact) => element('li', {}, fact))),
  );
  if (summary.warnings.length > 0) box.append(warningList(summary.warnings));
  if (summary.metadata.length > 0) box.append(metadataTable(summary.metadata));
  return box;
}
