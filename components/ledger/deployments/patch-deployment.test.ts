import { QueryClient } from "@tanstack/react-query"
import { describe, expect, it } from "vitest"
import { newestQuery } from "@/components/ledger/timeline/data/timeline-query"
import { aDeployment } from "@/tools/testing/a-deployment"
import { emptyFilter, historyQuery } from "./history-query"
import { patchDeployment } from "./patch-deployment"

const before = aDeployment({ id: "one", status: "PENDING" })
const after = aDeployment({ id: "one", status: "DEPLOYED" })

describe("patchDeployment", () => {
  it("replaces the row in every loaded history", () => {
    const client = new QueryClient()
    const { queryKey } = historyQuery(emptyFilter)
    client.setQueryData(queryKey, { pages: [{ items: [before], next: null }], pageParams: ["first"] })
    patchDeployment(client, after)
    expect(client.getQueryData(queryKey)?.pages[0]?.items).toEqual([after])
  })

  it("does not change the timeline's newest deployment, which is not a list", () => {
    const client = new QueryClient()
    const timeline = {
      environment: null,
      application: null,
      lanes: "application",
      includeAnnulled: null,
    } as const
    const { queryKey } = newestQuery(timeline, null)
    client.setQueryData(queryKey, before)
    patchDeployment(client, after)
    expect(client.getQueryData(queryKey)).toEqual(before)
  })
})
