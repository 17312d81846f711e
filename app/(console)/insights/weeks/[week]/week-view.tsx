"use client"

import { useQuery } from "@tanstack/react-query"
import { ChevronLeft, ChevronRight, Printer } from "lucide-react"
import { parseAsString, useQueryState } from "nuqs"
import { digestQuery } from "@/components/console/digest/digest-query"
import { DigestReport } from "@/components/console/digest/digest-report"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { useViewerZone } from "@/components/layout/use-viewer-zone"
import { formatWindow } from "@/components/ledger/insights/comparison"
import { Button, ButtonLink } from "@/components/ui/button"
import { Loaded } from "@/components/ui/loaded"
import { CardsSkeleton } from "@/components/ui/skeletons"
import { weekAfter } from "@/lib/ledger/insights/iso-week"
import { formatExact } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const pauseMs = 5_000

export function WeekView({
  week,
  current,
  serverZone,
}: {
  week: string
  /** The current week, which has no next week yet. */
  current: string
  serverZone: string
}) {
  const viewerZone = useViewerZone(serverZone)
  const [zone] = useQueryState("timeZone", parseAsString)
  const timeZone = zone ?? viewerZone
  const query = useQuery(digestQuery(week, timeZone))
  useReadAfterChange("deployment", queryKeys.digests, pauseMs)
  const [year, number] = week.split("-W")
  const link = (to: string) => pages.digest(to, { timeZone: zone })
  return (
    <>
      <PageHeader
        title={`Week ${Number(number)} of ${year}`}
        crumbs={[{ label: "Insights", href: pages.insights() }]}
        actions={
          <>
            <ButtonLink href={link(weekAfter(week, -1))}>
              <ChevronLeft size={14} aria-hidden="true" /> Previous week
            </ButtonLink>
            {week < current && (
              <ButtonLink href={link(weekAfter(week, 1))}>
                Next week <ChevronRight size={14} aria-hidden="true" />
              </ButtonLink>
            )}
            <Button icon={<Printer size={14} aria-hidden="true" />} onClick={() => window.print()}>
              Print
            </Button>
          </>
        }
      />
      <PageBody>
        <Loaded
          read={query}
          failure="Could not load the week"
          waiting={<CardsSkeleton cards={4} lines={6} className="xl:grid-cols-2" />}
        >
          {(digest) => (
            <>
              <p className="text-xs text-muted">
                {formatWindow(digest, timeZone)} ({timeZone})
                <span className="hidden print:inline">
                  , figures of {formatExact(query.dataUpdatedAt, timeZone)}
                </span>
              </p>
              <DigestReport digest={digest} />
            </>
          )}
        </Loaded>
      </PageBody>
    </>
  )
}
