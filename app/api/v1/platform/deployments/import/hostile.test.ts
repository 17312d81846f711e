import { monitorEventLoopDelay } from "node:perf_hooks"
import { describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/db/client"
import { type Caller, tokenCaller } from "@/lib/testing/callers"
import { POST } from "./route"

const mebibyte = 1024 * 1024

/** A request whose body is `count` times the same mebibyte. */
function upload(
  caller: Caller,
  text: string,
  count: number,
  more: { type?: string; signal?: AbortSignal } = {},
) {
  const piece = Buffer.from(text.repeat(Math.ceil(mebibyte / text.length)).slice(0, mebibyte))
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => (sent++ < count ? controller.enqueue(piece) : controller.close()),
  })
  const streamed = { body, duplex: "half", signal: more.signal }
  const headers = { ...caller, "content-type": more.type ?? "application/x-ndjson" }
  return new Request("http://slipway.test/api/v1/platform/deployments/import", {
    method: "POST",
    headers,
    ...streamed,
  })
}

const send = (request: Request) => POST(request, { params: Promise.resolve({}) })

/** The answer, and the longest time in which the event loop did nothing else, in milliseconds. */
async function measured(request: Request): Promise<{ body: unknown; status: number; longestMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const response = await send(request)
  delay.disable()
  return { status: response.status, body: await response.json(), longestMs: delay.max / 1e6 }
}

describe("POST /import of what means harm", { timeout: 120_000 }, () => {
  it("never blocks the event loop for 64 MiB of newlines, and ends soon", async () => {
    const caller = await tokenCaller(["deployments:write"])
    // The same bytes as one line, which is passed over: whatever else the machine does shows in both.
    const control = await measured(upload(caller, "x", 64))
    const startedAt = performance.now()
    const newlines = await measured(upload(caller, "\n", 64))
    expect(newlines).toMatchObject({ status: 200, body: { received: 0, recorded: 0, refused: 0 } })
    expect(newlines.longestMs).toBeLessThan(50 + 3 * control.longestMs)
    expect(performance.now() - startedAt).toBeLessThan(60_000)
  })

  it("answers 429 with Retry-After to more uploads of one caller than it takes at once", async () => {
    const caller = await tokenCaller(["deployments:write"])
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(upload(caller, "\n", 2))))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBe(5)
    for (const { headers } of refused) expect(headers.get("retry-after")).toBe("10")
    expect((await send(upload(caller, "\n", 1))).status).toBe(200)
  })

  it("stops, and stores nothing, when the client is gone", async () => {
    const caller = await tokenCaller(["deployments:write"])
    const leaving = new AbortController()
    const row = `${JSON.stringify({ imageTag: "v1", environment: "dev", application: "left" })}\n`
    const request = upload(caller, row, 2, { signal: leaving.signal })
    leaving.abort()
    expect((await send(request)).status).toBe(400)
    expect(await prismaClient().deployment.count({ where: { application: "left" } })).toBe(0)
  })
})
