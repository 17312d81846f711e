import { expect, it } from "vitest"
import { orderBy, shownSort } from "./history-query"

const newest = { order: null, sort: null }

it("a click on a column header sorts by it, and the next click reverses the order", () => {
  const byTag = orderBy("imageTag", newest)
  expect(shownSort(byTag)).toEqual({ columnId: "imageTag", direction: "ascending" })
  expect(shownSort(orderBy("imageTag", byTag))).toEqual({ columnId: "imageTag", direction: "descending" })
})

it("durations start with the longest", () => {
  const longest = orderBy("duration", { order: "oldest", sort: null })
  expect(longest).toEqual({ order: null, sort: "-durationSeconds" })
  expect(shownSort(longest)).toEqual({ columnId: "duration", direction: "descending" })
  expect(orderBy("duration", longest).sort).toBe("durationSeconds")
})

it("time starts with the newest, even after sorting by another column", () => {
  expect(shownSort(newest)).toEqual({ columnId: "deployedAt", direction: "descending" })
  expect(orderBy("deployedAt", { order: null, sort: "imageTag" })).toEqual(newest)
  expect(orderBy("deployedAt", newest)).toEqual({ order: "oldest", sort: null })
})
