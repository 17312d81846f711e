import clsx from "clsx"
import { ChevronRight } from "lucide-react"
import { useEffect, useState } from "react"
import {
  allowedFailures,
  bakeLabel,
  paceLabel,
  progressLabel,
  targetLabel,
  thresholdLabel,
} from "@/components/fleet/rollouts/rollout-labels"
import {
  CountsBar,
  rolloutStateStyles,
  waveStateStyles,
  waveStyle,
} from "@/components/fleet/rollouts/rollout-style"
import { toneText } from "@/components/ui/badge"
import { CodeBlock } from "@/components/ui/copy"
import { DetailList } from "@/components/ui/detail-list"
import { Link } from "@/components/ui/link"
import { StatusIcon } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import { useHydrated } from "@/components/ui/use-client-value"
import type { RolloutDetail, RolloutState } from "@/lib/fleet/rollouts/schema"
import { formatCount, formatDuration, formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

const boxClasses: Record<RolloutState, string> = {
  RUNNING: "border-line bg-surface",
  PAUSED: "border-pending/40 bg-pending/8",
  COMPLETED: "border-line bg-surface",
  ABORTED: "border-quarantined/40 bg-quarantined/8",
  ROLLING_BACK: "border-rolled-back/40 bg-rolled-back/8",
  ROLLED_BACK: "border-rolled-back/40 bg-rolled-back/8",
}

/** The next step in states that need a user's action. */
const nextSteps: Partial<Record<RolloutState, string>> = {
  PAUSED: "Running upgrades finish; no new ones start until the rollout is resumed.",
  ABORTED: "Upgraded releases stay upgraded unless the rollout is rolled back.",
}

export function RolloutSummary({ rollout }: { rollout: RolloutDetail }) {
  const { state, stateReason, stateBy, counts } = rollout
  const style = rolloutStateStyles[state]
  const byItself = state === "PAUSED" && stateBy === null
  const isGoingOn = state === "RUNNING" || state === "ROLLING_BACK"
  return (
    <section aria-label="Progress" className="flex flex-col gap-3">
      <div className={clsx("flex gap-2.5 rounded-md border px-3 py-2 text-sm", boxClasses[state])}>
        <StatusIcon style={style} size={16} className="mt-0.5" />
        <div className="min-w-0">
          <p>
            <span className="font-medium">{style.word}</span>
            {byItself
              ? " automatically"
              : stateBy !== null && `${isGoingOn ? ", requested" : ""} by ${stateBy}`}
            {rollout.finishedAt === null ? null : (
              <>
                , <Time at={rollout.finishedAt} />
              </>
            )}
            : {progressLabel(counts)}.
          </p>
          {stateReason !== null && <p className="break-words">{stateReason}</p>}
          {nextSteps[state] && <p className="text-xs text-muted">{nextSteps[state]}</p>}
        </div>
      </div>
      <CountsBar counts={counts} className="h-3!" />
    </section>
  )
}

type WaveRailProps = { rollout: RolloutDetail; onWave: (wave: number) => void }

export function WaveRail({ rollout: { waves, state, releases }, onWave }: WaveRailProps) {
  const paused = state === "PAUSED"
  // An abort or a rollback skips the remaining releases of a wave.
  const aborted = new Set(
    releases.flatMap(({ skipReason, wave }) => (skipReason === "aborted" ? [wave] : [])),
  )
  return (
    <ol aria-label="Waves" className="-mx-1 flex gap-2 overflow-x-auto px-1 py-1">
      {waves.map((wave, index) => {
        const style = waveStyle(wave, { paused, aborted: aborted.has(index) })
        const running = wave.state === "RUNNING" || wave.state === "BAKING"
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a wave is identified by its index
            key={index}
            aria-current={running ? "step" : undefined}
            className="min-w-42 flex-1"
          >
            <button
              type="button"
              onClick={() => onWave(index)}
              className={clsx(
                "flex w-full flex-col gap-1.5 rounded-md border bg-surface px-3 py-2 text-left hover:border-line-strong",
                running ? "border-line-strong" : "border-line",
              )}
            >
              <span className="flex w-full gap-x-2 text-sm max-sm:flex-col sm:items-center">
                <span className="min-w-0 max-w-full flex-1 truncate font-medium">
                  {index + 1}. {wave.name}
                </span>
                <span className="inline-flex items-center gap-1 text-xs">
                  <StatusGlyph
                    shape={style.shape}
                    size={12}
                    turning={style.busy}
                    className={wave.state === "PENDING" ? "text-ghost" : toneText[style.tone]}
                  />
                  {style.word}
                </span>
              </span>
              <CountsBar counts={wave.counts} className="w-full" />
              <span className="flex w-full justify-between gap-2 text-xs text-muted">
                <span className="truncate">{progressLabel(wave.counts)}</span>
                {wave.state === "BAKING" && wave.bakeUntil !== null && (
                  <BakeCountdown endAt={wave.bakeUntil} />
                )}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function BakeCountdown({ endAt }: { endAt: string }) {
  const hydrated = useHydrated()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((new Date(endAt).getTime() - now) / 1000))
  return (
    <time dateTime={endAt} className="shrink-0 whitespace-nowrap">
      {!hydrated ? "baking" : seconds === 0 ? "almost done" : `${formatDuration(seconds)} left`}
    </time>
  )
}

export function RolloutFacts({ rollout }: { rollout: RolloutDetail }) {
  const { concurrency, maxFailures, counts, failures, bakeSeconds, repository, chartName } = rollout
  const upgrades = rollout.releases.filter(
    ({ fromRevision, state }) => fromRevision !== null || state !== "SKIPPED",
  )
  const allowed = allowedFailures(maxFailures, upgrades.length)
  const changesValues = Object.keys(rollout.valuesOverride).length > 0
  const chart =
    repository === null ? chartName : <Link href={pages.chart(repository, chartName)}>{chartName}</Link>
  const notes: string[] = [
    paceLabel(concurrency),
    ...(bakeSeconds > 0 ? [`bakes ${formatDuration(bakeSeconds)} after each wave`] : []),
    allowed === null
      ? "never pauses on failures"
      : `${formatQuantity(failures, "failure")}, ${formatCount(allowed)} allowed`,
    ...(changesValues ? ["changes values"] : []),
    ...(rollout.valuesReset.length > 0 ? [`resets ${rollout.valuesReset.join(", ")}`] : []),
  ]
  return (
    <details className="group text-sm">
      <summary className="list-none rounded-sm text-xs text-muted hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={12}
          className="mr-1 inline transition-transform duration-100 group-open:rotate-90"
        />
        {rollout.description !== null && <span className="text-text">{rollout.description} · </span>}
        Started by {rollout.requestedBy}, <Time at={rollout.createdAt} />
        {notes.map((part) => ` · ${part}`).join("")}
      </summary>
      <div className="mt-2 grid gap-4 rounded-md border border-line bg-surface px-4 py-2 lg:grid-cols-2">
        <DetailList
          className="content-start"
          details={[
            { label: "Chart", value: chart },
            {
              label: "Target",
              value: <span className="font-mono text-xs">{targetLabel(rollout.targetVersion)}</span>,
            },
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
        {changesValues && (
          <div className="lg:col-span-2">
            <CodeBlock code={JSON.stringify(rollout.valuesOverride, null, 2)} label="values" />
          </div>
        )}
      </div>
    </details>
  )
}

/** Announces changes of state, wave and failure count to screen readers; not every release. */
export function BoardAnnouncer({ rollout }: { rollout: RolloutDetail }) {
  const { state, stateReason, waves, counts } = rollout
  const at = waves.findIndex((wave) => wave.state !== "DONE")
  const wave = waves[at]
  const parts = [
    `${rolloutStateStyles[state].word}.`,
    stateReason,
    wave &&
      `Wave ${at + 1} of ${waves.length}, ${wave.name}: ${waveStateStyles[wave.state].word.toLowerCase()}.`,
    counts.FAILED > 0 && `${formatQuantity(counts.FAILED, "release")} failed.`,
  ]
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {parts.filter(Boolean).join(" ")}
    </p>
  )
}
