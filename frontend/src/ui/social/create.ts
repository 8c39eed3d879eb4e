/** The forms that make a playlist: an empty one, one that renews itself by a rule, one that comes from elsewhere. */

import * as api from "../../api/social";
import { notices, reason } from "../app";
import { setText } from "../dom";
import { View } from "../view";
import { quoted } from "../words";
import { once } from "./dialog";
import { goTo } from "./go";

const MAX_FILE_BYTES = 900_000;
const NUMBERS = ["key", "mode", "bpm_min", "bpm_max", "limit"];

/** Holds a form that the server wrote; sends it as JSON. `data-kind`: plain, smart or import. */
export class CreateForm extends View {
  protected build(): void {
    const form = this.querySelector("form")!;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
    const fault = this.querySelector<HTMLElement>("[data-fault]")!;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      setText(fault, "");
      fault.hidden = true;
      void once(
        form,
        () => this.#send(form),
        (error) => {
          setText(fault, reason(error));
          fault.hidden = false;
        },
      );
    });
  }

  async #send(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    const made = this.dataset.kind === "import" ? await api.importList(await readSource(data)) : await this.#make(data);
    notices.tell(`${quoted(made.title)} is ${data.has("official") ? "there" : "in your library"}.`);
    goTo(`/playlists/${made.id}`);
  }

  #make(data: FormData): Promise<api.PlaylistInfo> {
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const wish = {
      title: text("title"),
      description: text("description"),
      visibility: text("visibility") as api.Visibility,
      ...(data.has("official") ? ({ official: true } as const) : {}),
    };
    return api.createPlaylist(this.dataset.kind === "smart" ? { ...wish, rule: ruleOf(data) } : wish);
  }
}

/** What was filled in, numbers as numbers; what was left empty is no wish. */
export function ruleOf(data: FormData): Record<string, string | number> {
  const names = ["sort", "period", "key", "mode", "bpm_min", "bpm_max", "mood", "q", "limit"];
  const filled = names.map((name) => [name, String(data.get(name) ?? "").trim()] as const).filter(([, text]) => text);
  return Object.fromEntries(filled.map(([name, text]) => [name, NUMBERS.includes(name) ? Number(text) : text]));
}

/** A chosen file is read here and sent as the JSON that it is; else the link counts. JSPF has its list under "playlist". */
export async function readSource(data: FormData): Promise<Parameters<typeof api.importList>[0]> {
  const [file, link] = [data.get("file"), String(data.get("link") ?? "").trim()];
  if (!(file instanceof File) || !file.size) {
    if (!link) throw new Error("Paste a link or choose a file.");
    return { link };
  }
  if (file.size > MAX_FILE_BYTES) throw new Error(`The file may have ${MAX_FILE_BYTES / 1000} kB at most.`);
  const content = parse(await file.text());
  return isObject(content) && isObject(content.playlist) ? { jspf: content } : { json: content };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("This file is no JSON.");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
