import { expect, expectTypeOf, it } from "vitest"
import { api, pages, withQuery } from "@/lib/platform/paths"

it("omits empty values and repeats the name for lists", () => {
  expect(
    withQuery("/history", { environment: "dev", q: "", branch: undefined, status: ["FAILED", "PENDING"] }),
  ).toBe("/history?environment=dev&status=FAILED&status=PENDING")
  expect(pages.history()).toBe("/history")
})

it("encodes a name with slashes and a version with a plus", () => {
  expect(api("/helm/releases/tenant/{tenantId}", "feature/a b", { limit: 5 })).toBe(
    "/api/v1/helm/releases/tenant/feature%2Fa%20b?limit=5",
  )
  expect(api("/helm/charts/{repository}/{name}/{version}", "demo", "web", "v1+build/2")).toBe(
    "/api/v1/helm/charts/demo/web/v1%2Bbuild%2F2",
  )
})

it("accepts only the paths of routes, with a value for each parameter", () => {
  expectTypeOf<"/tenants/{id}">().toExtend<Parameters<typeof api>[0]>()
  expectTypeOf<"/tenant">().not.toExtend<Parameters<typeof api>[0]>()
  expectTypeOf(api<"/tenants/{id}">)
    .parameter(1)
    .toEqualTypeOf<string | number>()
})
