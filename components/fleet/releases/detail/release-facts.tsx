"use client"

import { ClusterName } from "@/components/fleet/releases/cluster-name"
import { DetailList } from "@/components/ui/detail-list"
import { Link } from "@/components/ui/link"
import { Time } from "@/components/ui/time"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

/** The metadata of a release: chart, location and timestamps. */
export function ReleaseFacts({ release }: { release: Release }) {
  return (
    <DetailList
      details={[
        { label: "Tenant", value: <Link href={pages.tenant(release.tenantId)}>{release.tenantName}</Link> },
        {
          label: "Chart",
          value: (
            <span className="font-mono text-xs">
              {release.repository === "" ? "" : `${release.repository}/`}
              {release.chartName} {release.chartVersion}
            </span>
          ),
        },
        {
          label: "App version",
          value: (
            <span className="flex flex-wrap gap-x-2">
              <span className="font-mono text-xs">{release.appVersion}</span>
              <Link href={pages.search({ q: release.appVersion })} className="text-xs">
                other releases
              </Link>
            </span>
          ),
        },
        { label: "Namespace", value: <span className="font-mono text-xs">{release.namespace}</span> },
        { label: "Cluster", value: <ClusterName name={release.cluster} /> },
        { label: "Description", value: release.description },
        { label: "Deployed", value: release.deployedAt && <Time at={release.deployedAt} focusable /> },
        {
          label: "Uninstalled",
          value: release.uninstalledAt && <Time at={release.uninstalledAt} focusable />,
        },
        { label: "Reason", value: release.uninstallReason },
        { label: "Created by", value: release.createdBy },
      ]}
    />
  )
}
