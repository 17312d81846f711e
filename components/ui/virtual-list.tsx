"use client"

import { useVirtualizer } from "@tanstack/react-virtual"
import { type ReactNode, useRef } from "react"
import { ScrollRegion } from "@/components/ui/scroll-region"

export interface VirtualListProps<Item> {
  label: string
  items: readonly Item[]
  itemKey: (item: Item) => string
  /** Estimated height of an item in pixels; measured when drawn. */
  itemHeight: number
  children: (item: Item, index: number) => ReactNode
  className?: string
}

/** A long list of things that are not a table; only what is in sight is drawn. */
export function VirtualList<Item>({
  label,
  items,
  itemKey,
  itemHeight,
  children,
  className,
}: VirtualListProps<Item>) {
  const region = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => region.current,
    estimateSize: () => itemHeight,
    overscan: 8,
    initialRect: { width: 800, height: 900 },
    getItemKey: (index) => (items[index] === undefined ? index : itemKey(items[index])),
  })
  return (
    <ScrollRegion ref={region} label={label} className={className}>
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((entry) => {
          const item = items[entry.index]
          if (item === undefined) return null
          return (
            <li
              key={entry.key}
              ref={virtualizer.measureElement}
              data-index={entry.index}
              aria-setsize={items.length}
              aria-posinset={entry.index + 1}
              className="absolute top-0 left-0 w-full"
              style={{ transform: `translateY(${entry.start}px)` }}
            >
              {children(item, entry.index)}
            </li>
          )
        })}
      </ul>
    </ScrollRegion>
  )
}
