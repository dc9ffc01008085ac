/** The shortest digits that read back as the same number; empty for none. */
export function csvNumber(value: number | null): string {
  return value === null ? '' : String(value);
}

/**
 * Names come from files and may hold anything. A spreadsheet runs a cell that begins like a formula, so such a cell
 * gets an apostrophe, which spreadsheets take for "this is text"; commas, quotes and line breaks are quoted (RFC 4180).
 */
export function csvText(value: string): string {
  const harmless = /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
