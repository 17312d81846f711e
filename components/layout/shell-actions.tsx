"use client"

import dynamic from "next/dynamic"
import { useSearchParams } from "next/navigation"
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react"
import {
  type Command,
  listShortcuts,
  type Shortcut,
  useCommands,
  useShortcuts,
} from "@/components/layout/commands"
import { useLive } from "@/components/layout/live"
import { contextOf, navigationFor, type ShellUser } from "@/components/layout/navigation"
import { useGo } from "@/components/layout/page-navigation"
import { useShortcutKeys } from "@/components/layout/shortcuts"
import { pages } from "@/lib/platform/paths"

const loadPalette = () => import("@/components/layout/palette")
const Palette = dynamic(loadPalette, { ssr: false })
const ShortcutSheet = dynamic(() => import("@/components/layout/shortcut-sheet"), { ssr: false })

interface Actions {
  openPalette: () => void
  openShortcuts: () => void
}

const ActionsContext = createContext<Actions | null>(null)

export function useShellActions(): Actions {
  const actions = use(ActionsContext)
  if (!actions) throw new Error("useShellActions must be used inside Shell")
  return actions
}

export function ShellActions({ user, children }: { user: ShellUser; children: ReactNode }) {
  useShortcutKeys()
  const [palette, setPalette] = useState<"never" | "open" | "closed">("never")
  const [sheet, setSheet] = useState<readonly Shortcut[] | null>(null)
  const openPalette = useCallback(() => setPalette("open"), [])
  const openShortcuts = useCallback(() => setSheet(listShortcuts()), [])

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      // In time: what is typed right after the shortcut belongs to its field.
      if (event.key === "Control" || event.key === "Meta") void loadPalette().catch(() => undefined)
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setPalette((now) => (now === "open" ? "closed" : "open"))
    }
    document.addEventListener("keydown", onKeyDown)
    return () => document.removeEventListener("keydown", onKeyDown)
  }, [])

  useShortcuts([
    { keys: "?", label: "This list", group: "Everywhere", run: openShortcuts },
    { keys: "/", label: "Filter", group: "Everywhere", run: focusFilter },
  ])
  const actions = useMemo(() => ({ openPalette, openShortcuts }), [openPalette, openShortcuts])

  return (
    <ActionsContext value={actions}>
      <NavigationCommands user={user} />
      {children}
      {palette !== "never" && (
        <Palette
          open={palette === "open"}
          onOpenChange={(open) => setPalette(open ? "open" : "closed")}
          canInstall={user.role !== "VIEWER"}
          canInspect={user.role === "ADMIN"}
        />
      )}
      {sheet && <ShortcutSheet open shortcuts={sheet} onOpenChange={(open) => !open && setSheet(null)} />}
    </ActionsContext>
  )
}

function focusFilter() {
  document.querySelector<HTMLElement>("[data-filter-field]")?.focus()
}

function NavigationCommands({ user }: { user: ShellUser }) {
  const openPage = useGo()
  const search = useSearchParams()
  const live = useLive()
  const items = navigationFor(user.role).flatMap((group) =>
    group.items.map((item) => ({
      ...item,
      title: group.label ? `${group.label}: ${item.label}` : item.label,
    })),
  )
  const openItem = (item: (typeof items)[number]) =>
    openPage(item.href(item.keepsContext ? contextOf(search) : {}))

  const commands: Command[] = [
    ...items.flatMap((item) => [
      {
        id: item.label,
        label: item.title,
        group: "Go to",
        shortcut: `g ${item.key}`,
        run: () => openItem(item),
      },
      ...(item.below ?? []).map(({ label, href }) => ({
        id: label,
        label: `${item.title}: ${label}`,
        group: "Go to",
        run: () => openPage(href()),
      })),
    ]),
    { id: "Account", label: "Settings: Account", group: "Go to", run: () => openPage(pages.account()) },
    {
      id: "API reference",
      label: "API reference",
      group: "Go to",
      run: () => window.location.assign(pages.apiDocs()),
    },
    {
      id: "pause",
      label: live.paused ? "Resume live updates" : "Pause live updates",
      group: "Actions",
      run: () => live.setPaused(!live.paused),
    },
  ]
  useCommands(commands)
  useShortcuts(
    items.map((item) => ({
      keys: `g ${item.key}`,
      label: item.label,
      group: "Go to",
      run: () => openItem(item),
    })),
  )
  return null
}
