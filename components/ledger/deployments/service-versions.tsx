"use client"

import { useQuery } from "@tanstack/react-query"
import { replacedQuery } from "@/components/ledger/deployments/deployment-queries"
import { type ServiceState, serviceChanges } from "@/components/ledger/deployments/service-changes"
import { Chip } from "@/components/ui/chip"
import { ErrorLine } from "@/components/ui/error-state"
import { Cell, HeadCell, Row, Table } from "@/components/ui/table"
import { VersionChange } from "@/components/ui/version-change"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { formatQuantity } from "@/lib/platform/format"

const words: Record<ServiceState, string> = { added: "new", removed: "removed", changed: "", same: "" }

/** The service versions, next to those of the previous deployment. */
export function ServiceVersions({ deployment }: { deployment: Deployment }) {
  const query = useQuery(replacedQuery(deployment))
  if (deployment.serviceVersions === null) return null
  const before = query.data?.serviceVersions ?? null
  const rows = serviceChanges(before, deployment.serviceVersions)
  const changed = rows.filter((row) => row.state !== "same").length
  return (
    <section aria-label="Services">
      <h3 className="mb-1 flex items-baseline gap-2 text-sm font-medium">
        Services
        <span className="text-xs font-normal text-muted">
          {before === null
            ? formatQuantity(rows.length, "service")
            : `${changed} of ${formatQuantity(rows.length, "service")} changed`}
        </span>
      </h3>
      {query.isError && query.data === undefined && (
        <ErrorLine title="Could not load the previous versions" read={query} className="mb-2" />
      )}
      <Table label="Service versions" regionClassName="max-h-96 rounded-md border border-line">
        <thead>
          <tr>
            <HeadCell>Service</HeadCell>
            <HeadCell>Version</HeadCell>
            {before !== null && <HeadCell>Before</HeadCell>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.service}>
              <Cell name>{row.service}</Cell>
              <Cell>
                {row.after === null ? (
                  <span className="text-xs text-muted">removed</span>
                ) : (
                  <Chip value={row.after} what="version" />
                )}
              </Cell>
              {before !== null && (
                <Cell label="Before">
                  {row.before !== null && row.state !== "same" && (
                    <span className="inline-flex items-center gap-2">
                      <span className="font-mono text-xs text-muted">{row.before}</span>
                      {row.after !== null && <VersionChange from={row.before} to={row.after} />}
                    </span>
                  )}
                  <span className="text-xs text-muted">{words[row.state]}</span>
                </Cell>
              )}
            </Row>
          ))}
        </tbody>
      </Table>
    </section>
  )
}
