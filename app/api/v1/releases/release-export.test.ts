import { describe, expect, it } from "vitest"
import { releaseExport as route } from "@/app/api/v1/releases/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { seedReleases } from "@/tools/testing/seed-releases"

const reader = () => tokenCaller(["releases:read"])
const get = (query: string, caller: Caller) =>
  callRoute(route, "GET", { caller, path: `/api/v1/helm/releases/export?${query}` })

/** The rows of one column. */
function column(text: string, name: string): string[] {
  const [head = "", ...rows] = text.trimEnd().split("\r\n")
  const column = head.split(",").indexOf(name)
  return rows.map((row) => row.split(",")[column] ?? "")
}

describe("GET /helm/releases/export", () => {
  it("returns 200 with every release that matches the filters, beyond one page, without values", async () => {
    const manyReleases = Array.from({ length: 620 }, (_, index) => ({ slug: `many-${index}` }))
    await seedReleases(null, [
      { slug: "older", version: "0.9.0", values: { password: "canary" } },
      ...manyReleases,
    ])
    const { status, text, headers } = await get("chartVersion=1.0.0", await reader())
    expect(status, text).toBe(200)
    expect(headers.get("content-disposition")).toContain("slipway-releases.csv")
    expect(column(text, "tenantSlug").toSorted()).toEqual(manyReleases.map(({ slug }) => slug).toSorted())
    const older = await get("format=csv&q=older", await reader())
    expect(column(older.text, "chartVersion")).toEqual(["0.9.0"])
    expect(older.text).not.toMatch(/canary|valuesOverride/)
  })

  it("returns 200 with formulas escaped, and only for tenants that the token can see", async () => {
    const [ownRelease] = await seedReleases(null, [
      { slug: "mine", version: "3.0.0", row: { lastError: "=cmd()" } },
      { slug: "theirs", version: "3.0.0" },
    ])
    const limited = await tokenCaller(["releases:read"], { tenants: [ownRelease?.tenantId ?? ""] })
    const { text } = await get("chartVersion=3.0.0", limited)
    expect(column(text, "tenantSlug")).toEqual(["mine"])
    expect(column(text, "lastError")).toEqual(["'=cmd()"])
  })
})

describe("GET /helm/releases/export with an invalid request", () => {
  it("returns 401, 403 and 422", async () => {
    expect((await get("", anonymous)).status).toBe(401)
    expect((await get("", await tokenCaller(["deployments:read"]))).status).toBe(403)
    expect((await get("olderThan=1.0.0", await reader())).body.errors[0].pointer).toBe("/olderThan")
    expect((await get("format=xml", await reader())).status).toBe(422)
  })
})
