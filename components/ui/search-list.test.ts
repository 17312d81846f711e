import { expect, it } from "vitest"
import { filterGroups } from "@/components/ui/search-list"

const groups = [
  {
    heading: "Go to",
    items: [
      { id: "environments", label: "Settings: Environments" },
      { id: "timeline", label: "Timeline", keywords: ["lanes"] },
      { id: "overtime", label: "Overtime" },
    ],
  },
  { heading: "Deployments", items: [{ id: "d1", label: "v2.1.0", always: true }] },
]

function matchesOf(query: string) {
  const selectable = groups.map((group) => ({
    ...group,
    items: group.items.map((item) => ({ ...item, onSelect: () => undefined })),
  }))
  return filterGroups(selectable, query).map((group) => group.items.map((item) => item.id))
}

it("ranks prefix matches above other matches", () => {
  expect(matchesOf("time")[0]).toEqual(["timeline", "overtime"])
  expect(matchesOf("env")[0]).toEqual(["environments"])
})

it("matches keywords, keeps server results, and omits empty groups", () => {
  expect(matchesOf("lanes")).toEqual([["timeline"], ["d1"]])
  expect(matchesOf("nothing like it")).toEqual([["d1"]])
  expect(matchesOf("")[0]).toHaveLength(3)
})
