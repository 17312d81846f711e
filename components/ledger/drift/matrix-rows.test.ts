import { describe, expect, it } from "vitest"
import type { Drift } from "@/lib/ledger/drift/schema"
import { driftCsv } from "./drift-csv"
import { comparedPair, compareEnvironments, filterRows, serviceRows, usedEnvironments } from "./matrix-rows"

function cell(environment: string, imageTag: string | null, behind: { versions: number } | null = null) {
  return {
    environment,
    imageTag,
    deployedAt: imageTag === null ? null : "2026-01-01T00:00:00Z",
    deploymentId: imageTag === null ? null : "0198c0de-0000-7000-8000-000000000000",
    artifactDigest: null,
    gitCommit: null,
    behind: behind === null ? null : { ...behind, days: 3, semver: null, build: false },
  }
}

const drift: Drift = {
  environments: ["dev", "staging", "prod"],
  applications: [
    {
      application: "platform",
      inSync: false,
      cells: [cell("dev", "v2"), cell("staging", null), cell("prod", "v1", { versions: 1 })],
    },
    {
      application: "search",
      inSync: true,
      cells: [cell("dev", "v7"), cell("staging", null), cell("prod", "v7")],
    },
    {
      application: "lonely",
      inSync: true,
      cells: [cell("dev", "v1"), cell("staging", null), cell("prod", null)],
    },
  ],
}

describe("the compared environments", () => {
  it("are the requested ones, or else the two with the most applications in promotion order", () => {
    expect(comparedPair(drift, { left: null, right: null })).toEqual({ left: "dev", right: "prod" })
    expect(comparedPair(drift, { left: "staging", right: null })).toEqual({ left: "staging", right: "prod" })
  })

  it("never include unknown environments, which would look as if nothing ran there", () => {
    expect(comparedPair(drift, { left: "dev", right: "production" }).right).toBe("prod")
    expect(comparedPair({ environments: [], applications: [] }, { left: "a", right: "b" })).toEqual({
      left: "",
      right: "",
    })
  })
})

describe("drift matrix rows", () => {
  it("omit the column of an environment where nothing is running", () => {
    expect(usedEnvironments(drift)).toEqual(["dev", "prod"])
  })

  it("filter by drift and by part of a name", () => {
    const noFilter = { text: "", onlyDrifted: false, onlyBehind: false, sort: "name" } as const
    expect(filterRows(drift, { ...noFilter, onlyDrifted: true }).map((row) => row.application)).toEqual([
      "platform",
    ])
    expect(filterRows(drift, { ...noFilter, text: " SEA" }).map((row) => row.application)).toEqual(["search"])
  })

  it("show only applications that are behind, farthest behind first", () => {
    const far = { ...drift.applications[0], application: "far", cells: [cell("prod", "v0", { versions: 9 })] }
    const several: Drift = { ...drift, applications: [...drift.applications, { inSync: false, ...far }] }
    const filter = { text: "", onlyDrifted: false, onlyBehind: true, sort: "name" } as const
    const names = (rows: readonly { application: string }[]) => rows.map((row) => row.application)
    expect(names(filterRows(several, filter))).toEqual(["platform", "far"])
    expect(names(filterRows(several, { ...filter, sort: "distance" }))).toEqual(["far", "platform"])
  })

  it("are exported as CSV with the distance of each version", () => {
    expect(driftCsv(["dev", "prod"], drift.applications.slice(0, 2))).toBe(
      [
        'Application,dev,"dev, versions behind",prod,"prod, versions behind"',
        "platform,v2,0,v1,1",
        "search,v7,0,v7,0",
        "",
      ].join("\r\n"),
    )
  })

  it("expand an application into its services and mark those that differ", () => {
    const base = {
      application: "platform",
      imageTag: "v1",
      artifactDigest: null,
      gitCommit: null,
      deploymentId: "x",
      deployedAt: "2026-01-01T00:00:00Z",
    }
    const rows = serviceRows(
      "platform",
      ["dev", "prod"],
      [
        { ...base, environment: "dev", serviceVersions: { api: "1.1.0", web: "2.0.0" } },
        { ...base, environment: "prod", serviceVersions: { api: "1.0.0", web: "2.0.0", old: "0.9.0" } },
      ],
    )
    expect(rows.map((row) => [row.service, Object.fromEntries(row.versions), row.inSync])).toEqual([
      ["api", { dev: "1.1.0", prod: "1.0.0" }, false],
      ["old", { prod: "0.9.0" }, true],
      ["web", { dev: "2.0.0", prod: "2.0.0" }, true],
    ])
  })

  it("compare any two environments and omit applications that run in neither", () => {
    const rows = compareEnvironments(drift, "staging", "prod")
    expect(
      rows.map((row) => [row.application, row.left?.imageTag ?? null, row.right?.imageTag ?? null, row.same]),
    ).toEqual([
      ["platform", null, "v1", false],
      ["search", null, "v7", false],
    ])
  })
})
