"use client"

import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { fleetVersionsQuery } from "@/components/fleet/releases/release-queries"
import { Badge } from "@/components/ui/badge"
import { Combobox } from "@/components/ui/combobox"
import { ErrorLine } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { LoadMore } from "@/components/ui/load-more"
import { PageLink } from "@/components/ui/page-link"
import { Cell, HeadCell, Row, Table } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { ChartVersion } from "@/lib/fleet/charts/schema"
import { formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

const shownAtOnce = 100

/** All versions of a chart: app version, publication date and number of releases. */
export function VersionList({
  versions,
  shown,
}: {
  versions: readonly ChartVersion[]
  shown: string | null
}) {
  const fleet = useQuery(fleetVersionsQuery)
  const [most, setMost] = useState(shownAtOnce)
  return (
    <div className="flex flex-col gap-3">
      {fleet.isError && fleet.data === undefined && (
        <ErrorLine title="Could not load installed versions" read={fleet} />
      )}
      <Table
        label="Versions"
        regionClassName="rounded-md border border-line bg-surface"
        className="min-w-2xl"
      >
        <thead>
          <tr>
            <HeadCell className="w-48">Version</HeadCell>
            <HeadCell className="w-36">App version</HeadCell>
            <HeadCell className="w-40">Published</HeadCell>
            <HeadCell className="w-48">Installed</HeadCell>
            <HeadCell>Description</HeadCell>
          </tr>
        </thead>
        <tbody>
          {versions.slice(0, most).map((one) => {
            const { repository, name, version } = one
            const installed = fleet.data?.find(
              (known) =>
                known.repository === repository && known.chartName === name && known.chartVersion === version,
            )
            return (
              <Row key={version} selected={version === shown}>
                <Cell name>
                  <PageLink
                    href={pages.chart(repository, name, { version })}
                    className="font-mono text-xs hover:text-accent"
                  >
                    {version}
                  </PageLink>
                  {one.prerelease && <Badge>prerelease</Badge>}
                  {one.deprecated && <Badge tone="pending">deprecated</Badge>}
                </Cell>
                <Cell label="App version">
                  <span className="font-mono text-xs">{one.appVersion ?? "–"}</span>
                </Cell>
                <Cell label="Published">
                  {one.createdAt === null ? (
                    <span className="text-muted">–</span>
                  ) : (
                    <Time at={one.createdAt} focusable />
                  )}
                </Cell>
                <Cell label="Installed">
                  {installed === undefined ? (
                    <span className="text-muted">{fleet.data === undefined ? "unknown" : "–"}</span>
                  ) : (
                    <Link href={pages.releases({ chartName: name, chartVersion: version })}>
                      {formatQuantity(installed.releases, "release")}
                    </Link>
                  )}
                </Cell>
                <Cell>
                  <span className="text-muted">{one.description}</span>
                </Cell>
              </Row>
            )
          })}
        </tbody>
      </Table>
      <LoadMore
        query={{
          hasNextPage: versions.length > most,
          isFetchingNextPage: false,
          fetchNextPage: () => setMost(most + shownAtOnce),
        }}
      />
    </div>
  )
}

/** The newest stable version, else the newest prerelease. Versions are sorted newest first. */
export function newestOf(versions: readonly ChartVersion[]): string | null {
  return (versions.find(({ prerelease }) => !prerelease) ?? versions[0])?.version ?? null
}

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
        hint: one.prerelease ? "prerelease" : (one.appVersion ?? undefined),
      }))}
    />
  )
}
