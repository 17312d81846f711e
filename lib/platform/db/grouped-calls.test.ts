import { describe, expect, it } from "vitest"
import { ConnectionFailed } from "./database-errors"
import { GroupedCalls } from "./grouped-calls"

/** Each statement waits for `next`. */
function grouped(fails: (items: readonly string[]) => Error | null = () => null) {
  const calls: { items: readonly string[]; next: () => void }[] = []
  const writeAll = async (items: readonly string[]) => {
    await new Promise<void>((next) => calls.push({ items, next }))
    const error = fails(items)
    if (error !== null) throw error
    return items.map((item) => `${item} written`)
  }
  const writeOne = async (item: string) => (await writeAll([item]))[0] ?? ""
  const completeAll = async () => {
    await nextTurn()
    for (let index = 0; index < calls.length; index++) {
      calls[index]?.next()
      await nextTurn()
    }
  }
  return { group: new GroupedCalls<string, string>(writeAll, writeOne), calls, completeAll }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** The results of calls that arrive in these groups, one group in each turn of the event loop. */
async function callInTurns(group: GroupedCalls<string, string>, turns: readonly string[][]) {
  const results: Promise<string>[] = []
  for (const items of turns) {
    results.push(...items.map((item) => group.call(item)))
    await nextTurn()
  }
  return Promise.allSettled(results)
}

describe("GroupedCalls", () => {
  it("combines what arrives in one turn, makes two calls at a time, and combines what arrives during them", async () => {
    const { group, calls, completeAll } = grouped()
    const results = callInTurns(group, [["a", "b"], ["c"], ["d"], ["e"]])
    await expect.poll(() => calls.length).toBe(2)
    await completeAll()
    expect(await results).toEqual(
      ["a", "b", "c", "d", "e"].map((item) => ({ status: "fulfilled", value: `${item} written` })),
    )
    expect(calls.map(({ items }) => items)).toEqual([["a", "b"], ["c"], ["d", "e"]])
  })

  it("combines at most 64 calls", async () => {
    const { group, calls, completeAll } = grouped()
    const results = Promise.all(Array.from({ length: 100 }, (_, index) => group.call(`${index}`)))
    await completeAll()
    await results
    expect(calls.map(({ items }) => items.length)).toEqual([64, 36])
  })

  it("makes each call alone after a group failed, so that only the faulty one fails", async () => {
    const { group, completeAll } = grouped((items) => (items.includes("bad") ? new Error("refused") : null))
    const results = Promise.allSettled(["a", "b", "c", "bad", "d"].map((item) => group.call(item)))
    await completeAll()
    expect((await results).map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ])
  })

  it("does not repeat calls after the database became unavailable, because a write may be committed", async () => {
    const { group, calls, completeAll } = grouped((items) =>
      items.length > 1 ? new ConnectionFailed(new Error("gone"), true) : null,
    )
    const results = callInTurns(group, [["a"], ["b"], ["c", "d"]])
    await expect.poll(() => calls.length).toBe(2)
    await completeAll()
    expect((await results).map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ])
    expect(calls.length).toBe(3)
  })

  it("is not delayed by slow calls", async () => {
    const { group, calls } = grouped()
    const results = callInTurns(group, [["a"], ["b"], ["c"]])
    await expect.poll(() => calls.length).toBe(2)
    await expect.poll(() => calls.length).toBe(3)
    for (const { next } of calls) next()
    expect((await results).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"])
  })

  it("continues after a failure", async () => {
    const { group, completeAll } = grouped((items) => (items.includes("bad") ? new Error("refused") : null))
    const failed = group.call("bad").catch(() => "failed")
    await completeAll()
    expect(await failed).toBe("failed")
    const next = group.call("a")
    await completeAll()
    expect(await next).toBe("a written")
  })
})
