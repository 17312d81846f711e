"use client"

import { Button } from "@/components/ui/button"
import { buttonClass } from "@/components/ui/button-class"
import { EmptyState } from "@/components/ui/empty-state"
import type { FailedRead } from "@/components/ui/error-line"
import { ErrorState } from "@/components/ui/error-state"
import { PageLink } from "@/components/ui/page-link"
import { pages } from "@/lib/platform/paths"

interface FleetInsteadProps {
  query: FailedRead
  filtered: boolean
  onShowAll: () => void
  mayChange: boolean
}

/** What stands where the rows would be. */
export function FleetPlaceholder({ query, filtered, onShowAll, mayChange }: FleetInsteadProps) {
  if (query.error) {
    return (
      <ErrorState
        title="The releases could not be read"
        error={query.error}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    )
  }
  if (filtered) {
    return (
      <EmptyState title="No release matches" actions={<Button onClick={onShowAll}>Show all</Button>}>
        Remove a filter, or search for another part of a name.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="Nothing is installed yet"
      actions={
        <PageLink href={pages.tenants()} className={buttonClass()}>
          To the tenants
        </PageLink>
      }
    >
      {mayChange
        ? "Open a tenant and install a chart for it; or let a pipeline do it over the API."
        : "What operators and pipelines install for tenants shows here."}
    </EmptyState>
  )
}
