import { screen } from "@testing-library/react"
import { type ReactNode, useState } from "react"
import { expect, it } from "vitest"
import { tenantQuery } from "@/components/fleet/tenants/tenant-queries"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { buildTenant } from "@/tools/testing/build-tenant"
import { renderUi } from "@/tools/testing/render-ui"
import { InstallView } from "./tenants/[id]/install/install-view"

function Visits({ first, second }: { first: ReactNode; second: ReactNode }) {
  const [visit, setVisit] = useState(first)
  return (
    <>
      <button type="button" onClick={() => setVisit(null)}>
        Leave
      </button>
      <button type="button" onClick={() => setVisit(second)}>
        Return
      </button>
      {visit}
    </>
  )
}

function sentWith(name: string) {
  const tenant = buildTenant({ name })
  return Hydrated({
    reads: [preload(tenantQuery(tenant.id), () => tenant)],
    children: <InstallView id={tenant.id} denied="Denied" />,
  })
}

it("A page that is opened again shows what the server has read now, without requesting it", async () => {
  const first = await sentWith("Acme")
  await expect.poll(() => Date.now()).toBeGreaterThan(first.props.state.queries[0]?.state.dataUpdatedAt ?? 0)
  const { user, sent } = renderUi(<Visits first={first} second={await sentWith("Acme Europe")} />, {
    "GET /api/v1/clusters": { body: [] },
  })
  expect(screen.getByText("Acme")).toBeTruthy()

  await user.click(screen.getByRole("button", { name: "Leave" }))
  await user.click(screen.getByRole("button", { name: "Return" }))
  expect(await screen.findByText("Acme Europe")).toBeTruthy()
  expect(sent.filter(({ path }) => path.includes("/tenants"))).toEqual([])
})
