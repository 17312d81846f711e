"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { useQueryStates } from "nuqs"
import { rolloutColumns } from "@/components/fleet/rollouts/rollout-columns"
import { rolloutParsers, rolloutsQuery } from "@/components/fleet/rollouts/rollout-queries"
import { rolloutStateStyles } from "@/components/fleet/rollouts/rollout-style"
import { ListPage } from "@/components/layout/list-page"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { statusOptions } from "@/components/ui/status"
import { pages } from "@/lib/platform/paths"

/** All rollouts with their progress, newest first. */
export function RolloutsView({ mayChange }: { mayChange: boolean }) {
  const [filter, setFilter] = useQueryStates(rolloutParsers)
  const query = useInfiniteQuery({ ...rolloutsQuery(filter), placeholderData: keepPreviousData })
  useReadAfterChange("rollout", ["rollouts"])
  return (
    <ListPage
      title="Rollouts"
      actions={mayChange && <NewRollout />}
      tableId="rollouts"
      label="Rollouts, newest first"
      noun="rollouts"
      columns={rolloutColumns}
      query={query}
      rowKey={(row) => row.id}
      rowHref={(row) => pages.rollout(row.id)}
      values={filter}
      onFilter={(change) => void setFilter(change)}
      filters={[
        { kind: "choice", name: "state", label: "State", options: statusOptions(rolloutStateStyles) },
        { kind: "detail", linked: true, name: "chartName", label: "Chart" },
      ]}
    >
      <NoRollouts mayChange={mayChange} />
    </ListPage>
  )
}

function NewRollout() {
  return (
    <ButtonLink href={pages.newRollout()} variant="primary" size="sm" icon={<Plus size={13} />}>
      New rollout
    </ButtonLink>
  )
}

function NoRollouts({ mayChange }: { mayChange: boolean }) {
  return (
    <EmptyState title="No rollouts yet" actions={mayChange && <NewRollout />}>
      A rollout upgrades one chart across tenants, in waves: a few first, the rest once those are healthy. It
      previews every release, pauses when too many upgrades fail, and can be rolled back as a whole.
    </EmptyState>
  )
}
