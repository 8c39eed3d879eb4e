/** The menu in the header is a native `details`; it closes as menus do: by Escape, and by a click elsewhere. */
export function connectAccountMenu(page: Document): void {
  const menu = page.querySelector<HTMLDetailsElement>("details.account-menu");
  if (!menu) return;
  page.addEventListener("click", ({ target }) => {
    if (!menu.contains(target as Node)) menu.open = false;
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}
