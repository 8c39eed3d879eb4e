/** The sheet of keyboard shortcuts. */

import { h } from "./dom";
import { pageShortcuts, SHORTCUTS } from "./shortcuts";

export function openHelp(): void {
  if (document.querySelector("#help-sheet")) return;
  const rows = [...pageShortcuts.value, ...SHORTCUTS].flatMap(({ keys, does }) => [
    h("dt", {}, ...keys.split(" ").map((key) => h("kbd", {}, key))),
    h("dd", {}, does),
  ]);
  const close = h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Close");
  const heading = h("h2", { id: "help-title" }, "Keyboard shortcuts");
  const dialog = h(
    "dialog",
    { id: "help-sheet", class: "sheet", "aria-labelledby": "help-title" },
    heading,
    h("dl", { class: "keys" }, ...rows),
    close,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
