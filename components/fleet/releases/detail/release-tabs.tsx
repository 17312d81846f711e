import { useQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs"
import type { ReactNode } from "react"
import { ChangeList } from "@/components/fleet/releases/change-list"
import { HistoryTab, NoRevisions } from "@/components/fleet/releases/detail/history-tab"
import { ResourcesTab } from "@/components/fleet/releases/detail/resources-tab"
import { revisionQuery } from "@/components/fleet/releases/release-queries"
import { CodeBlock } from "@/components/ui/copy"
import { EmptyState } from "@/components/ui/empty-state"
import type { Read } from "@/components/ui/error-state"
import { Loaded } from "@/components/ui/loaded"
import { Skeleton } from "@/components/ui/skeleton"
import { Tabs } from "@/components/ui/tabs"
import { Select } from "@/components/ui/text-field"
import type { Revision, RevisionDetail } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"

const tabNames = ["resources", "values", "manifest", "notes", "history"] as const

export function useReleaseView() {
  return useQueryStates({
    tab: parseAsStringLiteral(tabNames).withDefault("resources"),
    revision: parseAsInteger,
    against: parseAsInteger,
  })
}

interface ReleaseTabsProps {
  release: Release
  history: Read<unknown>
  revisions: readonly Revision[]
  selected: number | null
  onOperation: (operationId: string) => void
}

export function ReleaseTabs({ release, history, revisions, selected, onOperation }: ReleaseTabsProps) {
  const [{ tab }, setView] = useReleaseView()
  // An empty history is not implied while the revisions are unknown.
  const ofHistory = (content: ReactNode) => (
    <Loaded read={history} failure="Could not load revisions" compact waiting="h-64 rounded-md">
      {() => content}
    </Loaded>
  )
  const contentOf = (Content: RevisionPart) =>
    ofHistory(
      selected === null ? (
        <NoRevisions />
      ) : (
        <RevisionContent releaseId={release.id} revisions={revisions} revision={selected} Content={Content} />
      ),
    )
  return (
    <Tabs
      label="Release details"
      value={tab}
      onValueChange={(next) => void setView({ tab: next })}
      tabs={[
        { value: "resources", label: "Resources", content: <ResourcesTab release={release} /> },
        { value: "values", label: "Values", content: contentOf(RevisionValues) },
        { value: "manifest", label: "Manifest", content: contentOf(RevisionManifest) },
        { value: "notes", label: "Notes", content: contentOf(RevisionNotes) },
        {
          value: "history",
          label: "History",
          content: ofHistory(<HistoryTab revisions={revisions} onOperation={onOperation} />),
        },
      ]}
    />
  )
}

interface RevisionContentProps {
  releaseId: string
  revisions: readonly Revision[]
  revision: number
  /** The content of the revision while it is not compared. */
  Content: RevisionPart
}

type RevisionPart = (props: { detail: RevisionDetail }) => ReactNode

function RevisionContent({ releaseId, revisions, revision, Content }: RevisionContentProps) {
  const [view, setView] = useReleaseView()
  const against = view.against === revision ? null : view.against
  const query = useQuery(revisionQuery(releaseId, revision, against))
  const otherRevisions = [...new Set(revisions.map((one) => one.revision))].filter((one) => one !== revision)
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <span>
          Revision <span className="font-medium">{revision}</span>
        </span>
        {otherRevisions.length > 0 && (
          <div className="flex items-center gap-2 text-xs text-muted">
            <span aria-hidden="true">compared with</span>
            <Select
              aria-label="Compare with"
              value={against === null ? "" : String(against)}
              onChange={({ target: { value } }) =>
                void setView({ against: value === "" ? null : Number(value) })
              }
              none="nothing"
              options={otherRevisions.map((other) => ({ value: String(other), label: `revision ${other}` }))}
              className="w-36"
            />
          </div>
        )}
      </div>
      <Loaded read={query} failure="Could not load the revision" waiting="h-64 rounded-md">
        {(detail) => (detail.diff ? <ChangeList diff={detail.diff} /> : <Content detail={detail} />)}
      </Loaded>
    </div>
  )
}

const ValuesText = dynamic(() => import("@/components/fleet/releases/detail/values-as-yaml"), {
  loading: () => <Skeleton className="h-40 w-full rounded-md" />,
})

function RevisionValues({ detail }: { detail: RevisionDetail }) {
  if (detail.values === null || Object.keys(detail.values).length === 0) {
    return <EmptyState title="No custom values">This revision uses the chart's default values.</EmptyState>
  }
  return (
    <>
      <p className="text-xs text-muted">
        Overrides of the chart's default values. Secrets are stored encrypted and shown as dots.
      </p>
      <ValuesText values={detail.values} />
    </>
  )
}

function RevisionManifest({ detail }: { detail: RevisionDetail }) {
  if (!detail.manifest) {
    return <EmptyState title="No manifest">Nothing was rendered for this revision.</EmptyState>
  }
  return (
    <>
      <p className="text-xs text-muted">
        The manifest that Helm applied, followed by the hooks it ran. Secrets are shown as dots.
      </p>
      <CodeBlock code={detail.manifest} label="manifest" />
    </>
  )
}

function RevisionNotes({ detail }: { detail: RevisionDetail }) {
  if (!detail.notes) return <EmptyState title="No notes for this revision" />
  return <CodeBlock code={detail.notes} label="notes" />
}
