/** Hands a file to the browser. */

/** Milliseconds that the browser gets to take the file over. */
const KEEP = 60_000;

export function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP);
}
