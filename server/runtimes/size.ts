/** A number of bytes in words: "64 MiB", "1.5 GiB". */
export function sizeText(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes < 1024
    ? `${mebibytes.toFixed(mebibytes < 10 ? 1 : 0)} MiB`
    : `${(mebibytes / 1024).toFixed(1)} GiB`;
}
