import { expect, it } from "vitest"
import { columnCsv } from "@/components/ui/save-csv"
import type { MatrixRelease } from "@/lib/fleet/releases/fleet-schema"
import { matrixColumns } from "./matrix-csv"

const release = (
  chartName: string,
  chartVersion: string,
  fields: Partial<MatrixRelease> = {},
): MatrixRelease => ({
  id: "01900000-0000-7000-8000-000000000000",
  releaseName: "one",
  repository: "demo",
  chartName,
  chartVersion,
  status: "DEPLOYED",
  outOfBand: false,
  ...fields,
})

it("The matrix as CSV has one line per tenant and the status of releases that are not deployed", () => {
  const tenant = { tenantId: "01900000-0000-7000-8000-000000000000", tenantSlug: "acme", tenantName: "Acme" }
  const releases = [release("api", "1.2.0"), release("api", "1.1.0", { status: "FAILED" })]
  const lines = columnCsv(matrixColumns(["api", "store"]), [{ ...tenant, releases }])
    .trim()
    .split(/\r?\n/)
  expect(lines).toEqual(["Tenant,Name,api,store", 'acme,Acme,"1.2.0, 1.1.0 FAILED",'])
})
