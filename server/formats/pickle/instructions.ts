import type { Machine } from './machine';
import { List, type Name, Tuple, type Value } from './values';
import { floatOfLine, integerOfBytes, integerOfLine, textOfRepr, textOfUnicodeLine } from './numbers';

/** What an instruction does; a promise where it may have to wait for the file. */
type Instruction = (machine: Machine) => void | Promise<void>;

const longestInteger = 1024;
const highestProtocol = 5;

/** Strings in front of which their length stands in `bytes` bytes. */
function length(machine: Machine, bytes: 1 | 4 | 8): number {
  if (bytes === 1) return machine.input.byte();
  if (bytes === 4) return machine.input.uint32();
  const value = machine.input.uint64();
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) machine.fail('has a string longer than any file');
  return Number(value);
}

/** Does something with what was read: at once, unless the file is waited for. */
function withRead<T>(read: T | Promise<T>, use: (value: T) => void | Promise<void>): void | Promise<void> {
  return read instanceof Promise ? read.then(use) : use(read);
}

const text =
  (bytes: 1 | 4 | 8): Instruction =>
  (m) =>
    withRead(m.input.text(length(m, bytes)), (value) => m.push(value));
const oldText =
  (bytes: 1 | 4): Instruction =>
  (m) =>
    withRead(m.input.oldText(length(m, bytes)), (value) => m.push(value));
const bytes =
  (size: 1 | 4 | 8): Instruction =>
  (m) =>
    m.push(m.input.stretch(length(m, size), 'bytes'));
const push =
  (value: Value): Instruction =>
  (m) =>
    m.push(value);
const tuple =
  (count: number): Instruction =>
  (m) =>
    m.push(new Tuple(m.popMany(count)));
const fromLine =
  (read: (line: string) => Value | undefined, what: string): Instruction =>
  (m) =>
    withRead(m.input.line(), (line) => {
      const value = read(line);
      m.push(value === undefined ? m.fail(`has ${what}`) : value);
    });
const long =
  (lengthBytes: 1 | 4): Instruction =>
  async (m) => {
    const size = length(m, lengthBytes);
    if (size > longestInteger) m.fail(`has a number of ${size} bytes, more than ${longestInteger},`);
    if (!m.input.ready(size)) await m.input.fill(size);
    m.push(integerOfBytes(m.input.take(size)));
  };
const refuse =
  (what: string): Instruction =>
  (m) =>
    m.fail(what);

function indexLine(m: Machine, use: (index: number) => void): void | Promise<void> {
  return withRead(m.input.line(), (line) =>
    use(/^\d{1,9}$/.test(line) ? Number(line) : m.fail('has a bad number of a remembered value')),
  );
}

/** A name in two lines. */
function nameInLines(m: Machine, use: (name: Name) => void): void | Promise<void> {
  return withRead(m.input.line(), (module) => withRead(m.input.line(), (name) => use(m.name(module, name))));
}

/** CALL with the class and its arguments since the mark, as the oldest protocols do it. */
function callSinceMark(m: Machine, values: Value[]): void {
  const [callee = m.fail('calls nothing'), ...args] = values;
  m.call(callee, new Tuple(args));
}

