import assert from 'node:assert/strict';
import temml from 'temml';
import { allMeasures } from '../../../server/measures/catalogue';
import { formulaLines } from '../../../webviews/formulaLines';

describe('the lines of a formula', () => {
  it('are the parts that a wide space sets apart', () => {
    assert.deepEqual(formulaLines(String.raw`a_{i}, \quad b = \frac{c}{d} \qquad e`), [
      'a_{i}',
      String.raw`b = \frac{c}{d}`,
      'e',
    ]);
    assert.deepEqual(formulaLines('a + b'), ['a + b']);
  });

  it('keep together what is in braces, in an environment or between a pair of brackets', () => {
    for (const tex of [
      String.raw`\frac{a \quad b}{c}`,
      String.raw`\begin{cases} a & \quad b \end{cases}`,
      String.raw`\left( a \quad b \right)`,
    ]) {
      assert.deepEqual(formulaLines(tex), [tex]);
    }
    assert.deepEqual(formulaLines(String.raw`\{ a \quad b`), [String.raw`\{ a`, 'b']);
  });

  for (const { id, tex } of allMeasures) {
    it(`can each be drawn: ${id}`, () => {
      for (const line of formulaLines(tex))
        temml.renderToString(line, { displayMode: true, throwOnError: true });
    });
  }
});
