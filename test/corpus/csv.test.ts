import assert from 'node:assert/strict';
import { assertRefused, Folder } from './folder';

const noNumber = (row: number, column: string, text: string): string =>
  `@: row ${row} (counted from 0), column "${column}" holds "${text}", which is no number: correct it or leave it empty.`;
const good = 'a,b\n' + '1,2\n'.repeat(300);

/** Name of the case, content, what is said when it is opened. */
const refused: readonly (readonly [string, string | Buffer, string])[] = [
  [
    'csv-ragged',
    'a,b\n1,2\n3\n4,5\n',
    '@: line 3 has 1 field and line 1 has 2, separated by comma: every row needs as many.',
  ],
  ['csv-nul', 'a,b\n1,2\n3,\0\n', '@ has a NUL at byte 10, so it is no text: save the table as UTF-8 again.'],
  [
    'csv-nul-late',
    `${good}1,\0\n`,
    '@ has a NUL at byte 1206, so it is no text: save the table as UTF-8 again.',
  ],
  ['csv-utf16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), '@ is UTF-16 text: save it as UTF-8.'],
  ['csv-utf16-bare', Buffer.from('a,b\n1,2\n', 'utf16le'), '@ is UTF-16 text: save it as UTF-8.'],
  ['csv-cr', 'a,b\r1,2\r', '@ has lines that end with CR alone: save it with the line ends LF or CRLF.'],
  ['csv-text', 'a,b\nx,y\n', '@ has no column of numbers: nothing in it can be compared.'],
  [
    'csv-wide',
    `${'1,'.repeat(1_000_000)}1\n`,
    '@ has 1000001 columns, and at most 1000000 are read: save it as a NumPy array.',
  ],
  ['csv-blank', '\n\r\n\n', '@ is empty: it has no row.'],
  ['csv-cmd', 'a\n=cmd()\n', '@ has no column of numbers: nothing in it can be compared.'],
];

/** Name of the case, content, what is said when the values are read. */
const unreadable: readonly (readonly [string, string, string])[] = [
  [
    'csv-ragged-late',
    `${good}3\n`,
    '@: row 300 (counted from 0, at byte 1204) has 1 field, and the first has 2: every row needs as many.',
  ],
  ['csv-cmd-late', `${good}1,=cmd()\n`, noNumber(300, 'b', '=cmd()')],
  ['csv-comma-late', `${good}1,"1,5"\n`, noNumber(300, 'b', '1,5')],
  ['csv-hex', `${good}0x10,1\n`, noNumber(300, 'a', '0x10')],
  [
    'csv-long-number',
    `${good}${'1'.repeat(500)},1\n`,
    noNumber(300, 'a', `${'1'.repeat(40)}…${'1'.repeat(40)}`),
  ],
  [
    'csv-1e999',
    'a,b\n1,2\n3,1e999\n',
    '@: row 1 (counted from 0), column "b" holds "1e999", which is beyond what a 64-bit float holds: correct it.',
  ],
];

describe('corpus: tables of text', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, content, message] of refused)
    it(`refuses ${name}`, () => folder.refuses(`${name}.csv`, content, message));

  for (const [name, content, message] of unreadable) {
    it(`opens ${name} and refuses its values`, async () => {
      const file = await folder.openBytes(`${name}.csv`, content);
      const [tensor] = file.tensors;
      assert.ok(tensor);
      const count = tensor.shape.reduce((product, length) => product * length);
      await assertRefused(() => file.read(tensor, 0, count), message.replace('@', file.path));
    });
  }

  it('refuses a file of one endless line', () =>
    folder.refuses(
      'csv-one-line.csv',
      Buffer.alloc(20_000_000, '1,'),
      '@: line 1 is longer than 8388608 bytes: write each row of the table into a line of its own.',
    ));

  it('refuses a line or a quoted field without end further on', async () => {
    await folder.refuses(
      'csv-long-line.csv',
      Buffer.concat([Buffer.from('a,b\n1,2\n'), Buffer.alloc(9_500_000, '1')]),
      '@: the row at byte 8 is longer than 8388608 bytes: a line end is missing.',
    );
    await folder.refuses(
      'csv-open-quote.csv',
      Buffer.concat([Buffer.from('a,b\n1,2\n"'), Buffer.alloc(9_500_000, '1\n')]),
      '@: the row at byte 8 is longer than 8388608 bytes: a line end or a closing quote is missing.',
    );
  });

  it('shows names as text, whatever they are', async () => {
    const names = ['__proto__', 'constructor', '<img src=x onerror=alert(1)>', '](command:x)'];
    const file = await folder.openBytes('names.csv', `${names.join(',')}\n1,2,3,4\n`);
    assert.deepEqual(file.metadata[2], ['columns of "values"', names.join(', ')]);
    const labels = await folder.openBytes('classes.csv', 'a,class\n1,__proto__\n2,toString\n3,\n');
    const [, classes] = labels.tensors;
    assert.ok(classes);
    assert.deepEqual(labels.classes?.get(classes), ['__proto__', 'toString']);
    assert.deepEqual([...(await labels.read(classes, 0, 3))], [0, 1, NaN]);
  });

  it('leaves a column alone that names too many classes', async () => {
    const rows = Array.from({ length: 10_002 }, (_, i) => `${i},c${i}\n`).join('');
    const file = await folder.openBytes('many.csv', `a,label\n${rows}`);
    assert.deepEqual(
      file.tensors.map(({ name, unreadable }) => [name, unreadable]),
      [
        ['values', undefined],
        ['label', 'Text is no number.'],
      ],
    );
  });
});
