import { isAbsolute } from 'node:path';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';

/** Takes a value from outside or throws an InvalidParams error that says in one sentence what is wrong and where. */
export type Reader<T> = (value: unknown, at: string) => T;

/** The error for parameters a request cannot have. */
export function invalid(sentence: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, sentence);
}

export const anything: Reader<unknown> = (value) => value;

export const text: Reader<string> = (value, at) => {
  if (typeof value !== 'string') throw invalid(`${at} must be a text.`);
  return value;
};

/** An absolute file system path. */
export const path: Reader<string> = (value, at) => {
  const given = text(value, at);
  if (given.includes('\0') || !isAbsolute(given)) throw invalid(`${at} must be an absolute file path.`);
  return given;
};

export const flag: Reader<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw invalid(`${at} must be true or false.`);
  return value;
};

/** A number JSON can carry: finite. */
export const number: Reader<number> = (value, at) => {
  if (typeof value !== 'number') throw invalid(`${at} must be a number.`);
  return value;
};

export function integer(least: number, most: number): Reader<number> {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      throw invalid(`${at} must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

export function oneOf<const T extends string>(...choices: readonly T[]): Reader<T> {
  return (value, at) => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw invalid(`${at} must be ${choices.join(' or ')}.`);
    return choice;
  };
}

export function nullable<T>(read: Reader<T>): Reader<T | null> {
  return (value, at) => (value === null ? null : read(value, at));
}

export function either<A, B>(one: Reader<A>, other: Reader<B>): Reader<A | B> {
  return (value, at) => {
    try {
      return one(value, at);
    } catch {
      return other(value, at);
    }
  };
}

export function list<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw invalid(`${at} must be a list.`);
    return value.map((item: unknown, i) => read(item, `${at}[${i}]`));
  };
}

/** A list of exactly these items. */
export function tuple<A, B>(first: Reader<A>, second: Reader<B>): Reader<readonly [A, B]> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length !== 2) throw invalid(`${at} must be a pair.`);
    return [first(value[0], `${at}[0]`), second(value[1], `${at}[1]`)];
  };
}

/** An object's own property, never one it inherits. */
function property(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

type Shape<T> = { readonly [K in keyof T]: Reader<T[K]> };

/** An object with these properties; others are left out. */
export function object<T extends object>(required: Shape<T>): Reader<T>;
export function object<T extends object, O extends object>(
  required: Shape<T>,
  optional: Shape<O>,
): Reader<T & Partial<O>>;
export function object(
  required: Readonly<Record<string, Reader<unknown>>>,
  optional: Readonly<Record<string, Reader<unknown>>> = {},
): Reader<object> {
  return (value, at) => {
    if (typeof value !== 'object' || value === null) throw invalid(`${at} must be an object.`);
    const entries: [string, unknown][] = [];
    for (const [name, read] of Object.entries(required)) {
      entries.push([name, read(property(value, name), `${at}.${name}`)]);
    }
    for (const [name, read] of Object.entries(optional)) {
      const given = property(value, name);
      if (given !== undefined) entries.push([name, read(given, `${at}.${name}`)]);
    }
    return Object.fromEntries(entries);
  };
}

/** An object whose keys are free, at most `most` of them. */
export function dictionary<T>(read: Reader<T>, most: number): Reader<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw invalid(`${at} must be an object.`);
    const entries = Object.entries(value);
    if (entries.length > most) throw invalid(`${at} has more than ${most} entries.`);
    return Object.fromEntries(entries.map(([name, item]) => [name, read(item, `${at}.${name}`)]));
  };
}
