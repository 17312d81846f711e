"use client"

import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs"
import type { ReactNode } from "react"
import { HistoryTab } from "@/components/fleet/releases/detail/history-tab"
import { ResourcesTab } from "@/components/fleet/releases/detail/resources-tab"
import { RevisionContent } from "@/components/fleet/releases/detail/revision-content"
import {
  RevisionManifest,
  RevisionNotes,
  RevisionValues,
} from "@/components/fleet/releases/detail/revision-texts"
import { ErrorLine, type FailedRead } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import { Tabs } from "@/components/ui/tabs"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"

const tabNames = ["resources", "values", "manifest", "notes", "history"] as const

/** The selected tab, revision and comparison, as stored in the URL. */
export function useReleasePlace() {
  return useQueryStates({
    tab: parseAsStringLiteral(tabNames).withDefault("resources"),
    revision: parseAsInteger,
    against: parseAsInteger,
  })
}

interface ReleaseTabsProps {
  release: Release
  /** The state of the revision query. */
  history: FailedRead & { data: unknown }
  revisions: readonly Revision[]
  selected: number | null
  onOperation: (operationId: string) => void
}

export function ReleaseTabs({ release, history, revisions, selected, onOperation }: ReleaseTabsProps) {
  const [{ tab, against }, setPlace] = useReleasePlace()
  const content = {
    releaseId: release.id,
    revisions,
    revision: selected,
    against: against === selected ? null : against,
    onAgainst: (next: number | null) => void setPlace({ against: next }),
  }
  const ofRevisions = (shown: ReactNode) =>
    history.data === undefined ? <NoRevisions read={history} /> : shown
  return (
    <Tabs
      label="Release details"
      value={tab}
      onValueChange={(next) => void setPlace({ tab: next })}
      tabs={[
        { value: "resources", label: "Resources", content: <ResourcesTab release={release} /> },
        {
          value: "values",
          label: "Values",
          content: ofRevisions(
            <RevisionContent {...content} show={(detail) => <RevisionValues detail={detail} />} />,
          ),
        },
        {
          value: "manifest",
          label: "Manifest",
          content: ofRevisions(
            <RevisionContent {...content} show={(detail) => <RevisionManifest detail={detail} />} />,
          ),
        },
        {
          value: "notes",
          label: "Notes",
          content: ofRevisions(
            <RevisionContent {...content} show={(detail) => <RevisionNotes detail={detail} />} />,
          ),
        },
        {
          value: "history",
          label: "History",
          content: ofRevisions(<HistoryTab revisions={revisions} onOperation={onOperation} />),
        },
      ]}
    />
  )
}

/** Shown when the revisions are unknown, so that an empty history is not implied. */
function NoRevisions({ read }: { read: FailedRead }) {
  if (!read.error) return <Skeleton className="h-64 w-full rounded-md" />
  return <ErrorLine title="Could not load revisions" read={read} />
}
