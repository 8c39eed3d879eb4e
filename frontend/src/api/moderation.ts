/** What a moderator's page of a case tells the server. Both reject with ApiError. */

import { call, csrfToken } from "./client";

/** Says that one is at it, for some minutes. Status 409: somebody else is; the message says who. */
export async function claimCase(id: string): Promise<void> {
  await call(`moderation/cases/${id}/claim`, { method: "PUT", headers: { "X-CSRFToken": csrfToken() } });
}

/** Says that one has left it; heard even if the page goes away meanwhile. */
export async function releaseCase(id: string): Promise<void> {
  const headers = { "X-CSRFToken": csrfToken() };
  await call(`moderation/cases/${id}/claim`, { method: "DELETE", headers, keepalive: true });
}
