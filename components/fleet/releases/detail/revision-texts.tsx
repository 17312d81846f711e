"use client"

import dynamic from "next/dynamic"
import { CodeBlock } from "@/components/ui/copy"
import { EmptyState } from "@/components/ui/empty-state"
import { Skeleton } from "@/components/ui/skeleton"
import type { RevisionDetail } from "@/lib/fleet/releases/revision-schema"

// The YAML serializer loads when the tab is opened.
const ValuesText = dynamic(() => import("@/components/fleet/releases/detail/values-as-yaml"), {
  loading: () => <Skeleton className="h-40 w-full rounded-md" />,
})

export function RevisionValues({ detail }: { detail: RevisionDetail }) {
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

export function RevisionManifest({ detail }: { detail: RevisionDetail }) {
  if (!detail.manifest) {
    return <EmptyState title="No manifest">Nothing was rendered for this revision.</EmptyState>
  }
  return (
    <>
      <p className="text-xs text-muted">
        The manifest that Helm applied, followed by the hooks it ran. Secrets are shown as dots.
      </p>
      <CodeBlock code={detail.manifest} what="manifest" />
    </>
  )
}

export function RevisionNotes({ detail }: { detail: RevisionDetail }) {
  if (!detail.notes) return <EmptyState title="No notes for this revision" />
  return <CodeBlock code={detail.notes} what="notes" />
}
