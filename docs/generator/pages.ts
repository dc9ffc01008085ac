import { allMeasures } from '../../server/measures/catalogue';
import { overviewPage } from './overview';
import { measurePage } from './page';

/** Every generated page: its name in docs/measures/ and its text. */
export function measurePages(): ReadonlyMap<string, string> {
  const pages = allMeasures.map((measure) => [`${measure.id}.md`, measurePage(measure)] as const);
  return new Map([['README.md', overviewPage(allMeasures)], ...pages]);
}
