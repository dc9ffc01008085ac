const simple = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
]);

/**
 * Backslash escapes as JSON, Python, TOML and double-quoted YAML share them. An escape none of them knows stays as it
 * is written, so that a Windows path in a careless literal still resolves.
 */
export function unescape(raw: string): string {
  return raw.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([^uUx]))/g,
    (all, ...groups) => {
      const [u, long, x, plain] = groups as (string | undefined)[];
      if (plain !== undefined) return simple.get(plain) ?? all;
      const code = parseInt(u ?? long ?? x ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
