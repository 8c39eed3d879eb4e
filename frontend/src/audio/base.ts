/** Where the samples are served from, with its slash: a folder whose name changes with any of them (vite.config.ts). */
export function defaultBase(): string {
  return `${import.meta.env.BASE_URL}${import.meta.env.SAMPLES}`;
}
