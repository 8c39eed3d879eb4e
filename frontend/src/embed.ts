/** The player in a frame on somebody else's page. Nobody is logged in here, and nothing is stored. */

import "@fontsource/young-serif/latin-400.css";
import "@fontsource-variable/figtree/wght.css";
import "./styles/embed.css";
import { EmbedPlayer, readEmbedded } from "./ui/embed-player";

const data = document.getElementById("embedded");
const place = document.getElementById("embed");
if (data && place) {
  const player = new EmbedPlayer(readEmbedded(JSON.parse(data.textContent ?? "")), async () => {
    const { DeckPlayer } = await import("./audio/player");
    return new DeckPlayer();
  });
  place.replaceChildren(player.element);
  /** For tests, and for the curious. */
  Object.assign(window, {
    lofi: {
      get player() {
        return player.player;
      },
    },
  });
}
