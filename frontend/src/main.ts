/** Builds the page and wires it. */

import "@fontsource/young-serif/latin-400.css";
import "@fontsource-variable/figtree/wght.css";
import "./styles/main.css";
import { effect } from "@preact/signals-core";
import type { RenderOptions } from "./audio/render";
import { arrange } from "./music/arrange";
import { readLink, writeLink } from "./music/legacy";
import type { Score } from "./music/score";
import { deck, generateTrack, library, nextRepeat, notices, queue, teaching, toggleShuffle } from "./ui/app";
import { arrive, focusSearch, land } from "./ui/arrival";
import { CityView } from "./ui/city";
import { ClaimView } from "./ui/claim-view";
import { Describe } from "./ui/describe";
import { DeskView } from "./ui/desk-view";
import { openHelp } from "./ui/help";
import { OWN } from "./ui/library";
import { connectMediaSession } from "./ui/media-session";
import { connectMenus } from "./ui/menus";
import { Mixer } from "./ui/mixer";
import { connectNavigation, pageTitle, visit, visits } from "./ui/navigation";
import { NoticesView } from "./ui/notices-view";
import { connectOffline } from "./ui/offline";
import { openList } from "./ui/opening";
import { PairView } from "./ui/pair-view";
import { PairsView } from "./ui/pairs";
import { Panel } from "./ui/panel";
import { PlayButton } from "./ui/play-button";
import { PlayerBar } from "./ui/player-bar";
import { PlaylistView } from "./ui/playlist";
import { RadioView } from "./ui/radio";
import { RecorderView } from "./ui/recorder";
import { Roll } from "./ui/roll";
import { RunProgress } from "./ui/run-progress";
import { SharedBanner } from "./ui/shared-banner";
import { connectShortcuts } from "./ui/shortcuts";
import { SOCIAL_ELEMENTS } from "./ui/social";
import { Stage } from "./ui/stage";
import { TASTE_ELEMENTS } from "./ui/taste";
import { connectWebAuthn } from "./ui/webauthn";

const ELEMENTS = {
  ...SOCIAL_ELEMENTS,
  ...TASTE_ELEMENTS,
  "lofi-city": CityView,
  "lofi-claim": ClaimView,
  "lofi-describe": Describe,
  "lofi-desk": DeskView,
  "lofi-mixer": Mixer,
  "lofi-notices": NoticesView,
  "lofi-pair": PairView,
  "lofi-pairs": PairsView,
  "lofi-panel": Panel,
  "lofi-play": PlayButton,
  "lofi-player": PlayerBar,
  "lofi-playlist": PlaylistView,
  "lofi-progress": RunProgress,
  "lofi-radio": RadioView,
  "lofi-recorder": RecorderView,
  "lofi-roll": Roll,
  "lofi-shared": SharedBanner,
  "lofi-stage": Stage,
};

const goOffline = () => connectOffline(library, deck, notices);
const list = openList();
for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
connectMenus(document);
connectMediaSession(deck, library);
connectShortcuts(document, {
  deck,
  shuffle: toggleShuffle,
  repeat: nextRepeat,
  help: openHelp,
  like: () => document.querySelector<HTMLElement>(".bar-heart button")?.click(),
  generate: () => void generateTrack(),
  search: focusSearch,
  go: visit,
});
connectWebAuthn(document);
document.addEventListener("click", ({ target }) => (target as Element).closest?.("#open-help") && openHelp());
land(document);
void connectNavigation(document, arrive);
addEventListener("pagehide", () => library.flush());
addEventListener("pagehide", () => teaching.flush());
addEventListener("storage", ({ key }) => key === OWN && library.refresh());

effect(() => {
  const entry = deck.sound.entry.value;
  document.title = entry && deck.wanted.value ? `${entry.score.title} · Lofi` : pageTitle.value;
});

effect(() => {
  // The account's pages are where somebody logs in or out, and changes their answer.
  if (visits.value && location.pathname.startsWith("/account/")) teaching.forget();
});

// The engine is fetched once the page has nothing else to do, so that Play answers at once.
void list.then(() => (window.requestIdleCallback ?? setTimeout)(() => void deck.warmUp().then(goOffline)));

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
