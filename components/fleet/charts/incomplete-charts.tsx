import { RotateCw, TriangleAlert } from "lucide-react"
import { Button } from "@/components/ui/button"
import { Time } from "@/components/ui/time"
import type { Chart } from "@/lib/fleet/charts/schema"

/** A repository, and when its charts were last read. */
type ListedRepository = Pick<Chart, "repository" | "listedAt">

interface IncompleteChartsProps {
  /** The repositories that were never read. */
  repositories: readonly string[]
  stale?: readonly ListedRepository[]
  missing?: string
  read: { refetch: () => unknown; isRefetching: boolean }
}

/** Shows which repositories are missing from a list or outdated, because the list would look complete otherwise. */
export function IncompleteCharts({
  repositories,
  stale = [],
  missing = "Charts",
  read,
}: IncompleteChartsProps) {
  if (repositories.length === 0 && stale.length === 0) return null
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <div className="flex min-w-0 items-start gap-2">
        <TriangleAlert size={14} className="mt-0.75 shrink-0 text-failed" />
        <div className="min-w-0">
          {repositories.length > 0 && (
            <p>
              {missing} of {repositories.join(", ")} are missing
              <span className="text-muted">
                : {repositories.length === 1 ? "the repository" : "these repositories"} could not be read yet.
              </span>
            </p>
          )}
          {stale.map(({ repository, listedAt }) => (
            <p key={repository}>
              {missing} of {repository} are as of <Time at={listedAt} />
              <span className="text-muted">: the repository has not been readable since.</span>
            </p>
          ))}
        </div>
      </div>
      <Button
        size="sm"
        icon={<RotateCw size={12} />}
        loading={read.isRefetching}
        onClick={() => void read.refetch()}
      >
        Retry
      </Button>
    </div>
  )
}

/** Indexes are refreshed every five minutes; an older one could not be refreshed. */
const staleMs = 15 * 60_000

/** The repositories of these charts whose list is outdated at `now`. */
export function staleRepositories(charts: readonly ListedRepository[], now: number): ListedRepository[] {
  const old = charts.filter(({ listedAt }) => now - Date.parse(listedAt) > staleMs)
  return [...new Map(old.map((chart) => [chart.repository, chart])).values()]
}
