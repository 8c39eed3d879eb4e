/** Tells the people who look after the site that something should not be there. */

import * as api from "../../api/social";
import { notices, reason } from "../app";
import { h } from "../dom";
import { View } from "../view";
import { field, once, openSheet } from "./dialog";
import { mayAct } from "./member";

/** `data-track`, `data-playlist` or `data-member`, `data-title`; `data-rules`: pairs of value and name; `data-most` characters. */
export class ReportButton extends View {
  protected build(): void {
    const open = () => void (mayAct("report something") && this.#open());
    this.replaceChildren(h("button", { type: "button", class: "link-button quiet", onclick: open }, "Report"));
  }

  #open(): void {
    const { track, playlist, member, title = "", rules = "[]", most = null } = this.dataset;
    const reasons = JSON.parse(rules) as [string, string][];
    const why = h("select", { required: true }, ...reasons.map(([value, words]) => h("option", { value }, words)));
    const details = h("textarea", { rows: 4, maxlength: most });
    const send = async () => {
      await api.report({ track, playlist, member }, why.value, details.value.trim());
      sheet?.close();
      notices.tell("Thank you. Somebody will look at it.");
    };
    const submit = (event: Event) => {
      event.preventDefault();
      void once(form, send, (error) => sheet?.tell(`Not sent: ${reason(error)}`));
    };
    const form = h(
      "form",
      { class: "form", onsubmit: submit },
      field("Which rule does it break?", why),
      h("p", { class: "field-help" }, h("a", { href: "/rules", target: "_blank" }, "What the rules say")),
      field("Anything else we should know?", details),
      h("button", { type: "submit", class: "button" }, "Send the report"),
    );
    const sheet = openSheet("report-sheet", "Report", h("p", {}, title), form);
  }
}
