import { afterEach, describe, expect, it, vi } from "vitest"
import { ApiError } from "@/lib/web/client/api-error"
import { connectionAfter, currentConnection } from "@/lib/web/client/connection"
import { reconnectDelayMs } from "@/lib/web/client/live-stream"
import { isWorthRetrying, retryDelayMs } from "@/lib/web/client/query-client"
import { nextPath, request, requestPage } from "@/lib/web/client/request"
import { requestAll } from "@/lib/web/client/request-all"

function answers(body: unknown, init: ResponseInit = {}) {
  const fetcher = vi.fn(async (_path: string, _init: RequestInit) => new Response(JSON.stringify(body), init))
  vi.stubGlobal("fetch", fetcher)
  return fetcher
}

afterEach(() => vi.unstubAllGlobals())

describe("asking the API", () => {
  it("sends JSON and gives a POST an idempotency key", async () => {
    const fetcher = answers({ id: "1" }, { status: 201 })
    await request("/api/v1/tokens", { method: "POST", body: { name: "ci" } })
    const headers = new Headers(fetcher.mock.calls[0]?.[1].headers)
    expect(headers.get("content-type")).toBe("application/json")
    expect(headers.get("idempotency-key")).toMatch(/^[0-9a-f]{32}$/)
  })

  it("throws the problem with its sentence and the message of each field", async () => {
    const problem = {
      title: "Unprocessable",
      detail: "Two fields are wrong.",
      code: "invalid",
      errors: [{ pointer: "/imageTag", message: "is required" }],
    }
    answers(problem, { status: 422, headers: { "x-request-id": "r1" } })
    const error = await request("/x").catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      status: 422,
      message: "Two fields are wrong.",
      code: "invalid",
      requestId: "r1",
    })
    expect(error instanceof ApiError && error.field("imageTag")).toBe("is required")
  })

  it("says what is known when the failure is not a problem document", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>bad gateway", { status: 502 }))
    await expect(request("/x")).rejects.toMatchObject({ status: 502, message: "The server answered 502." })
  })

  it("knows that the database is away until an answer comes", async () => {
    answers({ detail: "The database is away." }, { status: 503, headers: { "retry-after": "2" } })
    await expect(request("/x")).rejects.toMatchObject({ retryAfterSeconds: 2 })
    expect(currentConnection()).toBe("away")
    answers([])
    await request("/x")
    expect(currentConnection()).toBe("here")
    expect(connectionAfter(0)).toBe("offline")
  })

  it("reads a whole list page by page, in its order", async () => {
    const pages: Record<string, Response> = {
      "/list": new Response("[1,2]", { headers: { link: '</list?cursor=x>; rel="next"' } }),
      "/list?cursor=x": new Response("[3]"),
    }
    vi.stubGlobal("fetch", async (path: string) => pages[path])
    expect(await requestAll<number>("/list")).toEqual([1, 2, 3])
  })

  it("follows the Link header to the next page", async () => {
    answers([1, 2], { headers: { link: '<http://host/api/v1/a?cursor=x>; rel="next"' } })
    expect(await requestPage("/api/v1/a")).toEqual({ items: [1, 2], next: "/api/v1/a?cursor=x" })
    expect(nextPath(null)).toBeNull()
    expect(nextPath('</a?b=1>; rel="prev"')).toBeNull()
  })
})

describe("asking again", () => {
  it("waits as long as the server says when the database is away", () => {
    const away = new ApiError(503, "", "unavailable", [], 7)
    expect(isWorthRetrying(away, 3)).toBe(true)
    expect(retryDelayMs(3, away)).toBe(7000)
  })

  it("never repeats what was refused", () => {
    for (const status of [400, 401, 403, 404, 409, 422]) {
      expect(isWorthRetrying(new ApiError(status, ""), 0)).toBe(false)
    }
  })

  it("reconnects a stream with growing waits, at most half a minute and jitter", () => {
    expect(reconnectDelayMs(0, 0)).toBe(1000)
    expect(reconnectDelayMs(3, 0)).toBe(8000)
    expect(reconnectDelayMs(20, 1)).toBe(36_000)
  })
})
