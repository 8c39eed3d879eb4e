/** Menus are native `details` of class `menu`; they close as menus do: by Escape, and by a click elsewhere. */
export function connectMenus(page: Document): void {
  // Looked up each time: pages come and go, and the header is another one after logging in or out.
  const opened = () => [...page.querySelectorAll<HTMLDetailsElement>("details.menu[open]")];
  page.addEventListener("click", ({ target }) => {
    for (const menu of opened()) if (!menu.contains(target as Node)) menu.open = false;
  });
  page.addEventListener("keydown", ({ key }) => {
    const menu = key === "Escape" ? opened().find((each) => each.contains(page.activeElement)) : null;
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}
