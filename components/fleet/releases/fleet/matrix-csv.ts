import type { Column } from "@/components/ui/columns"
import type { MatrixRow } from "@/lib/fleet/releases/fleet-schema"

/** The columns of the matrix as CSV: one line per tenant, one column per chart, with the versions as cells. */
export function matrixColumns(charts: readonly string[]): Column<MatrixRow>[] {
  const versionsOf = ({ releases }: MatrixRow, chart: string) =>
    releases
      .filter(({ chartName }) => chartName === chart)
      .map(({ chartVersion, status }) => (status === "DEPLOYED" ? chartVersion : `${chartVersion} ${status}`))
  return [
    { id: "tenantSlug", label: "Tenant", value: ({ tenantSlug }) => tenantSlug },
    { id: "tenantName", label: "Name", value: ({ tenantName }) => tenantName },
    ...charts.map((chart) => ({
      id: chart,
      label: chart,
      value: (row: MatrixRow) => versionsOf(row, chart).join(", "),
    })),
  ]
}
