import { RotateCw, TriangleAlert } from "lucide-react"
import { Button } from "@/components/ui/button"

interface IncompleteChartsProps {
  /** The repositories whose charts are missing. */
  repositories: readonly string[]
  onRetry: () => void
  retrying: boolean
}

/** Says which repositories a list of charts lacks, since an empty or short list would look complete. */
export function IncompleteCharts({ repositories, onRetry, retrying }: IncompleteChartsProps) {
  if (repositories.length === 0) return null
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <p className="flex min-w-0 items-start gap-2">
        <TriangleAlert size={14} aria-hidden="true" className="mt-0.75 shrink-0 text-failed" />
        <span className="min-w-0">
          Charts of {repositories.join(", ")} are missing
          <span className="text-muted">
            : {repositories.length === 1 ? "the repository" : "these repositories"} could not be read in time.
          </span>
        </span>
      </p>
      <Button size="sm" icon={<RotateCw size={12} aria-hidden="true" />} loading={retrying} onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}
