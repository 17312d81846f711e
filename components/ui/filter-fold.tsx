import clsx from "clsx"
import { ListFilter } from "lucide-react"
import { lazy, type ReactNode, Suspense, useState } from "react"
import type { ActiveFilter } from "@/components/ui/active-filters"
import { Button } from "@/components/ui/button"
import { Popover } from "@/components/ui/floating"

// Most pages open without a filter.
const ActiveFilters = lazy(() => import("@/components/ui/active-filters"))

interface FilterFoldProps {
  active: readonly ActiveFilter[]
  /** Where something is always chosen: what is shown. */
  summary?: string
  /** So few controls that a phone has room for them. */
  isShort?: boolean
  /** Further controls of a wide screen, and what a phone has instead; `close` ends the choice. */
  wide?: ReactNode
  phone?: (close: () => void) => ReactNode
  children: ReactNode
}

/** The controls of filters; on a phone behind one button, next to the filters that are set. */
export function FilterFold({ active, summary, isShort, wide, phone, children }: FilterFoldProps) {
  const [open, setOpen] = useState(false)
  const count = active.filter(({ shown }) => shown !== "printed").length
  return (
    <>
      <div className={clsx("contents print:hidden", !isShort && "max-md:hidden")}>
        {children}
        {wide}
      </div>
      <div className={isShort ? "hidden" : "md:hidden print:hidden"}>
        <Popover
          label="Filters"
          align="end"
          open={open}
          onOpenChange={setOpen}
          className="w-80 max-w-[calc(100vw-1rem)]"
          trigger={
            <Button data-filters icon={<ListFilter size={14} />}>
              {count > 0 ? `Filters (${count})` : "Filters"}
            </Button>
          }
        >
          <div className="flex flex-col items-start gap-3 [&>form]:w-full">
            {children}
            {phone?.(() => setOpen(false))}
          </div>
        </Popover>
      </div>
      {summary && <p className="min-w-0 flex-1 text-sm text-muted md:hidden print:block">{summary}</p>}
      {active.length > 0 && (
        // Without a boundary of its own, the page would drop what is typed while it loads. On a phone the line is kept.
        <Suspense fallback={count > 0 && <div className="h-8 basis-full md:hidden" />}>
          <ActiveFilters active={active} />
        </Suspense>
      )}
    </>
  )
}