/** By their names in Python's pickletools. */
const byCode: readonly (readonly [number | string, Instruction])[] = [
  // PROTO, FRAME; STOP ends the loop before it comes here.
  [
    0x80,
    (m) => {
      const protocol = m.input.byte();
      if (protocol > highestProtocol)
        m.fail(`has protocol ${protocol}, and only 0 to ${highestProtocol} are known,`);
    },
  ],
  [0x95, (m) => m.input.frame(m.input.uint64())],
  // Constants and numbers.
  ['N', push(null)],
  [0x88, push(true)],
  [0x89, push(false)],
  ['J', (m) => m.push(m.input.int32())],
  ['K', (m) => m.push(m.input.byte())],
  ['M', (m) => m.push(m.input.uint16())],
  ['G', (m) => m.push(m.input.double())],
  ['I', fromLine(integerOfLine, 'a bad number')],
  ['L', fromLine(integerOfLine, 'a bad number')],
  ['F', fromLine(floatOfLine, 'a bad number')],
  [0x8a, long(1)],
  [0x8b, long(4)],
  // Text and bytes.
  ['S', fromLine(textOfRepr, 'bad text')],
  ['V', fromLine(textOfUnicodeLine, 'bad text')],
  ['T', oldText(4)],
  ['U', oldText(1)],
  ['X', text(4)],
  [0x8c, text(1)],
  [0x8d, text(8)],
  ['B', bytes(4)],
  ['C', bytes(1)],
  [0x8e, bytes(8)],
  [0x96, bytes(8)],
  [0x97, refuse('needs data that is not in the file (a buffer out of band)')],
  [0x98, () => undefined],
  // Containers.
  [')', (m) => m.push(new Tuple([]))],
  ['t', (m) => m.push(new Tuple(m.popToMark()))],
  [0x85, tuple(1)],
  [0x86, tuple(2)],
  [0x87, tuple(3)],
  [']', (m) => m.push(new List([]))],
  ['l', (m) => m.push(new List(m.popToMark()))],
  ['a', (m) => m.append([m.pop()])],
  ['e', (m) => m.append(m.popToMark())],
  ['}', (m) => m.push(m.dictionary([]))],
  ['d', (m) => m.push(m.dictionary(m.popToMark()))],
  [
    's',
    (m) => {
      const value = m.pop();
      const key = m.pop();
      m.setItems([key, value]);
    },
  ],
  ['u', (m) => m.setItems(m.popToMark())],
  [0x8f, (m) => m.push(new List([]))],
  [0x90, (m) => m.append(m.popToMark())],
  [0x91, (m) => m.push(new List(m.popToMark()))],
  // The stack and the memory.
  ['0', (m) => m.drop()],
  ['1', (m) => void m.popToMark()],
  ['2', (m) => m.push(m.top())],
  ['(', (m) => m.mark()],
  ['p', (m) => indexLine(m, (index) => m.remember(index))],
  ['q', (m) => m.remember(m.input.byte())],
  ['r', (m) => m.remember(m.input.uint32())],
  [0x94, (m) => m.remember()],
  ['g', (m) => indexLine(m, (index) => m.recall(index))],
  ['h', (m) => m.recall(m.input.byte())],
  ['j', (m) => m.recall(m.input.uint32())],
  // Names and calls.
  ['c', (m) => nameInLines(m, (name) => m.push(name))],
  [
    0x93,
    (m) => {
      const name = m.pop();
      m.push(m.name(m.pop(), name));
    },
  ],
  [
    'R',
    (m) => {
      const args = m.pop();
      m.call(m.pop(), args);
    },
  ],
  ['i', (m) => nameInLines(m, (name) => callSinceMark(m, [name, ...m.popToMark()]))],
  ['o', (m) => callSinceMark(m, m.popToMark())],
  [
    0x81,
    (m) => {
      const args = m.pop();
      m.call(m.pop(), args);
    },
  ],
  [
    0x92,
    (m) => {
      const named = m.pop();
      const args = m.pop();
      m.call(m.pop(), new Tuple([args, named]));
    },
  ],
  ['b', (m) => m.build()],
  ['P', (m) => withRead(m.input.line(), (id) => m.persistent(id))],
  ['Q', (m) => m.persistent(m.pop())],
  [0x82, refuse('uses an extension code, which means something only in the program that wrote it,')],
  [0x83, refuse('uses an extension code, which means something only in the program that wrote it,')],
  [0x84, refuse('uses an extension code, which means something only in the program that wrote it,')],
];

/** By the byte that stands for it. */
export const instructions: readonly (Instruction | undefined)[] = byCode.reduce<(Instruction | undefined)[]>(
  (table, [code, instruction]) => {
    table[typeof code === 'string' ? code.charCodeAt(0) : code] = instruction;
    return table;
  },
  Array.from({ length: 256 }, () => undefined),
);
