import { describe, expect, it } from "vitest"
import type { DriftRow } from "@/lib/ledger/drift/schema"
import { defaultGrouping, groupColumns, groupRows, maxOverview, summarize } from "./matrix-groups"

function row(
  application: string,
  ...cells: [environment: string, tag: string, versionsBehind?: number][]
): DriftRow {
  return {
    application,
    inSync: false,
    cells: cells.map(([environment, imageTag, versions]) => ({
      environment,
      imageTag,
      deployedAt: "2026-01-01T00:00:00Z",
      deploymentId: "0198c0de-0000-7000-8000-000000000000",
      artifactDigest: null,
      gitCommit: null,
      behind: versions === undefined ? null : { versions, days: 3, semver: null, build: false },
    })),
  }
}

const rows = [
  row("api", ["prod", "v1"]),
  row("kyverno/cleanup", ["prod", "v1", 2]),
  row("kyverno/reports", ["prod", "v3"], ["dev", "v4"]),
  row("search-api", ["prod", "v1", 12]),
  row("search-worker", ["prod", "v2"]),
]
const labels = (groups: ReturnType<typeof groupRows>) =>
  groups.map((group) =>
    "rows" in group ? [group.name, group.rows.map(({ application }) => application)] : group.application,
  )

describe("groupRows", () => {
  it("groups applications of a family under its name, and leaves others alone", () => {
    expect(labels(groupRows(rows, "name"))).toEqual([
      "api",
      ["kyverno", ["kyverno/cleanup", "kyverno/reports"]],
      ["search", ["search-api", "search-worker"]],
    ])
    expect(groupRows(rows, "none")).toEqual(rows)
  })

  it("lists far behind applications first, and those not behind last", () => {
    expect(labels(groupRows(rows, "distance"))).toEqual([
      ["Far behind", ["search-api"]],
      ["Behind", ["kyverno/cleanup"]],
      ["Not behind", ["api", "kyverno/reports", "search-worker"]],
    ])
  })

  it("groups by family when there are many applications", () => {
    const manyRows = (name: (index: number) => string) =>
      Array.from({ length: maxOverview.rows + 1 }, (_, index) => row(name(index), ["prod", "v1"]))
    expect(defaultGrouping(rows)).toBe("none")
    expect(defaultGrouping(manyRows((index) => `team/app${index}`))).toBe("name")
    expect(defaultGrouping(manyRows((index) => `app${index}`))).toBe("distance")
  })
})

describe("groupColumns", () => {
  const environments = ["dev", "production/a", "production/b", "staging/a"]
  const names = (open: boolean) =>
    groupColumns(environments, () => open).map(({ name, stage }) => [name, stage])

  it("combines the environments of a collapsed stage, in order", () => {
    expect(names(false)).toEqual([
      ["dev", null],
      ["production", "production"],
      ["staging/a", null],
    ])
    expect(names(true)).toEqual([
      ["dev", null],
      ["production/a", "production"],
      ["production/b", null],
      ["staging/a", null],
    ])
  })
})

it("summarize counts running and behind cells, and returns their common version", () => {
  const two = row("api", ["production/a", "v1", 1], ["production/b", "v1", 5])
  expect(summarize([two], ["production/a", "production/b", "dev"])).toMatchObject({
    running: 2,
    behind: 2,
    worst: { versions: 5 },
    version: "v1",
  })
  expect(summarize(rows, ["prod"])).toMatchObject({ running: 5, behind: 2, version: null })
  expect(summarize(rows, ["nowhere"])).toEqual({
    running: 0,
    behind: 0,
    worst: null,
    version: null,
    tags: [],
  })
})
