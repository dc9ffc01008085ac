/** The pickle of a state dictionary as torch.save writes it: what was named before is recalled, not named again. */
import { integer, named, text } from '../../corpus/pickles';

/** @param count elements of each storage, and of the tensor in it */
export function savedPickle(keys: readonly string[], count: number): Buffer {
  const parts: Buffer[] = [];
  const memo = new Map<string, number>();
  let remembered = 0;
  const raw = (...codes: readonly (string | number)[]): void => {
    parts.push(
      ...codes.map((code) => (typeof code === 'number' ? Buffer.of(code) : Buffer.from(code, 'latin1'))),
    );
  };
  const remember = (): void => {
    const index = Buffer.alloc(4);
    index.writeUInt32LE(remembered++);
    if (remembered <= 256) raw('q', index[0] ?? 0);
    else parts.push(Buffer.from('r'), index);
  };
  const once = (what: string, make: () => Buffer): void => {
    const known = memo.get(what);
    if (known !== undefined) {
      raw('h', known);
      return;
    }
    memo.set(what, remembered);
    parts.push(make());
    remember();
  };
  const name = (module: string, what: string): void => once(`${module}.${what}`, () => named(module, what));
  const word = (what: string): void => {
    parts.push(text(what));
    remember();
  };
  raw(0x80, 2, '}');
  remember();
  raw('(');
  for (const key of keys) {
    word(`model.layers.${key}.weight`);
    name('torch._utils', '_rebuild_tensor_v2');
    raw('((');
    once('storage', () => text('storage'));
    name('torch', 'FloatStorage');
    word(key);
    once('cpu', () => text('cpu'));
    parts.push(integer(count));
    raw('t');
    remember();
    raw('QK', 0);
    parts.push(integer(count));
    raw(0x85);
    remember();
    raw('K', 1, 0x85);
    remember();
    raw(0x89);
    name('collections', 'OrderedDict');
    raw(')R');
    remember();
    raw('t');
    remember();
    raw('R');
    remember();
  }
  raw('u.');
  return Buffer.concat(parts);
}
