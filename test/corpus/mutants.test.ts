import assert from 'node:assert/strict';
import { Folder } from './folder';
import { isRefused, mutate, seeded } from './mutate';
import { companions, originals } from './originals/catalogue';

const mutants = 1000;

describe('corpus: mutants', function () {
  this.timeout(600_000);
  const folder = new Folder();
  before(() => {
    for (const [name, content] of companions) folder.write(name, content);
  });

  for (const [name, original] of originals) {
    it(`opens or refuses ${mutants} mutants of ${name} with a sentence`, async () => {
      const random = seeded(2026);
      let refused = 0;
      for (let i = 0; i < mutants; i++) {
        const bytes = mutate(original, random);
        try {
          refused += Number(await isRefused(() => folder.openBytes(name, bytes)));
        } catch (error) {
          throw new Error(`mutant ${i}: ${bytes.toString('hex')}`, { cause: error });
        }
        await folder.close();
      }
      assert.ok(refused > 0 && refused < mutants, `${refused} refused`);
    });
  }
});
