/** Which addresses are pages that can be put into this one. Pure. */

/** The admin's pages, the interface's, files: they have no `#main`, or are no pages. */
const OTHERS =
  /^\/(admin|api|static|embed|oembed|covers|decode|predict)(\/|$)|^\/sw\.js$|\.(svg|png|txt|json|zip|mid)$/;
const SCRIPT = /\/assets\/main-[\w-]+\.js/;

export function isPage(href: string, base: string = location.href): boolean {
  const url = URL.parse(href, base);
  return url !== null && url.origin === new URL(base).origin && !OTHERS.test(url.pathname);
}

/** Whether a path (from "/" on) is where one is, the fragment aside. */
export function samePlace(path: string, { pathname, search }: Pick<Location, "pathname" | "search">): boolean {
  return path.split("#")[0] === pathname + search;
}

/** Whether a page was built for other scripts than those that run here: the site has been renewed meanwhile. */
export function isOtherRelease(page: Document, html: string): boolean {
  const running = [...page.scripts].map(({ src }) => SCRIPT.exec(src)?.[0]).find(Boolean);
  const wanted = SCRIPT.exec(html)?.[0];
  return running !== undefined && wanted !== undefined && running !== wanted;
}
