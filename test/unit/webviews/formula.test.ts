import assert from 'node:assert/strict';
import temml from 'temml';
import { allMeasures } from '../../../server/measures/catalogue';

describe('the formula of a measure', () => {
  for (const { id, tex } of allMeasures) {
    it(`is LaTeX that the pages can draw: ${id}`, () => {
      const drawn = temml.renderToString(tex, { displayMode: true, throwOnError: true });
      assert.match(drawn, /^<math [^>]*display="block"/);
    });
  }
});
