/** Where the samples are served from, with its slash. */
export function defaultBase(): string {
  return `${import.meta.env.BASE_URL}samples/`;
}
