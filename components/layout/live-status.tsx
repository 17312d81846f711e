"use client"

import clsx from "clsx"
import { Pause, Play } from "lucide-react"
import { useLive } from "@/components/layout/live"
import { Spinner } from "@/components/ui/spinner"
import { Tooltip } from "@/components/ui/tooltip"
import type { Connection } from "@/lib/web/client/connection"
import type { LiveState } from "@/lib/web/client/live-stream"

const stateStyles: Record<LiveState, { word: string; explanation: string; dot: string }> = {
  live: {
    word: "Live",
    explanation: "Changes appear as they are recorded. Click to pause.",
    dot: "bg-deployed",
  },
  paused: {
    word: "Paused",
    explanation: "Live updates are paused. Click to resume and load what changed.",
    dot: "border border-muted",
  },
  connecting: {
    word: "Connecting",
    explanation: "Connecting to live updates.",
    dot: "border border-pending",
  },
  reconnecting: {
    word: "Reconnecting",
    explanation: "The live connection was interrupted. It reconnects automatically without missing updates.",
    dot: "border border-pending",
  },
  offline: {
    word: "Offline",
    explanation: "The server is unreachable. The page reconnects automatically.",
    dot: "border border-failed",
  },
}

/** A dot, with a label unless it is live or connecting. */
export function LiveIndicator() {
  const { state, paused, setPaused } = useLive()
  const style = stateStyles[state]
  const isNormal = state === "live" || state === "connecting"
  return (
    <Tooltip content={style.explanation}>
      <button
        type="button"
        aria-pressed={paused}
        onClick={() => setPaused(!paused)}
        className="group inline-flex h-8 items-center gap-2 rounded-md px-2 text-xs text-muted transition-colors duration-100 hover:bg-raised hover:text-text pointer-coarse:h-10 print:hidden"
      >
        <span aria-hidden="true" className="relative flex size-3 items-center justify-center">
          <span className={clsx("size-1.75 rounded-full group-hover:hidden", style.dot)} />
          <span className="hidden group-hover:block">
            {paused ? <Play size={12} /> : <Pause size={12} />}
          </span>
        </span>
        <span className="sr-only">Pause live updates; status: </span>
        <span className={isNormal ? "sr-only" : "max-sm:sr-only"}>{style.word}</span>
      </button>
    </Tooltip>
  )
}

const connectionMessages: Record<Exclude<Connection, "here">, string> = {
  away: "The database is unavailable. Confirmed changes are safe; this page retries automatically.",
  offline:
    "You are offline, or the server is unreachable. The page shows the last data received and retries automatically.",
}

export function ConnectionBanner() {
  const { connection } = useLive()
  return (
    <div role="status" aria-live="polite">
      {connection !== "here" && (
        <p className="flex min-h-8 items-center gap-2 border-b border-pending/40 bg-pending/10 px-4 py-1.5 text-xs">
          <span className="text-pending">
            <Spinner size={12} />
          </span>
          {connectionMessages[connection]}
        </p>
      )}
    </div>
  )
}
