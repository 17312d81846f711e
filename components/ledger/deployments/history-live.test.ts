import { describe, expect, it } from "vitest"
import { aDeployment } from "@/tools/testing/a-deployment"
import { mergeNewestPage } from "./history-live"

const page = (ids: string[], next: string | null) => ({ items: ids.map((id) => aDeployment({ id })), next })
const known = (pages: ReturnType<typeof page>[]) => ({
  pages,
  pageParams: pages.map((_, index) => `page ${index}`),
})
const idsOf = (history: ReturnType<typeof mergeNewestPage>) =>
  history?.pages.map((one) => one.items.map((item) => item.id)) ?? null

describe("mergeNewestPage", () => {
  it("puts new rows on top and keeps the pages below", () => {
    const before = known([page(["b", "c"], "2"), page(["d", "e"], null)])
    const after = mergeNewestPage(before, page(["a", "b"], "x"))
    expect(idsOf(after)).toEqual([
      ["a", "b", "c"],
      ["d", "e"],
    ])
    expect(after?.pages[0]?.next).toBe("2")
  })

  it("removes rows that no longer match the filter", () => {
    const before = known([page(["a", "b", "c"], "2"), page(["d"], null)])
    expect(idsOf(mergeNewestPage(before, page(["b", "c"], "x")))).toEqual([["b", "c"], ["d"]])
  })

  it("returns the whole list if there are no further pages", () => {
    const before = known([page(["a", "b"], "2"), page(["c"], null)])
    expect(idsOf(mergeNewestPage(before, page(["n"], null)))).toEqual([["n"]])
  })

  it("returns null if the pages do not overlap", () => {
    expect(mergeNewestPage(known([page(["a"], null)]), page(["x", "y"], "2"))).toBeNull()
  })
})
