import { ListFilter } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Popover } from "@/components/ui/floating"
import type { MoreFiltersProps } from "@/components/ui/more-filters-form"

export const MoreFiltersForm = dynamic(() => import("@/components/ui/more-filters-form"), {
  ssr: false,
  loading: () => <div className="h-96" />,
})

export function MoreFilters({ onApply, ...form }: MoreFiltersProps) {
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
