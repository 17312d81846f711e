"use client"

import { ListFilter, X } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Popover } from "@/components/ui/floating"
import type { MoreFiltersProps } from "@/components/ui/more-filters-form"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import { formatShortTime } from "@/lib/platform/format"

/** The less common filters of a list: typed under "More", and removable once they are set. */
export default function DetailFilters({ filters, textOf, onApply }: MoreFiltersProps) {
  const typed = filters.filter(({ linked }) => !linked)
  return (
    <>
      {typed.length > 0 && <MoreFilters filters={typed} textOf={textOf} onApply={onApply} />}
      {filters.map((filter) => {
        const value = textOf(filter.name)
        if (value === "") return null
        const shown = filter.show?.(value) ?? (filter.type === "time" ? readable(value) : value)
        return (
          <Button key={filter.name} onClick={() => onApply({ [filter.name]: null })}>
            <span className="sr-only">Remove filter: </span>
            <span className="font-normal text-muted">{`${filter.label} `}</span>
            {filter.type !== "switch" && (
              <ViewerExplanation className="max-w-60 truncate">{shown}</ViewerExplanation>
            )}
            <X size={12} className="text-muted" />
          </Button>
        )
      })}
    </>
  )
}

const MoreFiltersForm = dynamic(() => import("@/components/ui/more-filters-form"), {
  ssr: false,
  loading: () => <div className="h-96" />,
})

function MoreFilters({ onApply, ...form }: MoreFiltersProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="More filters"
      open={open}
      onOpenChange={setOpen}
      className="w-80"
      trigger={<Button icon={<ListFilter size={14} />}>More</Button>}
    >
      <MoreFiltersForm
        {...form}
        onApply={(change) => {
          setOpen(false)
          onApply(change)
        }}
      />
    </Popover>
  )
}

function readable(instant: string): string {
  return Number.isNaN(Date.parse(instant)) ? instant : formatShortTime(instant)
}
