/** Who edits a playlist together: invite, shown once; remove, or leave. */

import * as api from "../../api/social";
import { notices, reason } from "../app";
import { h } from "../dom";
import { View } from "../view";
import { copyable, once, openSheet } from "./dialog";
import { goTo, reload } from "./go";

/** `data-playlist`. */
export class InviteButton extends View {
  protected build(): void {
    const press = () =>
      void once(
        this,
        () => this.#invite(),
        (error) => notices.warn(`No invitation: ${reason(error)}`),
      );
    this.replaceChildren(h("button", { type: "button", class: "button", onclick: press }, "Invite editors"));
  }

  async #invite(): Promise<void> {
    const { playlist = "" } = this.dataset;
    const { url, expires } = await api.invite(playlist);
    const until = new Date(expires).toLocaleDateString("en", { day: "numeric", month: "long" });
    const note = `Whoever opens this link may edit with you. It is shown this once, and lasts until ${until}.`;
    const withdraw = async () => {
      await api.withdrawInvitation(playlist);
      sheet?.close();
      notices.tell("The invitation is withdrawn: its link opens nothing any more.");
    };
    const press = () => void once(take, withdraw, (error) => sheet?.tell(reason(error)));
    const take = h("button", { type: "button", class: "link-button", onclick: press }, "Withdraw the invitation");
    const told = (copied: boolean) => sheet?.tell(copied ? "Copied." : "Press Ctrl+C to copy it.");
    const link = copyable("Invitation", new URL(url, location.origin).href, told);
    const sheet = openSheet("invite-sheet", "Invite editors", h("p", {}, note), link, take);
  }
}

/** `data-playlist`, `data-name`, `data-leave` when it is oneself. */
export class EditorButton extends View {
  protected build(): void {
    const { playlist = "", name = "" } = this.dataset;
    const leaves = "leave" in this.dataset;
    const remove = async () => {
      await api.removeEditor(playlist, name);
      notices.tell(leaves ? "You no longer edit this playlist." : `${name} no longer edits this playlist.`);
      if (leaves) goTo("/library/playlists");
      else reload();
    };
    const press = () => void once(this, remove, (error) => notices.warn(`Nothing was changed: ${reason(error)}`));
    const words = leaves ? "Stop editing" : `Remove ${name}`;
    this.replaceChildren(h("button", { type: "button", class: "link-button quiet", onclick: press }, words));
  }
}
