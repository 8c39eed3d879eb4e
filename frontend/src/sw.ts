/**
 * The service worker: the site opens without a connection, and plays what the listener's list holds.
 *
 * It keeps the files of one release, samples that were needed, and the home page as a visitor gets it. Nothing that a member
 * gets is ever kept: no page of theirs, no answer of the interface, no picture. lofi_site/offline.py puts `release` before it.
 */

interface Release {
  /** Changes with every file. */
  readonly version: string;
  /** Paths of what the page needs; `script` is the one that the home page must name. */
  readonly files: readonly string[];
  readonly script: string;
}

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Scope {
  readonly release: Release;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}

const scope = globalThis as unknown as Scope;
const { version, files, script } = scope.release;
const PREFIX = "shell-";
const SHELL = PREFIX + version;
const SAMPLES = "samples-1";
/** What is a page, and no file, interface or admin's: navigation's own rule, and pages that stand in frames. */
const NO_PAGE = /^\/(admin|api|static|embed|oembed|covers|decode|predict)(\/|$)|\.\w+$/;
const FOLDER = `/static/${import.meta.env.SAMPLES}`;

addEventListener("install", (event) => (event as Waiting).waitUntil(install()));
addEventListener("activate", (event) => (event as Waiting).waitUntil(activate()));
addEventListener("fetch", (event) => answer(event as Fetching));
addEventListener("message", (event) => {
  const names: unknown = (event as MessageEvent).data?.keep;
  if (Array.isArray(names)) (event as unknown as Waiting).waitUntil(keep(names.map(String)));
});

/** All or nothing: a release that changes meanwhile is tried again at the next visit. */
async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  await cache.addAll(files);
  const home = await fetch("/", { credentials: "omit", cache: "no-store" });
  if (!home.ok || !(await home.clone().text()).includes(script)) throw new Error("another release");
  await cache.put("/", home);
  await scope.skipWaiting();
}

/** Pages that are open may still ask for the files of the release before this one. */
async function activate(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const old = shells.filter((name) => name !== SHELL).slice(0, -1);
  await Promise.all(old.map((name) => caches.delete(name)));
  await dropOldSamples();
  await scope.clients.claim();
}

/** Those of another folder, which no page of this release asks for. */
async function dropOldSamples(): Promise<void> {
  const cache = await caches.open(SAMPLES);
  const old = (await cache.keys()).filter(({ url }) => !new URL(url).pathname.startsWith(FOLDER));
  await Promise.all(old.map((request) => cache.delete(request)));
}

function answer(event: Fetching): void {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/static/samples/")) event.respondWith(sample(event));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (isPage(request, pathname)) event.respondWith(page(request, pathname));
}

function isPage({ mode, headers }: Request, pathname: string): boolean {
  return (
    !NO_PAGE.test(pathname) &&
    (mode === "navigate" || headers.has("HX-Request") || headers.has("HX-History-Restore-Request"))
  );
}

/** A file of a release has its hash in its name, so the one that is kept is the right one. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** From the network as long as there is one. A page that is walked to says by a header that it is the one kept. */
async function page(request: Request, pathname: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const home = await caches.match("/", { ignoreVary: true });
    if (!home || (request.mode !== "navigate" && pathname !== "/")) throw error;
    const headers = new Headers(home.headers);
    headers.set("X-Offline", "1");
    return new Response(home.body, { headers });
  }
}

/** The folder's name changes with any sample, so what is kept is the right one. */
async function sample(event: Fetching): Promise<Response> {
  const cache = await caches.open(SAMPLES);
  return (await cache.match(event.request, { ignoreVary: true })) ?? store(cache, event.request);
}

async function store(cache: Cache, request: Request | string): Promise<Response> {
  const response = await fetch(request);
  if (response.status === 200) await cache.put(request, response.clone());
  return response;
}

/** Fetches samples, by path, that are not here yet; one after the other, as nobody waits for them. */
async function keep(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(SAMPLES);
  for (const path of paths.filter((each) => each.startsWith("/static/samples/"))) {
    if (!(await cache.match(path, { ignoreVary: true }))) await store(cache, path).catch(() => undefined);
  }
}
