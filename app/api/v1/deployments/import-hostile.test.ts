import { describe, expect, it } from "vitest"
import { deploymentImport } from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { withoutBlocking } from "@/tools/testing/without-blocking"

const pieceLength = 256 * 1024

/** A request whose body repeats the same 256 KiB `count` times. */
function upload(
  caller: Caller,
  text: string,
  count: number,
  more: { type?: string; signal?: AbortSignal; held?: Promise<void> } = {},
) {
  const piece = Buffer.from(text.repeat(Math.ceil(pieceLength / text.length)).slice(0, pieceLength))
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await more.held
      if (sent++ < count) controller.enqueue(piece)
      else controller.close()
    },
  })
  const streamed = { body, duplex: "half", signal: more.signal }
  const headers = { ...caller, "content-type": more.type ?? "application/x-ndjson" }
  return new Request("http://slipway.test/api/v1/platform/deployments/import", {
    method: "POST",
    headers,
    ...streamed,
  })
}

const send = (request: Request) => deploymentImport.handle(request)

/** The response, while checking that the event loop is not blocked. */
async function responseTo(request: Request): Promise<{ body: unknown; status: number }> {
  const response = await withoutBlocking(() => send(request))
  return { status: response.status, body: await response.json() }
}

describe("POST /import with malicious input", { timeout: 120_000 }, () => {
  it("does not block the event loop for 16 MiB of newlines, and finishes quickly", async () => {
    const caller = await tokenCaller(["deployments:write"])
    const startedAt = performance.now()
    const newlines = await responseTo(upload(caller, "\n", 64))
    expect(newlines).toMatchObject({ status: 200, body: { received: 0, recorded: 0, refused: 0 } })
    expect(performance.now() - startedAt).toBeLessThan(15_000)
  })

  it.each([
    ["numbers", "1\n", 131_072],
    ["empty objects", "{}\n", 87_382],
    ["lists of thousands of objects", `{"a":[${'{"b":1},'.repeat(6_000)}1]}\n`, 6],
  ])("never blocks the event loop for 256 KiB of %s", async (_what, row, received) => {
    const caller = await tokenCaller(["deployments:write"])
    expect(await responseTo(upload(caller, row, 1))).toMatchObject({ status: 200, body: { received } })
  })

  it("stops early, and stores nothing, for a CSV with rows that do not match its header", async () => {
    const caller = await tokenCaller(["deployments:write"])
    const good = "v1,dev,uneven\n".repeat(100)
    const csv = `imageTag,environment,application\n${good}${"1\n".repeat(500_000)}`
    const { status, body } = await responseTo(upload(caller, csv, 1, { type: "text/csv" }))
    expect({ status, body }).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/10,000/) } })
    expect(await prismaClient().deployment.count({ where: { application: "uneven" } })).toBe(0)
  })

  it("stops early for a CSV row of millions of empty cells", async () => {
    const caller = await tokenCaller(["deployments:write"])
    const { status, body } = await responseTo(upload(caller, ",", 64, { type: "text/csv" }))
    expect(body).toMatchObject({ detail: expect.stringMatching(/a row is longer than 1 MiB/) })
    expect(status).toBe(400)
  })

  it("returns 429 with Retry-After for too many concurrent uploads of one caller", async () => {
    const caller = await tokenCaller(["deployments:write"])
    const held = Promise.withResolvers<void>()
    let ended = 0
    const uploads = Array.from({ length: 8 }, async () => {
      const response = await send(upload(caller, "\n", 2, { held: held.promise }))
      ended++
      return response
    })
    await expect.poll(() => ended).toBe(5)
    held.resolve()
    const responses = await Promise.all(uploads)
    const refused = responses.filter(({ status }) => status === 429)
    expect(refused.length).toBe(5)
    for (const { headers } of refused) expect(headers.get("retry-after")).toBe("10")
    expect((await send(upload(caller, "\n", 1))).status).toBe(200)
  })

  it("stops and stores nothing when the client disconnects", async () => {
    const caller = await tokenCaller(["deployments:write"])
    const leaving = new AbortController()
    const row = `${JSON.stringify({ imageTag: "v1", environment: "dev", application: "left" })}\n`
    const request = upload(caller, row, 2, { signal: leaving.signal })
    leaving.abort()
    expect((await send(request)).status).toBe(400)
    expect(await prismaClient().deployment.count({ where: { application: "left" } })).toBe(0)
  })
})
