import { call, dict, integer, list, named, pickleOf, text, tuple } from '../pickles';
import { float32s } from '../writers';

const raw = (bytes: string): Buffer => Buffer.from(bytes, 'latin1');

/** An array as NumPy pickles it: made empty, then given its state. */
function array(data: Buffer): Buffer {
  const empty = call(
    named('numpy.core.multiarray', '_reconstruct'),
    named('numpy', 'ndarray'),
    tuple(integer(0)),
    raw('U\x01b'),
  );
  const type = call(named('numpy', 'dtype'), text('f4'), integer(0), integer(1));
  const state = tuple(
    integer(3),
    text('<'),
    raw('N'),
    raw('N'),
    raw('N'),
    integer(-1),
    integer(-1),
    integer(0),
  );
  const values = tuple(
    integer(1),
    tuple(integer(2)),
    Buffer.concat([type, state, raw('b')]),
    raw('\x89'),
    data,
  );
  return Buffer.concat([empty, values, raw('b')]);
}

const encoded = call(named('_codecs', 'encode'), text('\0\0\x80?\0\0\0@'), text('latin1'));

export const pickleOriginals = new Map<string, Buffer>([
  [
    'arrays.pkl',
    pickleOf(
      dict(
        ['x', array(Buffer.concat([raw('C\x08'), float32s(1, 2)]))],
        ['y', list(array(encoded), integer(3))],
      ),
    ),
  ],
  [
    'oldest.pkl',
    raw("(dp0\nS'epoch'\np1\nI3\nsS'lr'\nF0.1\nsS'layers'\n(lp2\nI4\naL5L\nasVna\\u00efve\n(I1\ntp3\ns."),
  ],
  ['framed.pkl', raw('\x80\x04\x95\x11\0\0\0\0\0\0\0}\x94\x8c\x01a\x94]\x94(K\x01M\x02\x01es.')],
]);
