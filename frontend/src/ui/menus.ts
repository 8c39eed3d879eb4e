/** The menu in the header is a native `details`; it closes as menus do: by Escape, and by a click elsewhere. */
export function connectAccountMenu(page: Document): void {
  // Looked up each time: the header is another one after logging in or out.
  const opened = () => page.querySelector<HTMLDetailsElement>("details.account-menu[open]");
  page.addEventListener("click", ({ target }) => {
    const menu = opened();
    if (menu && !menu.contains(target as Node)) menu.open = false;
  });
  page.addEventListener("keydown", ({ key }) => {
    const menu = key === "Escape" ? opened() : null;
    if (!menu?.contains(page.activeElement)) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}
