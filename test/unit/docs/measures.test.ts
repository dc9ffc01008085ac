import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { measurePages } from '../../../docs/generator/pages';
import { allMeasures } from '../../../server/measures/catalogue';

const folder = resolve(__dirname, '../../../docs/measures');

describe('The pages of docs/measures', () => {
  const pages = measurePages();

  it('are one for each measure and an overview, no more and no fewer', () => {
    const wanted = ['README.md', ...allMeasures.map(({ id }) => `${id}.md`)];
    assert.deepEqual(readdirSync(folder).sort(), wanted.sort(), 'npm run docs writes them');
  });

  for (const [name, text] of pages) {
    it(`say what the metadata says: ${name}`, () => {
      assert.equal(readFileSync(join(folder, name), 'utf8'), text, 'npm run docs writes them anew');
    });
  }

  it('are linked from the overview, and link only to pages that are there', () => {
    const links = [...pages].flatMap(([, text]) =>
      [...text.matchAll(/\]\(([\w.]+\.md)(?:#[\w-]+)?\)/g)].map(([, target = '']) => target),
    );
    for (const target of links) assert.ok(pages.has(target), target);
    for (const { id } of allMeasures) assert.ok(links.includes(`${id}.md`), id);
  });

  it('tell a choice that changes what a measure sees in a column of its own', () => {
    const page = pages.get('align.procrustes.md') ?? '';
    assert.match(page, /\| Change to one input \| By default \| `\w+: \w+` \|/);
  });
});
