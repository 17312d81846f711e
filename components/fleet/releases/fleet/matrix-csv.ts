import type { MatrixRow } from "@/lib/fleet/releases/fleet-schema"
import { csvDocument } from "@/lib/platform/csv"

/** The matrix as CSV: one line per tenant, one column per chart, with the versions as cells. */
export function matrixCsv(rows: readonly MatrixRow[], charts: readonly string[]): string {
  return csvDocument(
    ["Tenant", "Name", ...charts],
    rows.map(({ tenantSlug, tenantName, releases }) => [
      tenantSlug,
      tenantName,
      ...charts.map((chart) =>
        releases
          .filter(({ chartName }) => chartName === chart)
          .map(({ chartVersion, status }) =>
            status === "DEPLOYED" ? chartVersion : `${chartVersion} ${status}`,
          )
          .join(", "),
      ),
    ]),
  )
}
