"use client"

import dynamic from "next/dynamic"
import { CodeBlock } from "@/components/ui/code-block"
import { EmptyState } from "@/components/ui/empty-state"
import { Skeleton } from "@/components/ui/skeleton"
import type { RevisionDetail } from "@/lib/fleet/releases/schema"

// The YAML writer comes with the tab.
const ValuesText = dynamic(() => import("@/components/fleet/releases/detail/values-as-yaml"), {
  loading: () => <Skeleton className="h-40 w-full rounded-md" />,
})

export function RevisionValues({ detail }: { detail: RevisionDetail }) {
  if (detail.values === null || Object.keys(detail.values).length === 0) {
    return (
      <EmptyState title="No values were given">This revision runs with the chart's own values.</EmptyState>
    )
  }
  return (
    <>
      <p className="text-xs text-muted">
        What was given over the chart's own values. Secrets are kept encrypted and shown as dots.
      </p>
      <ValuesText values={detail.values} />
    </>
  )
}

export function RevisionManifest({ detail }: { detail: RevisionDetail }) {
  if (!detail.manifest) {
    return <EmptyState title="No manifest was kept">Nothing was rendered for this revision.</EmptyState>
  }
  return (
    <>
      <p className="text-xs text-muted">
        What Helm applied, and after it the hooks that it ran. Secrets are shown as dots.
      </p>
      <CodeBlock code={detail.manifest} what="manifest" />
    </>
  )
}

export function RevisionNotes({ detail }: { detail: RevisionDetail }) {
  if (!detail.notes) return <EmptyState title="The chart left no notes for this revision" />
  return <CodeBlock code={detail.notes} what="notes" />
}
