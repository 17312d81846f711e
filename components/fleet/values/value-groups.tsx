import clsx from "clsx"
import { useState } from "react"
import { defaultLabel, ValueText } from "@/components/fleet/values/value-text"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Skeleton } from "@/components/ui/skeleton"
import { FilterChip } from "@/components/ui/status-chips"
import type { ValueGroup, ValuesSummary } from "@/lib/fleet/values/schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"

/** Further groups are shown on demand. */
const maxShown = 3

/** Has a minimum height while loading and with few groups, so that the table below stays in place. */
const groupsHeight = "min-h-46 shrink-0 max-sm:min-h-60"

export function ValueGroupsSkeleton() {
  return <Skeleton className={clsx("w-full rounded-md", groupsHeight)} />
}

interface ValueGroupsProps {
  summary: ValuesSummary
  chosen: string | null
  onChoose: (valueId: string | null) => void
}

export function ValueGroups({ summary, chosen, onChoose }: ValueGroupsProps) {
  const [isOpen, setIsOpen] = useState(false)
  const { groups, distinct } = summary
  // A button would take the room of one more.
  const visibleGroups = isOpen || groups.length === maxShown + 1 ? groups : groups.slice(0, maxShown)
  const largest = groups[0]?.releases ?? 1
  return (
    <section aria-label="Distribution" className={clsx("flex flex-col gap-2", groupsHeight)}>
      <p role="status" className="text-sm">
        {sentence(summary)}
      </p>
      <ul aria-label="Releases by value" className="flex max-h-72 flex-col gap-1 overflow-y-auto">
        {visibleGroups.map((group) => (
          <li key={group.valueId}>
            <GroupButton
              group={group}
              largest={largest}
              isChosen={group.valueId === chosen}
              onPress={() => onChoose(group.valueId === chosen ? null : group.valueId)}
            />
          </li>
        ))}
      </ul>
      {distinct > visibleGroups.length && (
        <span className="flex items-center gap-3 text-xs text-muted">
          {isOpen && `The ${visibleGroups.length} most frequent of ${formatCount(distinct)} values.`}
          {!isOpen && (
            <Button size="sm" variant="ghost" onClick={() => setIsOpen(true)}>
              Show {formatQuantity(Math.min(distinct, groups.length) - visibleGroups.length, "more value")}
            </Button>
          )}
        </span>
      )}
    </section>
  )
}

function sentence({ releases, counted, set, differing }: ValuesSummary): string {
  const allLabel =
    counted < releases
      ? `The first ${formatCount(counted)} of ${formatQuantity(releases, "release")}`
      : formatQuantity(releases, "release")
  const narrow = counted < releases ? " Choose a chart, a cluster or tags to compare all of them." : ""
  return `${allLabel}: ${formatCount(set)} set a value, ${formatCount(differing)} differ from the chart's default.${narrow}`
}

interface GroupButtonProps {
  group: ValueGroup
  largest: number
  isChosen: boolean
  onPress: () => void
}

function GroupButton({ group, largest, isChosen, onPress }: GroupButtonProps) {
  const { isSet, releases, tenants, differs } = group
  return (
    <FilterChip
      pressed={isChosen}
      onClick={onPress}
      className="relative min-h-9 w-full gap-x-3 gap-y-0.5 overflow-hidden py-1 text-left max-sm:flex-wrap"
    >
      <span
        aria-hidden="true"
        className={clsx("absolute inset-y-0 left-0 -z-0", isSet ? "bg-accent/10" : "bg-raised")}
        style={{ width: `${(releases / largest) * 100}%` }}
      />
      <span className="relative min-w-0 flex-1 truncate max-sm:basis-full">
        <ValueText shown={group} />
        {!isSet && (
          <span className="text-muted">
            , default <span className="font-mono text-xs">{defaultLabel(group)}</span>
          </span>
        )}
      </span>
      {isSet && differs === false && <Badge className="relative">same as the default</Badge>}
      <span className="relative shrink-0 text-xs text-muted tabular-nums">
        <span className="text-sm font-medium text-text">{formatQuantity(releases, "release")}</span>{" "}
        {formatQuantity(tenants, "tenant")}
      </span>
    </FilterChip>
  )
}
