"use client"

import { Button, ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { pages } from "@/lib/platform/paths"

interface FleetInsteadProps {
  filtered: boolean
  onShowAll: () => void
  mayChange: boolean
}

/** Rendered in place of the rows: why there are none. */
export function FleetPlaceholder({ filtered, onShowAll, mayChange }: FleetInsteadProps) {
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
      actions={<ButtonLink href={pages.tenants()}>Go to tenants</ButtonLink>}
    >
      {mayChange
        ? "Open a tenant to install a chart, or install one from a pipeline through the API."
        : "Releases that operators and pipelines install for tenants appear here."}
    </EmptyState>
  )
}
