/** Sheets of paper on which something is asked: native dialogs that are gone when they are closed. */

import { h, setText } from "../dom";

export interface Sheet {
  readonly dialog: HTMLDialogElement;
  /** Says what is under way or went wrong, to eyes and ears. */
  tell(text: string): void;
  close(): void;
}

/** Opens a sheet; `id` is unique on the page, and a sheet that is open already is not opened twice. */
export function openSheet(id: string, title: string, ...body: (Node | null)[]): Sheet | null {
  if (document.getElementById(id)) return null;
  const status = h("p", { class: "sheet-status", role: "status" });
  const shut = h("button", { type: "button", class: "button sheet-close", onclick: () => dialog.close() }, "Close");
  const heading = h("h2", { id: `${id}-title` }, title);
  const attributes = { id, class: "sheet social-sheet", "aria-labelledby": `${id}-title` };
  const dialog = h("dialog", attributes, heading, ...body, status, shut);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, tell: (text) => setText(status, text), close: () => dialog.close() };
}

/** Keeps every button of a form from being pressed twice while `work` goes on; answers whether it succeeded. */
export async function once(form: HTMLElement, work: () => Promise<void>, fail: (error: unknown) => void) {
  if (form.hasAttribute("aria-busy")) return false;
  form.setAttribute("aria-busy", "true");
  try {
    await work();
    return true;
  } catch (error) {
    fail(error);
    return false;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** A labelled control of a sheet's form. */
export function field(label: string, control: HTMLElement, help = ""): HTMLElement {
  const id = control.id || `field-${label.toLowerCase().replaceAll(/\W+/g, "-")}`;
  control.id = id;
  if (help) control.setAttribute("aria-describedby", `${id}-help`);
  const note = help ? h("p", { class: "field-help", id: `${id}-help` }, help) : null;
  return h("div", { class: "field" }, h("label", { for: id }, label), control, note);
}

/** A text that is to be copied: in a field of its own, with a button that copies it. */
export function copyable(label: string, text: string, told: (copied: boolean) => void): HTMLElement {
  const input = h("input", { class: "link-field", readonly: true, value: text });
  input.addEventListener("focus", () => input.select());
  const copy = async () => {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (!done) input.select();
    told(done);
  };
  const button = h("button", { type: "button", class: "button", onclick: () => void copy() }, "Copy");
  return h("div", { class: "copyable" }, field(label, input), button);
}
