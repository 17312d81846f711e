import clsx from "clsx"
import { releaseStates, releaseStatusStyles } from "@/components/fleet/rollouts/rollout-style"
import type { Rollout, RolloutReleaseState } from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"

const fills: Record<RolloutReleaseState, string> = {
  SUCCEEDED: "bg-deployed",
  ROLLED_BACK: "border border-rolled-back bg-rolled-back/15",
  FAILED: "bg-[repeating-linear-gradient(135deg,var(--failed)_0_3px,transparent_3px_5px)]",
  RUNNING: "bg-pending/70",
  PENDING: "",
  SKIPPED: "",
}

/** The progress bar: upgraded solid, failed hatched, rolled back outlined, the rest empty. Skipped releases are not counted. */
export function CountsBar({ counts, className }: { counts: Rollout["counts"]; className?: string }) {
  const shown = releaseStates.filter((state) => counts[state] > 0 && state !== "SKIPPED")
  const words = shown.map(
    (state) => `${formatQuantity(counts[state], "release")} ${releaseStatusStyles[state].word.toLowerCase()}`,
  )
  return (
    <span
      role="img"
      aria-label={words.join(", ") || "No releases"}
      className={clsx("flex h-2 overflow-hidden rounded-full border border-line bg-raised", className)}
    >
      {shown.map((state) => (
        <span
          key={state}
          style={{ flexGrow: counts[state] }}
          className={clsx("min-w-0 basis-0 transition-[flex-grow] duration-100", fills[state])}
        />
      ))}
    </span>
  )
}
