import { describe, expect, it } from "vitest"
import type { RunningEnvironment, SearchHit } from "@/lib/console/search/schema"
import { locationLabel } from "./search-labels"

const runningIn = (environment: string): RunningEnvironment => ({
  deploymentId: "01900000-0000-7000-8000-000000000000",
  application: "platform",
  environment,
  imageTag: "v1",
  since: "2026-01-01T00:00:00Z",
  by: "ada",
})
const hit = (fields: Partial<SearchHit>): SearchHit => ({
  kind: "imageTag",
  id: "v1",
  label: "v1",
  detail: null,
  exact: true,
  path: "/",
  newest: { ...runningIn("dev"), status: "DEPLOYED", at: "2026-01-01T00:00:00Z" },
  environments: { total: 0, items: [] },
  tenants: { total: 0, items: [] },
  ...fields,
})

describe("whereLabel", () => {
  it("names two environments and counts the remaining ones and the tenants", () => {
    const items = ["prod", "staging", "dev"].map(runningIn)
    expect(locationLabel(hit({ environments: { total: 5, items }, tenants: { total: 1, items: [] } }))).toBe(
      "prod, staging and 3 more · 1 tenant",
    )
  })

  it("reports a version that is not running anywhere", () => {
    expect(locationLabel(hit({}))).toBe("not running")
  })

  it("returns null for kinds that cannot run", () => {
    expect(locationLabel(hit({ kind: "person" }))).toBeNull()
    expect(locationLabel(hit({ kind: "environment", newest: null }))).toBeNull()
  })

  it("counts the releases of a tenant", () => {
    expect(locationLabel(hit({ kind: "tenant", newest: null, tenants: { total: 3, items: [] } }))).toBe(
      "3 releases",
    )
  })
})
