/** Whether somebody is logged in, as the page's header says. */
export function isMember(): boolean {
  return document.querySelector(".account-menu") !== null;
}
