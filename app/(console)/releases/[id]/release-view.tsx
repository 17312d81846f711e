"use client"

import { useQuery } from "@tanstack/react-query"
import { ReleaseActions } from "@/components/fleet/releases/detail/release-actions"
import { ReleaseBody } from "@/components/fleet/releases/detail/release-body"
import { useReleasePlace } from "@/components/fleet/releases/detail/release-tabs"
import { releaseQuery, revisionsQuery } from "@/components/fleet/releases/release-queries"
import { OutOfBandBadge, ReleaseStatusBadge } from "@/components/fleet/releases/release-status"
import { useReleaseEvents } from "@/components/fleet/releases/use-release-events"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Loaded } from "@/components/ui/loaded"
import { pages } from "@/lib/platform/paths"

/** One release: its current state, its history and the running operation. */
export function ReleaseView({ id, mayChange }: { id: string; mayChange: boolean }) {
  const query = useQuery(releaseQuery(id))
  const history = useQuery(revisionsQuery(id))
  useReleaseEvents(id)
  const [place] = useReleasePlace()
  const release = query.data
  const revisions = history.data ?? []
  const selected = place.revision ?? revisions[0]?.revision ?? null

  return (
    <>
      <PageHeader
        title={release?.releaseName ?? "Release"}
        crumbs={
          release
            ? [{ label: release.tenantName, href: pages.tenant(release.tenantId) }]
            : [{ label: "Releases", href: pages.releases() }]
        }
        pickers={
          release && (
            <>
              <ReleaseStatusBadge status={release.status} />
              {release.outOfBand && <OutOfBandBadge />}
              <span className="font-mono text-xs text-muted">
                {release.chartName} {release.chartVersion}
              </span>
            </>
          )
        }
        actions={mayChange && release && <ReleaseActions {...{ release, revisions, selected }} />}
      />
      <PageBody>
        <Loaded read={query} failure="Could not load the release">
          {(loaded) => <ReleaseBody release={loaded} {...{ history, revisions, selected, mayChange }} />}
        </Loaded>
      </PageBody>
    </>
  )
}
