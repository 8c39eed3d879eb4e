/** What pages without the player need: their looks, the menu, forms that lead to their faults, and keys. */

import "@fontsource/young-serif/latin-400.css";
import "@fontsource-variable/figtree/wght.css";
import "./styles/main.css";
import { connectAccountMenu } from "./ui/account-menu";
import { focusFirstFault } from "./ui/faults";
import { connectWebAuthn } from "./ui/webauthn";

connectAccountMenu(document);
connectWebAuthn(document);
focusFirstFault(document);
