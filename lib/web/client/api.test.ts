import { afterEach, describe, expect, expectTypeOf, it, vi } from "vitest"
import type { CreatedUser, User } from "@/lib/identity/users/schema"
import { api } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import { connectionAfter, connectionState } from "@/lib/web/client/connection"
import { reconnectDelayMs } from "@/lib/web/client/live-stream"
import { isWorthRetrying, retryDelayMs } from "@/lib/web/client/query-client"
import { nextPath, request, requestAll, requestPage } from "@/lib/web/client/request"

function respondWith(body: unknown, init: ResponseInit = {}) {
  const fetcher = vi.fn(async (_path: string, _init: RequestInit) => new Response(JSON.stringify(body), init))
  vi.stubGlobal("fetch", fetcher)
  return fetcher
}

function brokenResponse() {
  const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError("network error")) })
  return new Response(body, { status: 201 })
}

afterEach(() => vi.unstubAllGlobals())

describe("request", () => {
  it("sends JSON and adds an Idempotency-Key to a POST", async () => {
    const fetcher = respondWith({ id: "1" }, { status: 201 })
    await request(api("/tokens"), { method: "POST", body: { name: "ci", scopes: [] } })
    const headers = new Headers(fetcher.mock.calls[0]?.[1].headers)
    expect(headers.get("content-type")).toBe("application/json")
    expect(headers.get("idempotency-key")).toMatch(/^[0-9a-f]{32}$/)
  })

  describe("of a POST that is sent again", () => {
    const create = (name: string) => request(api("/tokens"), { method: "POST", body: { name, scopes: [] } })
    /** The keys of these requests, of which only the last gets a definite response. */
    async function keysOf(names: string[], lost: () => Promise<Response>): Promise<(string | null)[]> {
      const keys: (string | null)[] = []
      vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
        keys.push(new Headers(init.headers).get("idempotency-key"))
        return keys.length < names.length ? lost() : new Response("{}", { status: 201 })
      })
      for (const name of names) await create(name).catch(() => undefined)
      return keys
    }

    it.each([
      ["no response arrived", () => Promise.reject(new TypeError("Failed to fetch"))],
      ["the connection broke before its end", async () => brokenResponse()],
      ["the commit was uncertain", async () => new Response("{}", { status: 503 })],
      [
        "it is still in progress",
        async () => new Response('{"code":"idempotency_key_in_flight"}', { status: 409 }),
      ],
    ])("keeps the Idempotency-Key when %s", async (_reason, lost) => {
      const [first, second, third] = await keysOf(["ci", "ci", "ci"], lost)
      expect([second, third]).toEqual([first, first])
    })

    it("has another Idempotency-Key when it differs, or was refused", async () => {
      const lost = () => Promise.reject(new TypeError("Failed to fetch"))
      expect(new Set(await keysOf(["ci", "cd", "ci"], lost)).size).toBe(3)
      const refused = async () => new Response("{}", { status: 422 })
      expect(new Set(await keysOf(["ci", "ci"], refused)).size).toBe(2)
    })
  })

  it("returns the response type of the route and method", () => {
    const read = () => request(api("/users/{id}", "u1"))
    const change = () => request(api("/users/{id}", "u1"), { method: "PATCH", body: { role: "ADMIN" } })
    const create = () => request(api("/users"), { method: "POST", body: { email: "a@b.c", name: "A" } })
    const list = () => requestPage(api("/users", { limit: 5 }))
    expectTypeOf(read).returns.resolves.toEqualTypeOf<User>()
    expectTypeOf(change).returns.resolves.toEqualTypeOf<User>()
    expectTypeOf(create).returns.resolves.toEqualTypeOf<CreatedUser>()
    expectTypeOf(list).returns.resolves.toHaveProperty("items").toEqualTypeOf<User[]>()
    expectTypeOf(request<"/api/v1/users/{id}">)
      .parameter(0)
      .not.toEqualTypeOf<string>()
  })

  it("throws an ApiError with the detail and the message of each field", async () => {
    const problem = {
      title: "Unprocessable",
      detail: "Two fields are wrong.",
      code: "invalid",
      errors: [{ pointer: "/imageTag", message: "is required" }],
    }
    respondWith(problem, { status: 422, headers: { "x-request-id": "r1" } })
    const error = await request(api("/workers")).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      status: 422,
      message: "Two fields are wrong.",
      code: "invalid",
      requestId: "r1",
    })
    expect(error instanceof ApiError && error.field("imageTag")).toBe("is required")
  })

  it("reports the status when the response is not a problem document", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>bad gateway", { status: 502 }))
    await expect(request(api("/workers"))).rejects.toMatchObject({
      status: 502,
      message: "The server responded with status 502.",
    })
  })

  it("reports the database as unavailable until a request succeeds", async () => {
    respondWith({ detail: "The database is unavailable." }, { status: 503, headers: { "retry-after": "2" } })
    await expect(request(api("/workers"))).rejects.toMatchObject({ retryAfterSeconds: 2 })
    expect(connectionState.get()).toBe("away")
    respondWith([])
    await request(api("/workers"))
    expect(connectionState.get()).toBe("here")
    expect(connectionAfter(0)).toBe("offline")
  })

  it("fetches a whole list page by page, in order", async () => {
    const pages: Record<string, Response> = {
      [api("/users")]: new Response("[1,2]", {
        headers: { link: `<${api("/users", { cursor: "x" })}>; rel="next"` },
      }),
      [api("/users", { cursor: "x" })]: new Response("[3]"),
    }
    vi.stubGlobal("fetch", async (path: string) => pages[path])
    expect(await requestAll(api("/users"))).toEqual([1, 2, 3])
  })

  it("follows the Link header to the next page", async () => {
    respondWith([1, 2], { headers: { link: '<http://host/api/v1/a?cursor=x>; rel="next"' } })
    expect(await requestPage(api("/users"))).toEqual({ items: [1, 2], next: "/api/v1/a?cursor=x" })
    expect(nextPath(null)).toBeNull()
    expect(nextPath('</a?b=1>; rel="prev"')).toBeNull()
  })
})

describe("Retries", () => {
  it("wait for Retry-After when the database is unavailable", () => {
    const unavailable = new ApiError(503, "", "unavailable", [], 7)
    expect(isWorthRetrying(unavailable, 3)).toBe(true)
    expect(retryDelayMs(3, unavailable)).toBe(7000)
  })

  it("are not made for rejected requests", () => {
    for (const status of [400, 401, 403, 404, 409, 422]) {
      expect(isWorthRetrying(new ApiError(status, ""), 0)).toBe(false)
    }
  })

  it("of a stream wait increasingly long, up to 30 seconds plus jitter", () => {
    expect(reconnectDelayMs(0, 0)).toBe(1000)
    expect(reconnectDelayMs(3, 0)).toBe(8000)
    expect(reconnectDelayMs(20, 1)).toBe(36_000)
  })
})
