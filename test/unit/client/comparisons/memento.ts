/** What a workspace keeps, with one thing in it. */
export function memento(name: string, kept: unknown = []) {
  const store = new Map<string, unknown>([[name, kept]]);
  return {
    get: <T>(key: string, otherwise?: T) => (store.get(key) ?? otherwise) as T,
    update: (key: string, value: unknown) => {
      store.set(key, value);
      return Promise.resolve();
    },
  };
}
