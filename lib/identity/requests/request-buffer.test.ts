import { setTimeout as sleep } from "node:timers/promises"
import { afterEach, expect, it, vi } from "vitest"
import { ConnectionFailed } from "@/lib/platform/db/database-errors"
import type { KeptRequest } from "./describe-request"
import { RequestBuffer, type WrittenRequest } from "./request-buffer"

const limits = { rows: 10, batch: 4, delayMs: 1, retryMs: 1 }
const aRow = (id: number): KeptRequest => ({
  id: String(id),
  at: new Date(),
  method: "POST",
  route: "/",
  path: "/",
  status: 201,
  outcome: "ACCEPTED",
  durationMs: 1,
  requestId: "r",
  sent: {},
  omitted: [],
  tokenHash: null,
})

function createBuffer(write: (rows: readonly WrittenRequest[]) => Promise<void>) {
  const counts = { kept: 0, dropped: 0 }
  const buffer = new RequestBuffer(
    write,
    (outcome, count) => {
      counts[outcome] += count
    },
    limits,
  )
  return { buffer, counts }
}
const push = (buffer: RequestBuffer, count: number) => {
  for (let id = 0; id < count; id++) buffer.push(aRow(id))
}

afterEach(() => vi.useRealTimers())

it("writes rows in batches, in order", async () => {
  const batches: string[][] = []
  const { buffer, counts } = createBuffer(async (rows) => void batches.push(rows.map(({ id }) => id)))
  push(buffer, 6)
  await expect
    .poll(() => batches)
    .toEqual([
      ["0", "1", "2", "3"],
      ["4", "5"],
    ])
  expect(counts).toEqual({ kept: 6, dropped: 0 })
})

it("lets rows that arrive during a write wait for a batch", async () => {
  vi.useFakeTimers()
  const writes: { rows: number; end: () => void }[] = []
  const { buffer } = createBuffer((rows) => new Promise((end) => writes.push({ rows: rows.length, end })))
  push(buffer, 1)
  await vi.advanceTimersByTimeAsync(limits.delayMs)
  push(buffer, 1)
  writes[0]?.end()
  await vi.advanceTimersByTimeAsync(0)
  push(buffer, 2)
  await vi.advanceTimersByTimeAsync(limits.delayMs)
  expect(writes.map(({ rows }) => rows)).toEqual([1, 3])
})

it("drops rows that do not fit while a write hangs, and counts them in the next batch", async () => {
  let release = () => {}
  const hanging = new Promise<void>((resolve) => {
    release = resolve
  })
  const writtenRows: WrittenRequest[] = []
  const { buffer, counts } = createBuffer(async (rows) => {
    await hanging
    writtenRows.push(...rows)
  })
  push(buffer, 25)
  expect(counts).toEqual({ kept: 0, dropped: 15 })
  release()
  await buffer.flush()
  push(buffer, 1)
  await buffer.flush()
  expect(writtenRows).toHaveLength(11)
  expect(writtenRows.reduce((sum, row) => sum + row.droppedBefore, 0)).toBe(15)
})

it("keeps rows while the database is unavailable", async () => {
  let isAway = true
  const writtenIds: string[] = []
  const { buffer, counts } = createBuffer(async (rows) => {
    if (isAway) throw new ConnectionFailed(new Error("refused"), false)
    writtenIds.push(...rows.map(({ id }) => id))
  })
  push(buffer, 2)
  await sleep(20)
  isAway = false
  await expect.poll(() => writtenIds).toEqual(["0", "1"])
  expect(counts).toEqual({ kept: 2, dropped: 0 })
})

it("drops a batch that the database rejects, and continues", async () => {
  const { buffer, counts } = createBuffer(async (rows) => {
    if (rows.some(({ id }) => id === "1")) throw new Error("invalid input")
  })
  push(buffer, 5)
  await buffer.flush()
  expect(counts).toEqual({ kept: 1, dropped: 4 })
})
