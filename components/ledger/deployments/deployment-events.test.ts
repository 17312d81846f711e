import { QueryClient } from "@tanstack/react-query"
import { describe, expect, it } from "vitest"
import { mergeNewestPage, patchDeployment } from "@/components/ledger/deployments/deployment-events"
import { newestQuery } from "@/components/ledger/timeline/data/timeline-query"
import { buildDeployment } from "@/tools/testing/build-deployment"
import { emptyFilter, historyList } from "./history-query"

const before = buildDeployment({ id: "one", status: "PENDING" })
const after = buildDeployment({ id: "one", status: "DEPLOYED" })

describe("patchDeployment", () => {
  it("replaces the row in every loaded history", () => {
    const client = new QueryClient()
    const { queryKey } = historyList.query(emptyFilter)
    client.setQueryData(queryKey, { pages: [{ items: [before], next: null }], pageParams: ["first"] })
    patchDeployment(client, after)
    expect(client.getQueryData(queryKey)?.pages[0]?.items).toEqual([after])
  })

  it("does not change the timeline's newest deployment, which has no pages", () => {
    const client = new QueryClient()
    const timeline = {
      environment: null,
      application: null,
      lanes: "application",
      includeAnnulled: null,
    } as const
    const { queryKey } = newestQuery(timeline, null)
    client.setQueryData(queryKey, [before])
    patchDeployment(client, after)
    expect(client.getQueryData(queryKey)).toEqual([before])
  })
})

const page = (ids: string[], next: string | null) => ({
  items: ids.map((id) => buildDeployment({ id })),
  next,
})
const historyOf = (pages: ReturnType<typeof page>[]) => ({
  pages,
  pageParams: pages.map((_, index) => `page ${index}`),
})
const idsOf = (history: ReturnType<typeof mergeNewestPage>) =>
  history?.pages.map((one) => one.items.map((item) => item.id)) ?? null

describe("mergeNewestPage", () => {
  it("puts new rows on top and keeps the pages below", () => {
    const before = historyOf([page(["b", "c"], "2"), page(["d", "e"], null)])
    const after = mergeNewestPage(before, page(["a", "b"], "x"))
    expect(idsOf(after)).toEqual([
      ["a", "b", "c"],
      ["d", "e"],
    ])
    expect(after?.pages[0]?.next).toBe("2")
  })

  it("removes rows that no longer match the filter", () => {
    const before = historyOf([page(["a", "b", "c"], "2"), page(["d"], null)])
    expect(idsOf(mergeNewestPage(before, page(["b", "c"], "x")))).toEqual([["b", "c"], ["d"]])
  })

  it("returns the whole list if there are no further pages", () => {
    const before = historyOf([page(["a", "b"], "2"), page(["c"], null)])
    expect(idsOf(mergeNewestPage(before, page(["n"], null)))).toEqual([["n"]])
  })

  it("returns null if the pages do not overlap", () => {
    expect(mergeNewestPage(historyOf([page(["a"], null)]), page(["x", "y"], "2"))).toBeNull()
  })
})
