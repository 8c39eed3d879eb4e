/** Who is here: members act, visitors are shown the way in, and what they wished is done when they are back. */

import { ApiError } from "../../api/client";
import { notices, reason } from "../app";
import { isMember } from "../membership";

const PENDING = "lofi.pending-like";

/** True for members; visitors get a notice with the way to log in. `act`: "like this track". */
export function mayAct(act: string): boolean {
  if (isMember()) return true;
  askToLogIn(act);
  return false;
}

export function askToLogIn(act: string): void {
  const next = encodeURIComponent(location.pathname + location.search);
  notices.tell(
    `Log in to ${act}.`,
    { label: "Log in", run: () => location.assign(`/account/login/?next=${next}`) },
    { label: "Sign up", run: () => location.assign(`/account/signup/?next=${next}`) },
  );
}

/** Tells why something failed; a session that ended meanwhile is told as what it is. */
export function tellFailure(what: string, act: string, error: unknown): void {
  if (error instanceof ApiError && error.status === 401) askToLogIn(act);
  else notices.warn(`${what}: ${reason(error)}`);
}

/** A visitor's like waits in this tab until they are logged in. */
export function rememberLike(track: string): void {
  sessionStorage.setItem(PENDING, track);
}

/** Whether this track's like was waiting; it waits no longer. */
export function recallLike(track: string): boolean {
  if (!isMember() || sessionStorage.getItem(PENDING) !== track) return false;
  sessionStorage.removeItem(PENDING);
  return true;
}
