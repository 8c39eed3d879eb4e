/** File names that every system takes. */

/** Characters of a title that go into a name; with its ending it stays below what any file system allows. */
const LONGEST = 80;
const FALLBACK = "lofi track";
/** What Windows, the strictest, forbids; and what can't be seen or turns the text around. */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** "title.ending": `title` is any text, `ending` has no dot. */
export function fileName(title: string, ending: string): string {
  const clean = trim(title.normalize("NFC").replace(FORBIDDEN, " ").replace(/\s+/gu, " "));
  const short = trim([...clean].slice(0, LONGEST).join("")) || FALLBACK;
  return `${RESERVED.test(short) ? `${short} track` : short}.${ending}`;
}

/** A name of a moment, for what has no title: "Lofi session 2026-11-23 22.50.webm". */
export function sessionName(at: Date, ending: string): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `Lofi session ${day} ${two(at.getHours())}.${two(at.getMinutes())}.${ending}`;
}

/** A name that begins with a dot is hidden; Windows drops dots and spaces at the end. */
function trim(text: string): string {
  return text.replace(/^[.\s]+|[.\s]+$/gu, "");
}
