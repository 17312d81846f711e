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

function found(query: string) {
  const selectable = groups.map((group) => ({
    ...group,
    items: group.items.map((item) => ({ ...item, onSelect: () => undefined })),
  }))
  return filterGroups(selectable, query).map((group) => group.items.map((item) => item.id))
}

it("ranks prefix matches above other matches", () => {
  expect(found("time")[0]).toEqual(["timeline", "overtime"])
  expect(found("env")[0]).toEqual(["environments"])
})

it("matches keywords, keeps server results, and omits empty groups", () => {
  expect(found("lanes")).toEqual([["timeline"], ["d1"]])
  expect(found("nothing like it")).toEqual([["d1"]])
  expect(found("")[0]).toHaveLength(3)
})
