import { screen } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import { Contents } from "@/app/api/docs/contents"
import { renderUi } from "@/tools/testing/render-ui"

const groups = [
  {
    name: "tenants",
    operations: [
      { id: "listTenants", method: "GET", path: "/api/v1/tenants", summary: "List tenants" },
      { id: "createTenant", method: "POST", path: "/api/v1/tenants", summary: "Create a tenant" },
    ],
  },
  {
    name: "releases",
    operations: [
      { id: "install", method: "POST", path: "/api/v1/helm/releases", summary: "Install a chart" },
    ],
  },
]

function links() {
  return screen.getAllByRole("link").map((link) => link.getAttribute("href"))
}

describe("The contents of the API reference", () => {
  it("list every operation, and one entry for all schemas", () => {
    renderUi(<Contents groups={groups} schemas={["Tenant"]} />)
    expect(links()).toEqual(["#listTenants", "#createTenant", "#install", "#schemas"])
  })

  it("find operations by method, path and summary, and schemas by name", async () => {
    const { user } = renderUi(<Contents groups={groups} schemas={["Tenant", "Release"]} />)
    const field = screen.getByRole("searchbox", { name: "Search operations and schemas" })
    await user.type(field, "post tenant")
    expect(links()).toEqual(["#createTenant"])
    expect(screen.getByRole("status").textContent).toBe("1 match")
    await user.clear(field)
    await user.type(field, "tenant")
    expect(links()).toEqual(["#listTenants", "#createTenant", "#schema-Tenant"])
    await user.type(field, "xyz")
    expect(screen.getByRole("status").textContent).toBe("No matches")
  })
})
