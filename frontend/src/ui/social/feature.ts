/** What curators put on the home page: a thing, a few words, from which day to which. */

import * as api from "../../api/curation";
import { notices, reason } from "../app";
import { h } from "../dom";
import { View } from "../view";
import { quoted } from "../words";
import { field, once, openSheet } from "./dialog";
import { goTo, reload } from "./go";
import { OrderedRows } from "./order";

const MAX_TEXT = 280;
const DAY = 86_400_000;
const A_WEEK = 7 * DAY;

/** What a sheet was filled in with; days as "2026-12-01", the last one included, empty for no end. */
export interface Filled {
  readonly text: string;
  readonly from: string;
  readonly until: string;
}

/** `data-track` or `data-playlist`, `data-title`. */
export class FeatureButton extends View {
  protected build(): void {
    const open = () => this.#open();
    this.replaceChildren(h("button", { type: "button", class: "button", onclick: open }, "Feature"));
  }

  #open(): void {
    const { track, playlist = "", title = "" } = this.dataset;
    const now = Date.now();
    const week = { text: "", from: dayOf(now), until: dayOf(now + A_WEEK - DAY) };
    askForFeature("Feature", title, week, "Put it on the home page", async (filled) => {
      await api.feature(track ? { track } : { playlist }, wishOf(filled));
      const when = filled.from > dayOf(Date.now()) ? `will be on the home page from ${filled.from} on` : "is featured";
      notices.tell(`${quoted(title)} ${when}.`, { label: "Curation", run: () => goTo("/curation") });
    });
  }
}

/** `data-feature`, `data-title`, `data-text`, `data-starts`, `data-ends`: change it, or take it off. */
export class FeatureActs extends View {
  protected build(): void {
    const { title = "" } = this.dataset;
    const [edit, remove] = [() => this.#edit(), () => this.#remove()];
    const words = h("span", { class: "visually-hidden" }, ` ${title}`);
    this.replaceChildren(
      h("button", { type: "button", class: "link-button quiet", onclick: edit }, "Edit", words),
      h("button", { type: "button", class: "link-button quiet", onclick: remove }, "Remove", words.cloneNode(true)),
    );
  }

  #edit(): void {
    const { feature = "", title = "", text = "", starts = "", ends = "" } = this.dataset;
    const until = ends && dayOf(Date.parse(ends) - 1);
    const before = { text, from: dayOf(Date.parse(starts)), until };
    askForFeature("Edit the feature", title, before, "Save", async (filled) => {
      await api.changeFeature(feature, changesOf(before, filled));
      reload();
    });
  }

  #remove(): void {
    const { feature = "", title = "" } = this.dataset;
    const remove = async () => {
      await api.removeFeature(feature);
      sheet?.close();
      notices.tell(`${quoted(title)} is no longer featured.`);
      reload();
    };
    const press = () => void once(yes, remove, (error) => sheet?.tell(`Not removed: ${reason(error)}`));
    const yes = h("button", { type: "button", class: "button danger", onclick: press }, "Remove it");
    const note = h("p", {}, "It goes off the home page, and out of this list. The thing itself stays as it is.");
    const sheet = openSheet("remove-sheet", `No longer feature ${quoted(title)}?`, note, yes);
  }
}

/** What is on the home page now, in the curators' order. */
export class FeatureOrder extends OrderedRows {
  protected readonly what = "what is shown";

  protected send(wanted: readonly string[]): Promise<void> {
    return api.orderFeatures(wanted);
  }
}

function askForFeature(
  heading: string,
  title: string,
  filled: Filled,
  label: string,
  save: (filled: Filled) => Promise<void>,
): void {
  const text = h("textarea", { rows: 3, maxlength: MAX_TEXT }, filled.text);
  const from = h("input", { type: "date", value: filled.from, required: true });
  const until = h("input", { type: "date", value: filled.until });
  const send = async () => {
    await save({ text: text.value.trim(), from: from.value, until: until.value });
    sheet?.close();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    sheet?.tell("");
    void once(form, send, (error) => sheet?.tell(inLabels(reason(error))));
  };
  const form = h(
    "form",
    { class: "form", onsubmit: submit },
    field("A few words", text, `Why one should hear it: up to ${MAX_TEXT} characters, or none.`),
    field("From", from, "Days begin at midnight UTC."),
    field("Until", until, "The last day; leave it empty to end it by hand."),
    h("button", { type: "submit", class: "button" }, label),
  );
  const sheet = openSheet("feature-sheet", heading, h("p", {}, title), form);
}

/** A refusal names the field of the call; here it has the label of the sheet. */
function inLabels(refusal: string): string {
  const labels: Record<string, string> = { starts: "From", ends: "Until", text: "A few words" };
  return refusal.replace(/^(starts|ends|text)(?=: )/, (name) => labels[name]!);
}

/** The day of a moment, in UTC: "2026-12-01". */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

export function wishOf({ text, from, until }: Filled): api.FeatureWish {
  return { text, starts: startOf(from), ends: until ? startOf(dayOf(Date.parse(until) + DAY)) : null };
}

/** What is not touched is not sent: a start in the past stays what it was. */
export function changesOf(before: Filled, after: Filled): Partial<api.FeatureWish> {
  const { text, starts, ends } = wishOf(after);
  return {
    ...(after.text !== before.text && { text }),
    ...(after.from !== before.from && { starts }),
    ...(after.until !== before.until && { ends }),
  };
}

function startOf(day: string): string {
  return `${day}T00:00:00Z`;
}
