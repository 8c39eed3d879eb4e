/** Whether somebody is logged in, as the page's header says. */
export function isMember(): boolean {
  return document.querySelector(".account-menu") !== null;
}

/** The name of who is logged in, for calls; "" for visitors. */
export function memberName(): string {
  return document.querySelector<HTMLElement>(".account-menu")?.dataset.name ?? "";
}
