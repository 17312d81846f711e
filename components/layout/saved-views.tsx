import { Bookmark } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import type { SavedViewListProps } from "@/components/layout/saved-view-list"
import { Button } from "@/components/ui/button"
import { Popover } from "@/components/ui/floating"

const SavedViewList = dynamic(() => import("@/components/layout/saved-view-list"), {
  ssr: false,
  loading: () => <div className="h-24" />,
})

export function SavedViews(props: Omit<SavedViewListProps, "onDone">) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="Saved views"
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-80"
      trigger={
        <Button icon={<Bookmark size={14} />}>
          <span className="max-sm:sr-only">Views</span>
        </Button>
      }
    >
      <SavedViewList {...props} onDone={() => setOpen(false)} />
    </Popover>
  )
}
