import assert from 'node:assert/strict';
import { allMeasures, findMeasure, measures, shortName } from '../../../server/measures/catalogue';
import { defaultsOf } from '../../../server/measures/complete';
import { describeMeasure } from '../../../server/measures/describe';
import { variants } from '../../properties/variants';

describe('the catalogue of measures', () => {
  it('has each measure under its own id', () => {
    for (const [id, measure] of Object.entries(measures)) assert.equal(measure.id, id);
  });

  it('finds a measure by its id, its short name and any capitals', () => {
    for (const measure of allMeasures) {
      assert.equal(findMeasure(measure.id), measure);
      assert.equal(findMeasure(shortName(measure).toUpperCase()), measure);
    }
  });

  it('names measures of the family by the id’s prefix', () => {
    const prefixes = new Map(allMeasures.map(({ id, family }) => [id.slice(0, id.indexOf('.')), family]));
    for (const { id, family } of allMeasures)
      assert.equal(prefixes.get(id.slice(0, id.indexOf('.'))), family);
  });

  for (const measure of allMeasures) {
    it(`describes ${measure.id} in full, as plain data`, () => {
      const description = describeMeasure(measure);
      assert.deepEqual(JSON.parse(JSON.stringify(description)), description);
      assert.ok(description.title.length > 2 && description.formula.length > 5);
      assert.ok(description.summary.length > 80 && description.summary.endsWith('.'));
      for (const caveat of description.caveats) assert.match(caveat, /^([A-Z]|[a-z ]+:).*\.$/s);
      assert.match(description.reference.url ?? '', /^https:\/\//);
      for (const { summary } of measure.parameters) assert.match(summary, /\.$/);
    });

    it(`has defaults for ${measure.id} that its parameters allow`, () => {
      for (const parameter of measure.parameters) {
        if (parameter.kind === 'choice') assert.ok(parameter.choices.includes(parameter.default));
        if (parameter.kind === 'number') {
          assert.ok(parameter.default >= parameter.min && parameter.default <= parameter.max);
        }
      }
      const [low, high] = measure.range(defaultsOf(measure));
      assert.ok(low < high);
      const identity = measure.identity(defaultsOf(measure), 4);
      // NaN: it hangs on the data.
      if (identity !== null && !Number.isNaN(identity)) assert.ok(identity >= low && identity <= high);
      assert.ok(measure.tex.length > 10 && !measure.tex.includes('$'));
    });

    it(`has a seed for ${measure.id} if and only if it may draw random numbers`, () => {
      // Without a seed a result that hangs on random numbers could not be repeated.
      const seeded = measure.parameters.some(({ name }) => name === 'seed');
      const draws = variants.some((v) => v.measure === measure && !measure.deterministic(v.parameters));
      assert.equal(seeded, draws);
    });
  }

  for (const { name, measure, parameters } of variants) {
    it(`estimates the cost of ${name} in finite numbers that grow with the rows`, () => {
      const total = (n: number): { operations: number; bytes: number } => {
        const parts = [measure.cost(n, 64, 48, parameters)];
        for (const preparation of measure.preparations(parameters)) parts.push(preparation.cost(n, 64));
        const sum = (key: 'operations' | 'bytes'): number => parts.reduce((all, part) => all + part[key], 0);
        return { operations: sum('operations'), bytes: sum('bytes') };
      };
      // Subsets of a fixed size cost the same however many rows they are drawn from.
      const [few, many] = 'points' in parameters ? [total(100), total(400)] : [total(1000), total(4000)];
      assert.ok(Number.isFinite(many.operations) && Number.isFinite(many.bytes));
      assert.ok(many.operations > 2 * few.operations && many.bytes >= few.bytes && few.operations > 0);
    });

    it(`has one result per preparation of ${name}`, () => {
      const ids = measure.preparations(parameters).map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
    });
  }
});
