"use client"

import { Command as Cmdk } from "cmdk"
import { Search } from "lucide-react"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { type Command, useCommandRegistry } from "@/components/layout/commands"
import { usePaletteSearch } from "@/components/layout/use-palette-search"
import { Kbd } from "@/components/ui/kbd"
import { Spinner } from "@/components/ui/spinner"

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

const itemClass =
  "flex h-9 items-center gap-3 rounded-sm px-2.5 text-sm data-[selected=true]:bg-raised pointer-coarse:h-11"
const groupClass =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-muted"

/** ⌘K: go anywhere, do anything the page offers, find any deployment. */
export function Palette({ open, onOpenChange }: PaletteProps) {
  const router = useRouter()
  const registry = useCommandRegistry()
  const [query, setQuery] = useState("")
  const search = usePaletteSearch(query, open)
  const commands = open ? [...registry.commands].flatMap((read) => read()) : []
  const groups = Map.groupBy(commands, (command) => command.group)

  function change(next: boolean) {
    onOpenChange(next)
    if (!next) setQuery("")
  }
  function run(command: Command) {
    change(false)
    command.run()
  }

  return (
    <Cmdk.Dialog
      open={open}
      onOpenChange={change}
      label="Search and actions"
      loop
      overlayClassName="fixed inset-0 z-40 animate-appear bg-black/45"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 animate-appear overflow-hidden rounded-md border border-line-strong/60 bg-surface outline-none"
    >
      <div className="flex h-11 items-center gap-2 border-b border-line px-3">
        <Search size={15} aria-hidden="true" className="text-muted" />
        <Cmdk.Input
          value={query}
          onValueChange={setQuery}
          placeholder="Search a tag, commit, branch or person, or go to…"
          className="h-full min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
        />
        {search.loading && <Spinner />}
        <Kbd>Esc</Kbd>
      </div>
      <Cmdk.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
        <Cmdk.Empty className="px-2.5 py-4 text-sm text-muted">
          {search.loading ? "Searching…" : "Nothing found. A tag, a commit or a page name works."}
        </Cmdk.Empty>
        {[...groups].map(([group, entries]) => (
          <Cmdk.Group key={group} heading={group} className={groupClass}>
            {entries.map((command) => (
              <Cmdk.Item
                key={command.id}
                value={`${group} ${command.label}`}
                keywords={command.keywords}
                onSelect={() => run(command)}
                className={itemClass}
              >
                <span className="flex-1">{command.label}</span>
                {command.shortcut && (
                  <span className="flex gap-1">
                    {command.shortcut.split(" ").map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </span>
                )}
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        ))}
        {search.results.map(({ heading, items }) => (
          <Cmdk.Group key={heading} heading={heading} forceMount className={groupClass}>
            {items.map((item) => (
              <Cmdk.Item
                key={item.id}
                value={`${heading} ${item.id}`}
                forceMount
                onSelect={() => {
                  change(false)
                  router.push(item.href)
                }}
                className={itemClass}
              >
                <span className="min-w-0 flex-1 truncate font-mono text-xs">{item.label}</span>
                {item.hint && <span className="text-xs text-muted">{item.hint}</span>}
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </Cmdk.Dialog>
  )
}
