import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { rolloutColumns } from "@/app/(console)/rollouts/rollouts-view"
import { tenantColumns } from "@/components/fleet/tenants/tenant-columns"
import type { Rollout } from "@/lib/fleet/rollouts/schema"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { renderUi } from "@/tools/testing/render-ui"

const id = "0198c0de-0000-7000-8000-000000000000"
const hrefOf = (name: string) => screen.getByRole("link", { name }).getAttribute("href")

it("the number of releases of a tenant links to its installed releases", () => {
  const columns = tenantColumns({ tags: null, onTags: () => undefined }, false)
  const tenant: Partial<Tenant> = { id, releases: 1200 }
  renderUi(columns.find((column) => column.id === "releases")?.cell?.(tenant as Tenant))
  expect(hrefOf("1,200")).toBe(`/releases?tenantId=${id}&installed=true`)
})

it("the failed and rolled back counts of a rollout link to these releases", () => {
  const counts = { SUCCEEDED: 3, FAILED: 2, ROLLED_BACK: 1, RUNNING: 0, PENDING: 4, SKIPPED: 5 }
  const rollout: Partial<Rollout> = { id, counts, stateReason: null }
  renderUi(rolloutColumns.find((column) => column.id === "progress")?.cell?.(rollout as Rollout))
  expect(screen.getByText(/6 of 10 done/)).toBeTruthy()
  expect(hrefOf("2 failed")).toBe(`/rollouts/${id}?show=FAILED`)
  expect(hrefOf("1 rolled back")).toBe(`/rollouts/${id}?show=ROLLED_BACK`)
})
