"use client"

import clsx from "clsx"
import { useEffect, useRef } from "react"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import type { OperationLine } from "@/lib/fleet/operations/schema"

const levels: Record<OperationLine["level"], { className: string; word: string | null }> = {
  info: { className: "", word: null },
  warning: { className: "text-pending", word: "Warning" },
  error: { className: "text-failed", word: "Error" },
}

/** All lines, newest last; scrolls to new lines unless the user has scrolled up. */
export function OperationLog({ lines, over }: { lines: readonly OperationLine[]; over: boolean }) {
  const region = useRef<HTMLDivElement>(null)
  const atFoot = useRef(true)
  const count = lines.length
  useEffect(() => {
    const element = region.current
    if (element && count > 0 && atFoot.current) element.scrollTop = element.scrollHeight
  }, [count])

  return (
    <div
      ref={region}
      role="log"
      aria-label="Progress"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys can scroll it only with a tab stop
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        atFoot.current = at.scrollHeight - at.scrollTop - at.clientHeight < 24
      }}
      className="max-h-72 min-h-24 overflow-auto rounded-md border border-line bg-canvas px-3 py-2 font-mono text-xs leading-5 -outline-offset-2"
    >
      {count === 0 && <p className="text-muted">{over ? "No log lines." : "Waiting for the first line…"}</p>}
      <ol>
        {lines.map((line) => {
          const look = levels[line.level]
          return (
            <li key={line.seq} className="flex gap-3">
              <time dateTime={line.at} className="shrink-0 text-muted tabular-nums select-none">
                <ViewerExplanation>{clock(line.at)}</ViewerExplanation>
              </time>
              <span className={clsx("min-w-0 break-words whitespace-pre-wrap", look.className)}>
                {look.word && <span className="font-medium">{look.word}: </span>}
                {line.text}
              </span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

function clock(instant: string): string {
  return new Date(instant).toLocaleTimeString("en-GB")
}
