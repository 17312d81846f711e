"use client"

import { Clock, History } from "lucide-react"
import { parseAsIsoDateTime, useQueryState } from "nuqs"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { localInput, readLocal } from "@/components/ui/local-time"
import { useNavigation } from "@/components/ui/page-link"
import { Popover } from "@/components/ui/popover"
import { TextField } from "@/components/ui/text-field"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import { formatShortTime } from "@/lib/platform/format"
import { hourMs } from "@/lib/platform/instant"

/** The instant in `?at=`, or null for now. */
export function useAsOf() {
  const startTransition = useNavigation()
  return useQueryState(
    "at",
    parseAsIsoDateTime.withOptions({ history: "push", shallow: false, startTransition }),
  )
}

const jumps = [
  { label: "1 hour ago", ms: hourMs },
  { label: "1 day ago", ms: 24 * hourMs },
  { label: "1 week ago", ms: 7 * 24 * hourMs },
  { label: "30 days ago", ms: 30 * 24 * hourMs },
]

/** Shows the page as of a past instant. While one is set, the button uses the accent color. */
export function AsOfPicker() {
  const [at, setAt] = useAsOf()
  const [open, setOpen] = useState(false)

  function choose(instant: Date | null) {
    setOpen(false)
    void setAt(instant)
  }

  return (
    <Popover
      label="As of"
      open={open}
      onOpenChange={setOpen}
      className="w-64"
      trigger={
        <Button
          icon={at ? <History size={14} /> : <Clock size={14} className="text-muted" />}
          className={at ? "border-accent! text-accent!" : undefined}
        >
          <span className="font-normal text-muted">As of</span>
          <ViewerExplanation>{at ? formatShortTime(at) : "now"}</ViewerExplanation>
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-1.5">
          {jumps.map((jump) => (
            <Button key={jump.label} size="sm" onClick={() => choose(new Date(Date.now() - jump.ms))}>
              {jump.label}
            </Button>
          ))}
        </div>
        <TextField
          label="Local date and time"
          type="datetime-local"
          defaultValue={at ? localInput(at) : undefined}
          max={localInput(new Date())}
          onKeyDown={(event) => {
            if (event.key === "Enter") choose(readLocal(event.currentTarget.value))
          }}
          onBlur={(event) => {
            const next = readLocal(event.target.value)
            if (next && next.getTime() !== at?.getTime()) void setAt(next)
          }}
        />
        <Button variant={at ? "primary" : "secondary"} disabled={!at} onClick={() => choose(null)}>
          Back to now
        </Button>
      </div>
    </Popover>
  )
}
