"use client"

import { AdoptDialog } from "@/components/fleet/clusters/adopt-dialog"
import { Link } from "@/components/ui/link"
import { Cell, Row } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { UnmanagedRelease } from "@/lib/fleet/releases/unmanaged-schema"
import { pages } from "@/lib/platform/paths"

export const unmanagedColumns = 7

export function UnmanagedRow({ release, mayChange }: { release: UnmanagedRelease; mayChange: boolean }) {
  const { releaseName, namespace, cluster, tenantId, tenantName, chartName, chartVersion } = release
  return (
    <Row>
      <Cell name className="font-medium" title={releaseName}>
        {releaseName}
      </Cell>
      <Cell label="Tenant">
        {tenantId === null ? (
          <span className="text-muted">Unassigned namespace</span>
        ) : (
          <Link href={pages.tenant(tenantId)}>{tenantName}</Link>
        )}
      </Cell>
      <Cell label="Namespace" className="font-mono text-xs" title={`${namespace} in ${cluster}`}>
        {namespace}
      </Cell>
      <Cell label="Chart" className="font-mono text-xs">
        {chartName === null ? <span className="text-muted">…</span> : `${chartName} ${chartVersion}`}
      </Cell>
      <Cell label="Revision">
        {release.revision} · {release.status}
      </Cell>
      <Cell label="First seen" className="text-muted">
        <Time at={release.firstSeenAt} />
      </Cell>
      <Cell align="end">{mayChange && <AdoptDialog release={release} />}</Cell>
    </Row>
  )
}
