/** Builds the page and wires it. */

import "@fontsource/young-serif/latin-400.css";
import "@fontsource-variable/figtree/wght.css";
import "./styles/main.css";
import { effect } from "@preact/signals-core";
import type { RenderOptions } from "./audio/render";
import { arrange } from "./music/arrange";
import { readLink, writeLink } from "./music/legacy";
import type { Score } from "./music/score";
import { connectAccountMenu } from "./ui/account-menu";
import { deck, library, nextRepeat, queue, toggleShuffle } from "./ui/app";
import { CityView } from "./ui/city";
import { ClaimView } from "./ui/claim-view";
import { openHelp } from "./ui/help";
import { OWN } from "./ui/library";
import { connectMediaSession } from "./ui/media-session";
import { Mixer } from "./ui/mixer";
import { NoticesView } from "./ui/notices-view";
import { openList } from "./ui/opening";
import { Panel } from "./ui/panel";
import { PlayerBar } from "./ui/player-bar";
import { PlaylistView } from "./ui/playlist";
import { RecorderView } from "./ui/recorder";
import { Roll } from "./ui/roll";
import { SharedBanner } from "./ui/shared-banner";
import { connectShortcuts } from "./ui/shortcuts";
import { Stage } from "./ui/stage";

const ELEMENTS = {
  "lofi-city": CityView,
  "lofi-claim": ClaimView,
  "lofi-mixer": Mixer,
  "lofi-notices": NoticesView,
  "lofi-panel": Panel,
  "lofi-player": PlayerBar,
  "lofi-playlist": PlaylistView,
  "lofi-recorder": RecorderView,
  "lofi-roll": Roll,
  "lofi-shared": SharedBanner,
  "lofi-stage": Stage,
};

const list = openList();
for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
connectAccountMenu(document);
connectMediaSession(deck, library);
connectShortcuts(document, { deck, shuffle: toggleShuffle, repeat: nextRepeat, help: openHelp });
document.querySelector("#open-help")?.addEventListener("click", () => openHelp());
addEventListener("pagehide", () => library.flush());
addEventListener("storage", ({ key }) => key === OWN && library.refresh());

const pageTitle = document.title;
effect(() => {
  const entry = deck.sound.entry.value;
  document.title = entry && deck.wanted.value ? `${entry.score.title} · Lofi` : pageTitle;
});

// The engine is fetched once the page has nothing else to do, so that Play answers at once.
void list.then(() => (window.requestIdleCallback ?? setTimeout)(() => void deck.warmUp()));

const render = async (score: Score, options?: RenderOptions) => {
  const { renderOffline } = await import("./audio/render");
  return renderOffline(score, options);
};

/** For tests, and for the curious. */
Object.assign(window, {
  lofi: {
    get player() {
      return deck.player;
    },
    queue,
    render,
    arrange,
    readLink,
    writeLink,
  },
});
