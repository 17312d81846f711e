"use client"

import { Button } from "@/components/ui/button"
import { buttonClass } from "@/components/ui/button-class"
import { EmptyState } from "@/components/ui/empty-state"
import type { FailedRead } from "@/components/ui/error-state"
import { ErrorState } from "@/components/ui/error-state"
import { PageLink } from "@/components/ui/page-link"
import { pages } from "@/lib/platform/paths"

interface FleetInsteadProps {
  query: FailedRead
  filtered: boolean
  onShowAll: () => void
  mayChange: boolean
}

/** Rendered in place of the rows: loading, error or empty state. */
export function FleetPlaceholder({ query, filtered, onShowAll, mayChange }: FleetInsteadProps) {
  if (query.error) {
    return <ErrorState title="Could not load releases" read={query} />
  }
  if (filtered) {
    return (
      <EmptyState title="No matching releases" actions={<Button onClick={onShowAll}>Show all</Button>}>
        Remove a filter or search for another part of a name.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="No releases yet"
      actions={
        <PageLink href={pages.tenants()} className={buttonClass()}>
          Go to tenants
        </PageLink>
      }
    >
      {mayChange
        ? "Open a tenant to install a chart, or install one from a pipeline through the API."
        : "Releases that operators and pipelines install for tenants appear here."}
    </EmptyState>
  )
}
