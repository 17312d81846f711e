import clsx from "clsx"
import { Badge, type Tone } from "@/components/ui/badge"
import type { StatusStyle } from "@/components/ui/status"
import type {
  PlannedRelease,
  Rollout,
  RolloutDetail,
  RolloutRelease,
  RolloutReleaseState,
  RolloutState,
  WaveState,
} from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"

type RolloutWave = RolloutDetail["waves"][number]

export const rolloutStateStyles: Record<RolloutState, StatusStyle> = {
  RUNNING: { word: "Running", shape: "open-ring", tone: "pending", busy: true },
  PAUSED: { word: "Paused", shape: "two-bars", tone: "pending" },
  COMPLETED: { word: "Completed", shape: "check-disc", tone: "deployed" },
  ABORTED: { word: "Aborted", shape: "filled-square", tone: "uninstalled" },
  ROLLING_BACK: { word: "Rolling back", shape: "open-ring", tone: "rolled-back", busy: true },
  ROLLED_BACK: { word: "Rolled back", shape: "u-turn", tone: "rolled-back" },
}

export const waveStateStyles: Record<WaveState, StatusStyle> = {
  PENDING: { word: "Not started", shape: "hollow-circle", tone: "neutral" },
  RUNNING: { word: "Running", shape: "open-ring", tone: "pending", busy: true },
  BAKING: { word: "Baking", shape: "hourglass", tone: "pending" },
  DONE: { word: "Done", shape: "check-disc", tone: "deployed" },
}

/** A wave that ended before all its releases were upgraded is not shown as done. */
export function waveStyle(
  { state, counts }: Pick<RolloutWave, "state" | "counts">,
  { paused, aborted }: { paused: boolean; aborted: boolean },
): StatusStyle {
  if (paused && state === "RUNNING") return rolloutStateStyles.PAUSED
  if (state !== "DONE") return waveStateStyles[state]
  if (aborted) return rolloutStateStyles.ABORTED
  if (counts.FAILED > 0) return { word: "Done with failures", shape: "cross", tone: "failed" }
  return waveStateStyles.DONE
}

export const releaseStateStyles: Record<RolloutReleaseState, StatusStyle> = {
  PENDING: { word: "Waiting", shape: "hollow-circle", tone: "neutral" },
  RUNNING: { word: "Upgrading", shape: "open-ring", tone: "pending", busy: true },
  SUCCEEDED: { word: "Upgraded", shape: "check-disc", tone: "deployed" },
  FAILED: { word: "Failed", shape: "cross", tone: "failed" },
  SKIPPED: { word: "Skipped", shape: "minus-circle", tone: "uninstalled" },
  ROLLED_BACK: { word: "Rolled back", shape: "u-turn", tone: "rolled-back" },
}

/** In the order of their progress through a rollout. */
export const releaseStates: readonly RolloutReleaseState[] = [
  "SUCCEEDED",
  "ROLLED_BACK",
  "FAILED",
  "RUNNING",
  "PENDING",
  "SKIPPED",
]

const rollingBack: StatusStyle = { word: "Rolling back", shape: "open-ring", tone: "rolled-back", busy: true }

/** How a release of the rollout is displayed; a running one may be rolling back. */
export function releaseStyle({
  state,
  rollbackOperationId,
}: Pick<RolloutRelease, "state" | "rollbackOperationId">): StatusStyle {
  return state === "RUNNING" && rollbackOperationId !== null ? rollingBack : releaseStateStyles[state]
}

const barFills: Record<RolloutReleaseState, string> = {
  SUCCEEDED: "bg-deployed",
  ROLLED_BACK: "border border-rolled-back bg-rolled-back/15",
  FAILED: "bg-[repeating-linear-gradient(135deg,var(--color-failed)_0_3px,transparent_3px_5px)]",
  RUNNING: "bg-pending/70",
  PENDING: "",
  SKIPPED: "",
}

/** The progress bar: upgraded solid, failed hatched, rolled back outlined, the rest empty. Skipped releases are not counted. */
export function CountsBar({ counts, className }: { counts: Rollout["counts"]; className?: string }) {
  const shownStates = releaseStates.filter((state) => counts[state] > 0 && state !== "SKIPPED")
  const words = shownStates.map(
    (state) => `${formatQuantity(counts[state], "release")} ${releaseStateStyles[state].word.toLowerCase()}`,
  )
  return (
    <span
      role="img"
      aria-label={words.join(", ") || "No releases"}
      className={clsx("flex h-2 overflow-hidden rounded-full border border-line bg-raised", className)}
    >
      {shownStates.map((state) => (
        <span
          key={state}
          style={{ flexGrow: counts[state] }}
          className={clsx("min-w-0 basis-0 transition-[flex-grow] duration-100", barFills[state])}
        />
      ))}
    </span>
  )
}

const jumpTones: Record<NonNullable<PlannedRelease["jump"]>, Tone> = {
  major: "out-of-band",
  minor: "accent",
  patch: "neutral",
  prerelease: "neutral",
}

/** How far the version moves: the largest part that changes; renders nothing when it does not move up. */
export function JumpBadge({ jump }: Pick<PlannedRelease, "jump">) {
  if (jump === null) return null
  return (
    <Badge tone={jumpTones[jump]}>
      <span aria-hidden="true">↑</span>
      <span className="sr-only">up</span>
      {jump}
    </Badge>
  )
}

/** `1.0.0 → 1.1.0`, with accessible text for the arrow; only one version if both are equal. */
export function FromTo({ from, to }: { from: string; to: string }) {
  if (from === to) return <span className="font-mono text-xs">{from}</span>
  return (
    <span className="font-mono text-xs whitespace-nowrap">
      {from} <span aria-hidden="true">→</span>
      <span className="sr-only">to</span> {to}
    </span>
  )
}
