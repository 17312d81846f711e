"use client"

import type { Shortcut } from "@/components/layout/shortcuts"
import { Dialog } from "@/components/ui/dialog"
import { Kbd } from "@/components/ui/kbd"

interface ShortcutSheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  shortcuts: readonly Pick<Shortcut, "keys" | "label" | "group">[]
}

const always: readonly Pick<Shortcut, "keys" | "label" | "group">[] = [
  { keys: "↑ ↓", label: "Move between rows and cells", group: "In tables and matrices" },
  { keys: "Enter", label: "Open", group: "In tables and matrices" },
  { keys: "j k", label: "Next and previous, in details", group: "In tables and matrices" },
]

export function ShortcutSheet({ open, onOpenChange, shortcuts }: ShortcutSheetProps) {
  const groups = Map.groupBy([...shortcuts, ...always], (shortcut) => shortcut.group)
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" width="md">
      <div className="grid gap-x-8 gap-y-4 pb-2 sm:grid-cols-2">
        {[...groups].map(([group, entries]) => (
          <section key={group}>
            <h3 className="mb-1 text-xs text-muted">{group}</h3>
            <dl>
              {entries.map((entry) => (
                <div key={entry.keys + entry.label} className="flex h-7 items-center justify-between gap-4">
                  <dt>{entry.label}</dt>
                  <dd className="flex gap-1">
                    {entry.keys.split(" ").map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
