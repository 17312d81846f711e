import { Clock, History } from "lucide-react"
import dynamic from "next/dynamic"
import { parseAsIsoDateTime, useQueryState } from "nuqs"
import { useState } from "react"
import type { ActiveFilter } from "@/components/ui/active-filters"
import { Button } from "@/components/ui/button"
import { Popover } from "@/components/ui/floating"
import { startNavigation } from "@/components/ui/page-link"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import { formatShortTime } from "@/lib/platform/format"

const AsOfChoice = dynamic(() => import("@/components/layout/as-of-choice"), {
  ssr: false,
  loading: () => <div className="h-44" />,
})

/** The instant in `?at=`, or null for now. */
export function useAsOf() {
  return useQueryState(
    "at",
    parseAsIsoDateTime.withOptions({ history: "push", shallow: false, startTransition: startNavigation }),
  )
}

export function useAsOfFilter(): ActiveFilter[] {
  const [at, setAt] = useAsOf()
  if (at === null) return []
  const onRemove = () => void setAt(null)
  return [{ name: "at", label: "As of", value: formatShortTime(at), onRemove, shown: "folded" }]
}

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
      <AsOfChoice at={at} onChoose={choose} onChange={(instant) => void setAt(instant)} />
    </Popover>
  )
}
