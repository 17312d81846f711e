import { beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { firstIdAt } from "@/lib/platform/instant"
import { processMetrics } from "@/lib/platform/metrics/process-metrics"
import type { Exchange } from "./describe-request"
import { keepRequest } from "./keep-request"
import { requestBuffer } from "./request-state"

let number = 0
const token = { ...systemActor("ci"), kind: "token" } as const

function exchange(overrides: Partial<Exchange> = {}): Exchange {
  number++
  const at = overrides.at ?? new Date("2026-11-29T10:00:00Z")
  return {
    id: `${firstIdAt(at).slice(0, 24)}${String(number).padStart(12, "0")}`,
    at,
    requestId: "r",
    actor: token,
    address: "192.0.2.1",
    authorization: null,
    method: "POST",
    route: "/api/v1/x",
    path: "/api/v1/x",
    params: {},
    query: [],
    body: {},
    status: 201,
    headers: new Headers(),
    problem: null,
    result: undefined,
    durationMs: 1,
    ...overrides,
  }
}
const keepRequests = (
  count: number,
  overrides: Partial<Exchange> | ((at: number) => Partial<Exchange>) = {},
) => {
  for (let at = 0; at < count; at++)
    keepRequest(exchange(typeof overrides === "function" ? overrides(at) : overrides))
}
const flush = async () => requestBuffer.current?.flush()
const flushed = async () => {
  await flush()
  const rows = await prismaClient().receivedRequest.findMany({ orderBy: { id: "asc" } })
  await prismaClient().receivedRequest.deleteMany()
  return rows
}
const dropped = (rows: readonly { droppedBefore: number }[]) =>
  rows.reduce((sum, row) => sum + row.droppedBefore, 0)

beforeAll(flushed)

it("writes any text unchanged", async () => {
  const notes = 'tab\t, line\n, backslash \\N \\. "quotes" and 🚀'
  keepRequests(1, { body: { notes, gitBranch: "" }, query: [["reason", "ümläut"]] })
  expect(await flushed()).toMatchObject([
    { sent: { notes, gitBranch: "", reason: "ümläut" }, errors: [], counts: null },
  ])
})

it("keeps at most 300 rejected requests of a token per minute, and every accepted one", async () => {
  keepRequests(400, { status: 422 })
  keepRequests(350)
  keepRequests(1, { at: new Date("2026-11-29T10:01:00Z"), status: 422 })
  const rows = await flushed()
  expect(rows.map(({ status }) => status).filter((status) => status === 422)).toHaveLength(301)
  expect(rows).toHaveLength(651)
  expect(dropped(rows)).toBe(100)
})

it("keeps at most 20 rejected requests per minute of an unknown caller, and 60 of all", async () => {
  const at = new Date("2026-11-29T10:05:00Z")
  keepRequests(30, { at, actor: null, status: 401 })
  keepRequests(3_000, (caller) => ({
    at,
    actor: null,
    status: 401,
    address: `10.0.${caller % 250}.${caller % 200}`,
  }))
  keepRequests(1)
  const rows = await flushed()
  expect(rows.filter(({ status, address }) => status === 401 && address === "192.0.2.1")).toHaveLength(20)
  expect(rows.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(60)
  expect(rows.length + dropped(rows)).toBe(3_031)
})

it("holds at most 2,000 requests, counts the rest, and loses only those that were not written when the process is killed", async () => {
  const readCounters = async () => {
    const { values } = await processMetrics().keptRequests.get()
    return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]))
  }
  const before = await readCounters()
  keepRequests(2_600)
  const after = await readCounters()
  expect(Number(after.dropped) - Number(before.dropped)).toBe(600)
  // The buffer of a killed process is gone; the next process starts with an empty one.
  const buffer = requestBuffer.current
  requestBuffer.current = undefined
  keepRequests(1)
  await flush()
  await buffer?.flush()
  expect(await flushed()).toHaveLength(2_001)
})

it("drops a batch that PostgreSQL rejects, and counts it in the next one", async () => {
  const row = exchange()
  keepRequest(row)
  keepRequest(row)
  keepRequests(1, { at: new Date("2026-11-29T11:00:00Z") })
  await flush()
  keepRequests(1, { at: new Date("2026-11-29T12:00:00Z") })
  const rows = await flushed()
  expect(rows.map(({ at, droppedBefore }) => [at.getUTCHours(), droppedBefore])).toEqual([[12, 3]])
})

it("keeps nothing when the period is 0", async () => {
  process.env.SLIPWAY_KEEP_REQUESTS_DAYS = "0"
  keepRequests(1)
  delete process.env.SLIPWAY_KEEP_REQUESTS_DAYS
  expect(await flushed()).toEqual([])
})
