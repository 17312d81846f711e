import clsx from "clsx"
import type { KeyboardEvent } from "react"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import {
  keyOfRevision,
  RevisionMark,
  reasonOf,
  revisionLabel,
  withoutRolloutId,
} from "@/components/fleet/releases/revision-style"
import { Badge } from "@/components/ui/badge"
import { Duration } from "@/components/ui/duration"
import { StatusIcon } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import { VersionChange } from "@/components/ui/version-change"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"

interface RevisionRailProps {
  release: Release
  revisions: readonly Revision[]
  selected: number | null
  onSelect: (revision: number) => void
}

export function RevisionRail({ release, revisions, selected, onSelect }: RevisionRailProps) {
  const style = releaseStatusStyles[release.status]
  // An uninstall has the number of the revision it removed; the first match is the newer one, the uninstall.
  const chosen = revisions.find((one) => one.revision === selected)
  return (
    <nav aria-label="Revisions" onKeyDown={moveByKey}>
      <ol className="flex flex-col">
        {style.busy && (
          <li className="flex items-center gap-2 border-b border-line px-3 py-2 text-sm">
            <StatusIcon style={style} />
            {style.word}…
          </li>
        )}
        {revisions.map((revision, index) => (
          <li key={keyOfRevision(revision)} className="border-b border-line last:border-0">
            <button
              type="button"
              aria-current={revision === chosen || undefined}
              onClick={() => onSelect(revision.revision)}
              className={clsx(
                "flex w-full gap-2 px-3 py-2 text-left -outline-offset-2 hover:bg-raised/60",
                revision === chosen && "bg-accent/8",
              )}
            >
              <span className="pt-0.5">
                <RevisionMark revision={revision} />
              </span>
              <RailEntry revision={revision} before={revisions[index + 1]} />
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function RailEntry({ revision, before }: { revision: Revision; before: Revision | undefined }) {
  const reason = reasonOf(revision)
  return (
    <span className="flex min-w-0 flex-1 flex-col">
      <span className="flex flex-wrap items-center gap-x-2 text-sm">
        <span className="font-medium">{revision.revision}</span>
        <span className="font-mono text-xs">{revision.chartVersion}</span>
        {before && <VersionChange from={before.chartVersion} to={revision.chartVersion} />}
        {revision.current && (
          // On an opaque background: the tint of a selected row would reduce its contrast.
          <Badge tone="deployed" className="bg-surface!">
            Current
          </Badge>
        )}
      </span>
      <span className={clsx("text-xs", revision.status === "FAILED" ? "text-failed" : "text-muted")}>
        {revisionLabel(revision)}
      </span>
      <span className="text-xs text-muted">
        {revision.performedBy} · <Time at={revision.createdAt} className="whitespace-nowrap" />
        {revision.durationSeconds !== null && (
          <>
            {" · "}
            <Duration seconds={revision.durationSeconds} />
          </>
        )}
      </span>
      {reason && <span className="truncate text-xs text-muted">{withoutRolloutId(reason)}</span>}
    </span>
  )
}

function moveByKey(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll("button")]
  const at = buttons.findIndex((button) => button.matches(":focus"))
  event.preventDefault()
  buttons[at + step]?.focus()
}
