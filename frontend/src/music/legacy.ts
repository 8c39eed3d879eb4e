/** The original system's share link, both ways: `?` + base64( zlib( JSON list of legacy scores ) ). */

import { type FlateError, FlateErrorCode, Unzlib, zlibSync } from "fflate";
import { parseScore, type Score, ScoreError, toLegacy } from "./score";

/** A share link that can't be read; the message says why. */
export class LinkError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LinkError";
  }
}

/** Bounds on a link: characters, bytes once inflated, tracks. The server has the same. */
export const LINK_LIMITS = { text: 200_000, inflated: 1_000_000, tracks: 200 } as const;

/** Inflated in pieces of this many compressed bytes (deflate grows at most 1,032 times), so a bomb stops early. */
const PIECE = 1024;

/** Reads a whole URL, its query, or the bare base64. Throws LinkError, and never inflates far past the bound. */
export function readLink(link: string): Score[] {
  if (link.length > LINK_LIMITS.text) throw new LinkError(`the link is longer than ${LINK_LIMITS.text} characters`);
  const tracks = parse(inflate(decodeBase64(payload(link))));
  if (tracks.length < 1 || tracks.length > LINK_LIMITS.tracks) {
    throw new LinkError(`the link must hold 1 to ${LINK_LIMITS.tracks} tracks, not ${tracks.length}`);
  }
  return tracks.map(readTrack);
}

/** The query of a share link, `?` included. The original client opens it. */
export function writeLink(scores: readonly Score[]): string {
  const text = JSON.stringify(scores.map(toLegacy));
  return `?${encodeBase64(zlibSync(new TextEncoder().encode(text), { level: 9 }))}`;
}

function payload(link: string): string {
  const text = link.trim();
  const start = text.indexOf("?") + 1;
  const query = text.slice(start).split("#", 1)[0]!;
  // '+' survives some clients only as a space or as %2B, and padding is often lost on the way.
  return percentDecode(query).replace(/[ -]/g, "+").replace(/_/g, "/").replace(/=+$/, "");
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new LinkError("the link is not base64");
  }
}

function decodeBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new LinkError("the link is not base64");
  }
}

function encodeBase64(bytes: Uint8Array): string {
  // In pieces: spreading a long array into arguments overflows the stack.
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function inflate(data: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let done = false;
  const stream = new Unzlib((piece, final) => {
    size += piece.length;
    if (size > LINK_LIMITS.inflated)
      throw new LinkError(`the link inflates to more than ${LINK_LIMITS.inflated} bytes`);
    pieces.push(piece);
    done ||= final;
  });
  try {
    for (let i = 0; i < data.length; i += PIECE) stream.push(data.subarray(i, i + PIECE), i + PIECE >= data.length);
  } catch (error) {
    if (error instanceof LinkError) throw error;
    const isCut = (error as FlateError).code === FlateErrorCode.UnexpectedEOF;
    throw new LinkError(isCut ? "the link is cut off" : "the link is not zlib-compressed");
  }
  if (!done) throw new LinkError("the link is cut off");
  return join(pieces, size);
}

function join(pieces: Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function parse(bytes: Uint8Array): unknown[] {
  let tracks: unknown;
  try {
    tracks = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new LinkError("the link does not hold JSON");
  }
  if (!Array.isArray(tracks)) throw new LinkError("the link must hold a list of tracks");
  return tracks;
}

function readTrack(data: unknown, index: number): Score {
  try {
    return parseScore(data);
  } catch (error) {
    if (error instanceof ScoreError) throw new LinkError(`track ${index + 1}: ${error.message}`);
    throw error;
  }
}
