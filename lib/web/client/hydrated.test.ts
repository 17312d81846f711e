import { describe, expect, it } from "vitest"
import { api } from "@/lib/platform/paths"
import { apiListQuery, apiQuery } from "@/lib/web/client/api-query"
import { Hydrated, hydrate, preload, preloadList } from "@/lib/web/client/hydrated"

const clusters = apiQuery(["clusters"], api("/clusters"))
const tokens = apiListQuery(["tokens"], api("/tokens"))

describe("Hydrated", () => {
  it("contains the data under the keys of the queries", async () => {
    const page = { items: [], next: null }
    const { queries } = await hydrate([preload(clusters, () => []), preloadList(tokens, async () => page)])
    expect(queries.map(({ queryKey, state }) => [queryKey, state.data])).toEqual([
      [["clusters"], []],
      [["tokens"], { pages: [page], pageParams: [api("/tokens")] }],
    ])
  })

  it("omits a failed query, which the view requests again", async () => {
    const failing = preloadList(tokens, () => Promise.reject(new Error("unavailable")))
    const boundary = await Hydrated({ reads: [failing], children: null })
    expect(boundary.props.state.queries).toEqual([])
  })
})
