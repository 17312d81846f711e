import { ChevronRight } from "lucide-react"
import {
  allowedFailures,
  bakeLabel,
  paceLabel,
  thresholdLabel,
} from "@/components/fleet/rollouts/rollout-labels"
import { CodeBlock } from "@/components/ui/copy"
import { DetailList } from "@/components/ui/detail-list"
import { Link } from "@/components/ui/link"
import { Time } from "@/components/ui/time"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { formatCount, formatDuration, formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/** The options of the rollout, collapsed behind a one-line summary. */
export function RolloutFacts({ rollout }: { rollout: RolloutDetail }) {
  const { concurrency, maxFailures, counts, failures, bakeSeconds, repository, chartName } = rollout
  const upgrades = rollout.releases.filter(
    ({ fromRevision, state }) => fromRevision !== null || state !== "SKIPPED",
  )
  const allowed = allowedFailures(maxFailures, upgrades.length)
  const values = Object.keys(rollout.valuesOverride).length > 0
  const chart =
    repository === null ? chartName : <Link href={pages.chart(repository, chartName)}>{chartName}</Link>
  const short: string[] = [
    paceLabel(concurrency),
    ...(bakeSeconds > 0 ? [`bakes ${formatDuration(bakeSeconds)} after each wave`] : []),
    allowed === null
      ? "never pauses on failures"
      : `${formatQuantity(failures, "failure")}, ${formatCount(allowed)} allowed`,
    ...(values ? ["changes values"] : []),
  ]
  return (
    <details className="group text-sm">
      <summary className="list-none rounded-sm text-xs text-muted hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={12}
          aria-hidden="true"
          className="mr-1 inline transition-transform duration-100 group-open:rotate-90"
        />
        {rollout.description !== null && <span className="text-text">{rollout.description} · </span>}
        Started by {rollout.requestedBy}, <Time at={rollout.createdAt} />
        {short.map((part) => ` · ${part}`).join("")}
      </summary>
      <div className="mt-2 grid gap-4 rounded-md border border-line bg-surface px-4 py-2 lg:grid-cols-2">
        <DetailList
          className="content-start"
          details={[
            { label: "Chart", value: chart },
            { label: "Target", value: <span className="font-mono text-xs">{rollout.targetVersion}</span> },
            { label: "Description", value: rollout.description },
            { label: "Started", value: <Time at={rollout.createdAt} exact focusable /> },
            {
              label: "Ended",
              value: rollout.finishedAt === null ? null : <Time at={rollout.finishedAt} exact focusable />,
            },
            { label: "Skipped", value: formatQuantity(counts.SKIPPED, "release") },
          ]}
        />
        <DetailList
          className="content-start"
          details={[
            { label: "Threshold", value: thresholdLabel(maxFailures, upgrades.length) },
            { label: "Baking", value: bakeLabel(bakeSeconds) },
            {
              label: "Atomic",
              value: rollout.atomic
                ? "A failed release is rolled back automatically."
                : "A failed release is left as it is.",
            },
            { label: "Timeout", value: `${formatDuration(rollout.timeout)} per release` },
            { label: "Jobs", value: rollout.waitForJobs ? "The rollout waits for Jobs to complete." : null },
          ]}
        />
        {values && (
          <div className="lg:col-span-2">
            <CodeBlock code={JSON.stringify(rollout.valuesOverride, null, 2)} what="values" />
          </div>
        )}
      </div>
    </details>
  )
}
