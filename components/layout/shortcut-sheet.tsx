import type { Shortcut } from "@/components/layout/commands"
import { Dialog } from "@/components/ui/dialog"
import { Kbd, SearchKeys } from "@/components/ui/kbd"
import { ScrollRegion } from "@/components/ui/scroll-region"

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

export default function ShortcutSheet({ open, onOpenChange, shortcuts }: ShortcutSheetProps) {
  const groups = Map.groupBy([...shortcuts, ...always], (shortcut) => shortcut.group)
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" width="md">
      <ScrollRegion label="Shortcuts" className="max-h-[calc(100dvh-8rem)] gap-x-8 pb-2 sm:columns-2">
        <div className="mb-4 flex h-7 break-inside-avoid items-center justify-between gap-4">
          Search and actions
          <span className="flex gap-1">
            <SearchKeys />
          </span>
        </div>
        {[...groups].map(([group, entries]) => (
          <section key={group} className="mb-4 break-inside-avoid">
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
      </ScrollRegion>
    </Dialog>
  )
}
