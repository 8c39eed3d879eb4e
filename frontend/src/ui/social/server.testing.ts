/** A server for the tests of this folder: answers what a test says, and keeps what it was asked. */

import { vi } from "vitest";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

type Answer = [status: number, body: unknown];

export class TestServer {
  readonly asked: Asked[] = [];
  readonly #answers = new Map<string, Answer>();

  constructor() {
    vi.stubGlobal("fetch", (url: string, init: RequestInit = {}) => this.#fetch(url, init));
  }

  /** From now on `call` ("PUT tracks/x/like") is answered so. */
  answer(call: string, body: unknown, status = 200): void {
    this.#answers.set(call, [status, body]);
  }

  calls(): string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`);
  }

  async #fetch(url: string, { method = "GET", body }: RequestInit): Promise<Response> {
    const path = url.replace("/api/v1/", "");
    this.asked.push({ method, path, body: typeof body === "string" ? JSON.parse(body) : null });
    const [status, answer] = this.#answers.get(`${method} ${path}`) ?? [404, { detail: "Not found." }];
    return new Response(status === 204 ? null : JSON.stringify(answer), { status });
  }
}

/** Lets answers come in. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
