import { expect, it } from "vitest"
import { api, pages, withQuery } from "@/lib/platform/paths"

it("omits empty values and repeats the name for lists", () => {
  expect(
    withQuery("/history", { environment: "dev", q: "", branch: undefined, status: ["FAILED", "PENDING"] }),
  ).toBe("/history?environment=dev&status=FAILED&status=PENDING")
  expect(pages.history()).toBe("/history")
})

it("encodes a name with slashes and a version with a plus", () => {
  expect(api.tenantReleases("feature/a b", { limit: 5 })).toBe(
    "/api/v1/helm/releases/tenant/feature%2Fa%20b?limit=5",
  )
  expect(api.chartVersion("demo", "web", "v1+build/2")).toBe("/api/v1/helm/charts/demo/web/v1%2Bbuild%2F2")
})
