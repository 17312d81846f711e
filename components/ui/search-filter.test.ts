import { expect, it } from "vitest"
import { filterGroups } from "@/components/ui/search-filter"

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
  return filterGroups(groups, query).map((group) => group.items.map((item) => item.id))
}

it("puts what begins with the words before what holds them", () => {
  expect(found("time")[0]).toEqual(["timeline", "overtime"])
  expect(found("env")[0]).toEqual(["environments"])
})

it("finds by keyword, keeps what a server found, and leaves out empty groups", () => {
  expect(found("lanes")).toEqual([["timeline"], ["d1"]])
  expect(found("nothing like it")).toEqual([["d1"]])
  expect(found("")[0]).toHaveLength(3)
})
