import { QueryClientProvider } from "@tanstack/react-query"
import { render } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime"
import { NuqsTestingAdapter } from "nuqs/adapters/testing"
import type { ReactNode } from "react"
import { vi } from "vitest"
import { makeQueryClient } from "@/lib/web/client/query-client"

type MockResponse = { status?: number; body?: unknown; headers?: Record<string, string> }
export type SentRequest = { method: string; path: string; body: unknown; headers: Headers }

/** The responses of the API by method and path, such as `GET /api/v1/tenants`; `*` matches everything else. */
type MockResponses = Record<
  string,
  MockResponse | ((request: SentRequest) => MockResponse | Promise<MockResponse>)
>

/** An error response as the API sends it. */
export const problem = (status: number, detail: string, more: object = {}): MockResponse => ({
  status,
  body: { title: "Refused", status, detail, code: "conflict", ...more },
})

/** Renders part of the console with these API responses; a request without one fails. */
export function renderUi(ui: ReactNode, responses: MockResponses = {}, searchParams = "") {
  const sent: SentRequest[] = []
  const push = vi.fn<(path: string) => void>()
  vi.stubGlobal("fetch", async (path: string, init: RequestInit = {}) => {
    const request = {
      method: init.method ?? "GET",
      path,
      body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
      headers: new Headers(init.headers),
    }
    sent.push(request)
    const found = responses[`${request.method} ${path.split("?")[0]}`] ?? responses["*"]
    if (found === undefined) {
      // The console retries failed requests, so only this message fails the test.
      console.error(`The test has no response for ${request.method} ${path}.`)
      throw new TypeError("fetch failed")
    }
    const { status = 200, body, headers } = typeof found === "function" ? await found(request) : found
    return new Response(JSON.stringify(body), { status, headers })
  })
  const noop = () => undefined
  const router = {
    push,
    replace: noop,
    refresh: noop,
    back: noop,
    forward: noop,
    prefetch: noop,
    bfcacheId: "",
  }
  const { container } = render(
    <AppRouterContext value={router}>
      <NuqsTestingAdapter searchParams={searchParams} hasMemory>
        <QueryClientProvider client={makeQueryClient()}>{ui}</QueryClientProvider>
      </NuqsTestingAdapter>
    </AppRouterContext>,
  )
  return { user: userEvent.setup(), container, sent, push }
}
