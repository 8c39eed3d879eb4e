/**
 * Walking through the pages while the music plays: htmx fetches the next page and puts its `#main` in place of this one's;
 * the player stands beside it and never moves. Decided in docs/decisions/0404-navigation.md.
 */

import { signal } from "@preact/signals-core";
import type { Htmx, HtmxRequestCtx } from "htmx.org";
import { notices } from "./app";
import { isOtherRelease, isPage, samePlace } from "./pages";

type Visit = HtmxRequestCtx & { title: string | null };
type Swap = { ctx: Visit; tasks: { type: string; fragment: DocumentFragment }[] };

/** What to do with the `#main` of a page that has just come in; `isBack`: by the browser's Back or Forward. */
export type Arrival = (main: HTMLElement, isBack: boolean) => void;

/** Title of the page, whatever plays. */
export const pageTitle = signal(document.title);
/** Counts the pages shown since the last full load: what must look at the address anew reads it. */
export const visits = signal(0);

const RESTORED = "HX-History-Restore-Request";
let htmx: Htmx | null = null;
let latest: Visit | null = null;
let fault: number | null = null;

/** Until this has run, links load whole pages. */
export async function connectNavigation(page: Document, arrive: Arrival): Promise<void> {
  listen(page, "htmx:before:init", (event) => !isBoostable(event.target) && event.preventDefault());
  listen(page, "htmx:before:request", ({ detail }) => begin(page, detail.ctx));
  listen(page, "htmx:before:response", (event) => leaveIfFile(event.detail.ctx) && event.preventDefault());
  listen(page, "htmx:before:swap", (event) => !isSwappable(event.detail) && event.preventDefault());
  listen(page, "htmx:before:history:update", ({ detail }) => stayIfSame(detail.history));
  listen(page, "htmx:after:swap", ({ detail }) => isPageSwap(detail.ctx) && show(page, detail.ctx, arrive));
  listen(page, "htmx:error", ({ detail }) => detail.ctx && fail(detail.ctx));
  listen(page, "htmx:finally:request", ({ detail }) => end(page, detail.ctx));
  page.addEventListener("click", follow);
  htmx = (await import("htmx.org")).default;
}

/** Goes to a page of the site as if a link had been clicked. */
export function visit(path: string): void {
  if (htmx && isPage(path)) void htmx.ajax("GET", path, { push: "true" });
  else location.assign(path);
}

/** The same page anew, without an entry in the history. */
export function revisit(): void {
  if (htmx) void htmx.ajax("GET", location.pathname + location.search, { swap: "outerHTML" });
  else location.reload();
}

// biome-ignore lint/suspicious/noExplicitAny: each event's detail is another; htmx's own types leave half of it out
function listen(page: Document, name: string, hear: (event: CustomEvent<any>) => unknown): void {
  page.addEventListener(name, (event) => void hear(event as CustomEvent));
}

function isBoostable(target: EventTarget | null): boolean {
  return !(target instanceof HTMLAnchorElement) || isPage(target.href);
}

/** A link that was made after its page: htmx knows nothing of it. */
function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link?.getAttribute("href") || !isPlain || event.defaultPrevented || link.closest('[hx-boost="false"]')) return;
  if (link.hasAttribute("download") || link.target || !isPage(link.href) || link.getAttribute("href")!.startsWith("#"))
    return;
  event.preventDefault();
  visit(link.pathname + link.search + link.hash);
}

function isPageSwap({ target }: Visit): boolean {
  return target?.id === "main";
}

function begin(page: Document, ctx: Visit): void {
  if (!isPageSwap(ctx)) return;
  latest = ctx;
  if (fault !== null) notices.dismiss(fault);
  fault = null;
  page.querySelector<HTMLElement>("#page-progress")!.hidden = false;
  page.querySelector("#main")?.setAttribute("aria-busy", "true");
}

function end(page: Document, ctx: Visit): void {
  if (ctx !== latest) return;
  page.querySelector<HTMLElement>("#page-progress")!.hidden = true;
  page.querySelector("#main")?.removeAttribute("aria-busy");
}

/** What is no page (a file behind a link that does not say so) is the browser's business. */
function leaveIfFile({ response, request }: Visit): boolean {
  const type = response!.headers.get("Content-Type") ?? "";
  if (type.startsWith("text/html") || request.method !== "GET") return false;
  location.assign(response!.raw.url);
  return true;
}

/** Late answers are dropped; so is what has no `#main`, or was built for other scripts: that is loaded whole. */
function isSwappable({ ctx, tasks }: Swap): boolean {
  if (!isPageSwap(ctx)) return true;
  if (ctx !== latest) return false;
  const { raw, status } = ctx.response!;
  const main = tasks.find(({ type }) => type === "main")?.fragment.querySelector("#main");
  if (main && !isOtherRelease(document, ctx.text ?? "")) {
    // The page of a broken server knows nobody, nor does the one that is kept for when there is none: the header stays as it is.
    if (status >= 500 || raw.headers.has("X-Offline"))
      tasks.splice(0, tasks.length, ...tasks.filter(({ type }) => type === "main"));
    return true;
  }
  if (status < 400) location.assign(raw.url);
  else fail(ctx);
  return false;
}

/** A form that comes back, or a link to where one is, makes no second entry in the history. */
function stayIfSame(history: { type: string; path: string }): void {
  if (samePlace(history.path, location)) history.type = "replace";
}

function show(page: Document, ctx: Visit, arrive: Arrival): void {
  const isBack = RESTORED in (ctx.request.headers ?? {});
  const { raw, headers } = ctx.response!;
  if (isBack && raw.redirected) history.replaceState(history.state, "", raw.url);
  if (ctx.title) pageTitle.value = ctx.title;
  // htmx would write it over the track's.
  ctx.title = null;
  visits.value += 1;
  const main = page.querySelector<HTMLElement>("#main")!;
  page.querySelector("#page-announcer")!.textContent = pageTitle.peek();
  arrive(main, isBack);
  lookAgain(headers.get("Refresh"));
}

/** `Refresh: 5`: the page asks to be loaded again in so many seconds, which browsers do for whole pages only. */
function lookAgain(seconds: string | null): void {
  const visit = visits.peek();
  if (seconds) setTimeout(() => visit === visits.peek() && revisit(), 1000 * Number.parseInt(seconds, 10));
}

function fail(ctx: Visit): void {
  if (ctx !== latest || !isPageSwap(ctx)) return;
  const { request, sourceElement } = ctx;
  const isForm = sourceElement instanceof HTMLFormElement && request.method !== "GET";
  const again = () =>
    isForm ? sourceElement.requestSubmit() : RESTORED in request.headers ? revisit() : visit(request.action);
  const why = navigator.onLine ? "The server does not answer." : "You are offline.";
  if (fault !== null) notices.dismiss(fault);
  fault = notices.warn(`This page did not come. ${why}`, { label: "Try again", run: again });
}
