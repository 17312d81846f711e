import { type Standings, standingOf, versionAge } from "@/components/releases/fleet/standing"
import { BehindNewest, VersionAgeWords } from "@/components/releases/fleet/version-cell"
import { OutOfBandBadge, ReleaseStatusLabel } from "@/components/releases/release-status"
import type { Column } from "@/components/ui/data-table-columns"
import { Time } from "@/components/ui/time"
import type { Release } from "@/lib/releases/schema"

/** The columns of the fleet; those that say little at a glance are not shown until chosen. */
export function fleetColumns(standings: Standings): readonly Column<Release>[] {
  return [
    {
      id: "releaseName",
      label: "Release",
      required: true,
      width: 190,
      cell: (row) => row.releaseName,
      csv: (row) => row.releaseName,
    },
    {
      id: "tenant",
      label: "Tenant",
      width: 130,
      cell: (row) => row.tenantName,
      csv: (row) => row.tenantSlug,
    },
    {
      id: "status",
      label: "Status",
      width: 130,
      cell: (row) => <ReleaseStatusLabel status={row.status} />,
      csv: (row) => row.status,
    },
    {
      id: "chart",
      label: "Chart",
      width: 150,
      cell: (row) => row.chartName,
      csv: (row) => `${row.repository}/${row.chartName}`,
    },
    {
      id: "chartVersion",
      label: "Version",
      width: 130,
      cell: (row) => (
        <span className="font-mono text-xs">
          {row.chartVersion}{" "}
          {row.status !== "UNINSTALLED" && <BehindNewest standing={standingOf(standings, row)} />}
        </span>
      ),
      csv: (row) => row.chartVersion,
    },
    {
      id: "versionAge",
      label: "Version age",
      width: 96,
      align: "end",
      cell: (row) =>
        row.status === "UNINSTALLED" ? null : (
          <VersionAgeWords standing={standingOf(standings, row)} deployedAt={row.deployedAt} />
        ),
      csv: (row) => versionAge(standingOf(standings, row), row.deployedAt, Date.now())?.days ?? null,
    },
    {
      id: "appVersion",
      label: "App version",
      width: 100,
      cell: (row) => <span className="font-mono text-xs">{row.appVersion}</span>,
      csv: (row) => row.appVersion,
    },
    {
      id: "revision",
      label: "Revision",
      width: 76,
      align: "end",
      cell: (row) => row.revision || "–",
      csv: (row) => row.revision,
    },
    {
      id: "updatedAt",
      label: "Changed",
      width: 96,
      cell: (row) => <Time at={row.updatedAt} />,
      csv: (row) => row.updatedAt,
    },
    {
      id: "outOfBand",
      label: "Out of band",
      width: 130,
      hidden: true,
      cell: (row) => row.outOfBand && <OutOfBandBadge />,
      csv: (row) => String(row.outOfBand),
    },
    {
      id: "namespace",
      label: "Namespace",
      width: 180,
      hidden: true,
      cell: (row) => <span className="font-mono text-xs">{row.namespace}</span>,
      csv: (row) => row.namespace,
    },
    {
      id: "cluster",
      label: "Cluster",
      width: 140,
      hidden: true,
      cell: (row) => row.cluster,
      csv: (row) => row.cluster,
    },
    {
      id: "createdBy",
      label: "Made by",
      width: 150,
      hidden: true,
      cell: (row) => row.createdBy,
      csv: (row) => row.createdBy,
    },
    {
      id: "lastError",
      label: "Last error",
      width: 320,
      hidden: true,
      cell: (row) => row.lastError,
      csv: (row) => row.lastError,
    },
  ]
}
