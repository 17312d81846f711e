import { ChevronsUpDown } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import type { PathListProps } from "@/components/fleet/values/path-list"
import { buttonClass } from "@/components/ui/button-class"
import { Popover } from "@/components/ui/floating"

// Loaded, with its search, when first opened.
const PathList = dynamic(() => import("@/components/fleet/values/path-list"), {
  ssr: false,
  loading: () => <div className="h-40" />,
})

/** Chooses the path to compare: an existing one, suggested while typing, or any other. */
export function PathPicker({ path, chartName, onPath }: PathListProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="Path"
      open={open}
      onOpenChange={setOpen}
      className="w-[min(28rem,calc(100vw-2rem))] p-0!"
      trigger={
        <button
          type="button"
          role="combobox"
          data-filter-field
          aria-expanded={open}
          aria-haspopup="dialog"
          aria-label={`Path: ${path || "none"}`}
          className={`${buttonClass("secondary")} max-w-full min-w-64 justify-between max-md:min-w-0 max-md:flex-1`}
        >
          <span className="font-normal text-muted">Path</span>
          <span className="min-w-0 flex-1 truncate text-left font-mono text-xs">{path || "Choose…"}</span>
          <ChevronsUpDown size={13} className="shrink-0 text-muted" />
        </button>
      }
    >
      <PathList
        path={path}
        chartName={chartName}
        onPath={(next) => {
          setOpen(false)
          onPath(next)
        }}
      />
    </Popover>
  )
}
