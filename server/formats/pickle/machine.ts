import { BadInput } from '../../tensors/badInput';
import { callName, container } from './containers';
import type { Input } from './input';
import { Called, Dict, List, Name, Persistent, Tuple, type Value } from './values';

/** PyTorch and NumPy stay far below all of these. */
const mostStacked = 1_000_000;
const mostRemembered = 2_000_000;
const mostMarks = 1_000_000;
/** Instructions, and values copied from one container into another. A file of 50,000 tensors has two million. */
const mostSteps = 20_000_000;

const embeddedStorage = 'torch.storage._load_from_bytes';

/** The stack and memory of a pickle, and what may be done with them. Every misuse is a BadInput that says where. */
export class Machine {
  /** Names in the order they were first met. `called`: whether Python would call it, or only load it. */
  readonly persistents: Persistent[] = [];
  /** Storages of PyTorch that lie in the pickle, each as a file of its own. */
  readonly embedded: Called[] = [];
  readonly names = new Map<string, { called: boolean }>();
  /** Position of the instruction that is being followed, for messages. */
  at = 0;
  readonly #stack: Value[] = [];
  /** How high the stack was at each mark. */
  readonly #marks: number[] = [];
  /** Writers count up from 0. */
  readonly #memo: Value[] = [];
  /** What is remembered under other numbers. */
  readonly #strayMemo = new Map<number, Value>();
  /** By module and name: a pickle may name the same again and again. */
  readonly #named = new Map<string, Map<string, Name>>();
  #steps = 0;

  constructor(readonly input: Input) {}

  fail(what: string): never {
    return this.input.fail(what, this.at);
  }

  /** Counts work, of which no pickle may ask for too much. */
  step(count = 1): void {
    this.#steps += count;
    if (this.#steps > mostSteps) this.fail(`asks for more than ${mostSteps} steps`);
  }

  push(value: Value): void {
    if (this.#stack.length >= mostStacked) this.fail(`stacks more than ${mostStacked} values`);
    this.#stack.push(value);
  }

  pop(): Value {
    const value = this.top();
    this.#stack.pop();
    return value;
  }

  top(): Value {
    const value = this.#stack.at(-1);
    if (value === undefined || this.#stack.length <= (this.#marks.at(-1) ?? 0)) {
      this.fail('takes a value from an empty stack');
    }
    return value;
  }

  mark(): void {
    if (this.#marks.length >= mostMarks) this.fail(`has more than ${mostMarks} marks`);
    this.#marks.push(this.#stack.length);
  }

  /** Takes what was stacked since the last mark. */
  popToMark(): Value[] {
    const height = this.#marks.pop();
    if (height === undefined) this.fail('looks for a mark that is not there');
    return this.#stack.splice(height);
  }

  /** Takes the last values, in the order in which they were stacked. */
  popMany(count: number): Value[] {
    if (this.#stack.length - count < (this.#marks.at(-1) ?? 0))
      this.fail('takes a value from an empty stack');
    return this.#stack.splice(-count);
  }

  /** POP takes a value, or a mark when that lies on top. */
  drop(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.pop();
  }

  remember(index = this.#memo.length + this.#strayMemo.size): void {
    if (this.#memo.length + this.#strayMemo.size >= mostRemembered) {
      this.fail(`remembers more than ${mostRemembered} values`);
    }
    if (index < this.#memo.length) this.#memo[index] = this.top();
    else if (index === this.#memo.length && this.#strayMemo.size === 0) this.#memo.push(this.top());
    else this.#strayMemo.set(index, this.top());
  }

  recall(index: number): void {
    const value = index < this.#memo.length ? this.#memo[index] : this.#strayMemo.get(index);
    if (value === undefined) this.fail(`recalls value ${index}, which it never remembered,`);
    this.push(value);
  }

  /** The one value that is left at the end. */
  result(): Value {
    const value = this.pop();
    if (this.#stack.length > 0 || this.#marks.length > 0) this.fail('leaves values behind');
    return value;
  }

  append(items: readonly Value[]): void {
    const target = this.top();
    if (!(target instanceof List || target instanceof Called))
      this.fail('appends to something that is no list');
    const list = target instanceof Called ? (target.items ??= []) : target.items;
    for (const item of items) list.push(item);
  }

  setItems(pairs: readonly Value[]): void {
    const target = this.top();
    if (!(target instanceof Dict || target instanceof Called)) {
      this.fail('sets an item of something that is no dictionary (SETITEM on a non-dict)');
    }
    const dict = target instanceof Dict ? target : (target.dict ??= new Dict());
    this.#putPairs(dict, pairs);
  }

  dictionary(pairs: readonly Value[]): Dict {
    const dict = new Dict();
    this.#putPairs(dict, pairs);
    return dict;
  }

  /** What Python would set on the object below it on the stack. */
  build(): void {
    const state = this.pop();
    const target = this.top();
    if (target instanceof Called) target.state = state;
    // What a subclass of a container carries beside its items, as PyTorch's versions of state dictionaries.
    else if (!(target instanceof Dict || target instanceof List)) {
      this.fail('sets the state of something that has none');
    }
  }

  /** A function or class by its name; nothing is looked up. */
  name(module: Value, name: Value): Name {
    if (typeof module !== 'string' || typeof name !== 'string') this.fail('has a name that is no short text');
    if (module.startsWith('joblib.')) {
      throw new BadInput(
        `${this.input.where} was written by joblib, which is not read: load it with joblib.load and save the arrays with numpy.savez.`,
      );
    }
    const ofModule = this.#named.get(module) ?? new Map<string, Name>();
    const result = ofModule.get(name) ?? new Name(module, name);
    this.#named.set(module, ofModule.set(name, result));
    if (!this.names.has(result.dotted)) this.names.set(result.dotted, { called: false });
    return result;
  }

  /** What Python would call is written down; only containers become what they are. */
  call(callee: Value, args: Value): void {
    if (!(args instanceof Tuple)) this.fail('calls something with arguments that are no tuple');
    if (callee instanceof Called) {
      this.push(new Called(callee.name, args.items));
      return;
    }
    if (!(callee instanceof Name)) this.fail('calls something that is no function or class');
    const made = container(callee, args.items, (count) => this.step(count));
    if (made !== undefined) {
      this.push(made);
      return;
    }
    const name = callName(callee, args.items);
    const known = this.names.get(name) ?? { called: true };
    known.called = true;
    this.names.set(name, known);
    const called = new Called(name, args.items);
    if (name === embeddedStorage) this.embedded.push(called);
    this.push(called);
  }

  persistent(id: Value): void {
    // PyTorch before 1.6 names the class of a network so, beside the text of its source.
    const [kind, named] = id instanceof Tuple ? id.items : [];
    if (kind === 'module' && named instanceof Name) {
      this.push(named);
      return;
    }
    const value = new Persistent(id);
    this.persistents.push(value);
    this.push(value);
  }

  #putPairs(dict: Dict, pairs: readonly Value[]): void {
    if (pairs.length % 2 !== 0) this.fail('has a key without a value');
    for (let i = 0; i + 1 < pairs.length; i += 2) dict.set(pairs[i] ?? null, pairs[i + 1] ?? null);
  }
}
