import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { quarantinedStyle } from "@/components/admin/quarantine/quarantine-style"
import { QuarantineHint } from "@/components/fleet/releases/form/version-option"
import { fleetVersionsQuery } from "@/components/fleet/releases/release-queries"
import { Badge } from "@/components/ui/badge"
import { Combobox } from "@/components/ui/combobox"
import { ErrorLine } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { LoadMore } from "@/components/ui/load-more"
import { PageLink } from "@/components/ui/page-link"
import { StatusBadge } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import type { ChartVersion } from "@/lib/fleet/charts/schema"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

const shownAtOnce = 100

type VersionListProps = { versions: readonly ChartVersion[]; shown: string | null }

export function VersionList({ versions, shown }: VersionListProps) {
  const fleet = useQuery(fleetVersionsQuery)
  const [maxShown, setMaxShown] = useState(shownAtOnce)
  return (
    <div className="flex flex-col gap-3">
      {fleet.isError && fleet.data === undefined && (
        <ErrorLine title="Could not load installed versions" read={fleet} />
      )}
      <ListTable
        label="Versions"
        className="min-w-2xl"
        columns={versionColumns(fleet.data)}
        rows={versions.slice(0, maxShown)}
        rowKey={({ version }) => version}
        isSelected={({ version }) => version === shown}
      />
      <LoadMore
        query={{
          hasNextPage: versions.length > maxShown,
          isFetchingNextPage: false,
          fetchNextPage: () => setMaxShown(maxShown + shownAtOnce),
        }}
      />
    </div>
  )
}

/** `fleet`: undefined while it is unknown what is installed. */
const versionColumns = (fleet: readonly FleetVersion[] | undefined): readonly ListColumn<ChartVersion>[] => [
  {
    id: "version",
    label: "Version",
    name: true,
    width: 192,
    cell: ({ repository, name, version, prerelease, deprecated, quarantine }) => (
      <span className="font-normal">
        <PageLink
          href={pages.chart(repository, name, { version })}
          className="font-mono text-xs hover:text-accent"
        >
          {version}
        </PageLink>
        {prerelease && <Badge>prerelease</Badge>}
        {deprecated && <Badge tone="pending">deprecated</Badge>}
        {quarantine !== null && (
          <span title={quarantine.reason} className="ml-2">
            <StatusBadge style={{ ...quarantinedStyle, word: "quarantined" }} />
          </span>
        )}
      </span>
    ),
  },
  {
    id: "appVersion",
    label: "App version",
    width: 144,
    mono: true,
    value: ({ appVersion }) => appVersion ?? "–",
  },
  {
    id: "published",
    label: "Published",
    width: 160,
    cell: ({ createdAt }) =>
      createdAt === null ? <span className="text-muted">–</span> : <Time at={createdAt} focusable />,
  },
  {
    id: "installed",
    label: "Installed",
    width: 192,
    cell: ({ repository, name, version }) => {
      const installed = fleet?.find(
        (one) => one.repository === repository && one.chartName === name && one.chartVersion === version,
      )
      return installed === undefined ? (
        <span className="text-muted">{fleet === undefined ? "unknown" : "–"}</span>
      ) : (
        <Link href={pages.releases({ chartName: name, chartVersion: version })}>
          {formatQuantity(installed.releases, "release")}
        </Link>
      )
    },
  },
  {
    id: "description",
    label: "Description",
    plain: true,
    muted: true,
    value: ({ description }) => description,
  },
]

type VersionPickerProps = {
  versions: readonly ChartVersion[]
  version: string | null
  onVersion: (version: string | null) => void
}

export function VersionPicker({ versions, version, onVersion }: VersionPickerProps) {
  return (
    <Combobox
      label="Version"
      none="newest"
      value={version ?? ""}
      onValueChange={(next) => onVersion(next || null)}
      options={versions.map((one) => ({
        value: one.version,
        label: one.version,
        hint: one.quarantine ? (
          <QuarantineHint reason={one.quarantine.reason} />
        ) : one.prerelease ? (
          "prerelease"
        ) : (
          one.appVersion
        ),
      }))}
    />
  )
}
