import { QuarantineMark } from "@/components/admin/quarantine/quarantine-mark"
import { BehindNewest } from "@/components/fleet/releases/fleet/behind-newest"
import {
  type VersionAge,
  type VersionLags,
  versionAge,
  versionLagOf,
} from "@/components/fleet/releases/fleet/version-lag"
import { OutOfBandBadge, releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { statusColumn, timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { useNow } from "@/components/ui/now"
import { Tooltip } from "@/components/ui/tooltip"
import { NameText, VersionText } from "@/components/ui/version-text"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import type { Release } from "@/lib/fleet/releases/schema"

export function fleetColumns(versionLags: VersionLags): readonly Column<Release>[] {
  const current = (row: Release) => row.status !== "UNINSTALLED"
  return [
    {
      id: "releaseName",
      label: "Release",
      required: true,
      minWidth: 183,
      cell: (row) => <NameText value={row.releaseName} />,
      value: (row) => row.releaseName,
    },
    { id: "tenant", label: "Tenant", plain: true, width: 134, value: (row) => row.tenantName },
    statusColumn(({ status }) => status, releaseStatusStyles, {
      id: "status",
      label: "Status",
      plain: true,
      width: 104,
    }),
    { id: "chart", label: "Chart", width: 148, value: (row) => row.chartName },
    {
      id: "chartVersion",
      label: "Version",
      width: 176,
      cell: (row) => (
        <span className="font-mono text-xs">
          {current(row) && <QuarantineMark version={row} />} {row.chartVersion}{" "}
          {current(row) && <BehindNewest versionLag={versionLagOf(versionLags, row)} />}
        </span>
      ),
    },
    {
      id: "versionAge",
      label: "Version age",
      width: 82,
      align: "end",
      cell: (row) =>
        current(row) && (
          <VersionAgeLabel versionLag={versionLagOf(versionLags, row)} deployedAt={row.deployedAt} />
        ),
    },
    {
      id: "appVersion",
      label: "App version",
      width: 134,
      cell: (row) => <VersionText value={row.appVersion} className="text-xs" />,
    },
    { id: "revision", label: "Revision", width: 66, align: "end", value: (row) => row.revision || "–" },
    timeColumn(({ updatedAt }) => updatedAt, { id: "updatedAt", label: "Changed", width: 113 }),
    {
      id: "outOfBand",
      label: "Out of band",
      width: 130,
      hidden: true,
      cell: (row) => row.outOfBand && <OutOfBandBadge />,
    },
    {
      id: "namespace",
      label: "Namespace",
      width: 180,
      hidden: true,
      mono: true,
      value: (row) => row.namespace,
    },
    { id: "cluster", label: "Cluster", width: 140, hidden: true, value: (row) => row.cluster },
    { id: "createdBy", label: "Created by", width: 150, hidden: true, value: (row) => row.createdBy },
    { id: "lastError", label: "Last error", width: 320, hidden: true, value: (row) => row.lastError },
  ]
}

const ageHints: Record<VersionAge["from"], string> = {
  newest: "No newer version has been published",
  superseded: "Since a newer version was published",
  deployed: "Since it was deployed; the publication date of a newer version is unknown",
}

type VersionAgeProps = { versionLag: FleetVersion | null; deployedAt: string | null }

function VersionAgeLabel({ versionLag, deployedAt }: VersionAgeProps) {
  const age = versionAge(versionLag, deployedAt, useNow())
  if (age === null) return <span className="text-muted">–</span>
  return (
    <Tooltip content={ageHints[age.from]}>
      <span className={age.from === "superseded" ? "relative z-1" : "relative z-1 text-muted"}>
        <ViewerExplanation>{age.from === "newest" ? "newest" : `${age.days} d`}</ViewerExplanation>
      </span>
    </Tooltip>
  )
}
