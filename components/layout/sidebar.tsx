"use client"

import clsx from "clsx"
import { PanelLeft, Search } from "lucide-react"
import { usePathname, useSearchParams } from "next/navigation"
import { useState } from "react"
import { contextOf, isAt, navigationFor, type Role, type ShellUser } from "@/components/layout/navigation"
import { savePreference, sidebarCookie, type Theme } from "@/components/layout/preferences"
import { useShellActions } from "@/components/layout/shell-actions"
import { UserMenu } from "@/components/layout/user-menu"
import { Wordmark } from "@/components/layout/wordmark"
import { IconButton } from "@/components/ui/icon-button"
import { SearchKeys } from "@/components/ui/kbd"
import { PageLink } from "@/components/ui/page-link"

export function Sidebar({ user, theme, narrow: first }: { user: ShellUser; theme: Theme; narrow: boolean }) {
  const [narrow, setNarrow] = useState(first)
  const { openPalette } = useShellActions()

  function toggle() {
    savePreference(sidebarCookie, narrow ? "wide" : "narrow")
    setNarrow(!narrow)
  }

  return (
    <aside
      className={clsx(
        "hidden shrink-0 flex-col border-r border-line bg-canvas md:flex print:hidden",
        narrow ? "w-13" : "w-13 xl:w-56",
      )}
    >
      <div
        className={clsx(
          "flex h-12 shrink-0 items-center px-3",
          narrow ? "justify-center" : "max-xl:justify-center xl:justify-between",
        )}
      >
        <Wordmark narrow={narrow} />
        {!narrow && (
          <IconButton label="Collapse navigation" size="sm" onClick={toggle} className="max-xl:hidden">
            <PanelLeft size={15} />
          </IconButton>
        )}
      </div>
      <div className="px-2 pb-2">
        <button
          type="button"
          onClick={openPalette}
          aria-keyshortcuts="Meta+K Control+K"
          className={clsx(
            "flex h-8 w-full items-center gap-2 rounded-md border border-line bg-surface text-muted transition-colors duration-100 hover:border-line-strong hover:text-text",
            narrow ? "justify-center" : "max-xl:justify-center xl:px-2.5",
          )}
        >
          <Search size={14} />
          <span className={clsx("flex-1 text-left text-sm", narrow ? "sr-only" : "max-xl:sr-only")}>
            Search<span className="sr-only"> and actions</span>
          </span>
          {!narrow && (
            <span aria-hidden="true" className="flex gap-0.5 max-xl:hidden">
              <SearchKeys />
            </span>
          )}
        </button>
      </div>
      <nav aria-label="Main" className="min-h-0 flex-1 [scrollbar-width:thin] overflow-y-auto px-2">
        <NavLinks role={user.role} narrow={narrow} />
      </nav>
      <div className="flex flex-col gap-1 border-t border-line p-2">
        {narrow && (
          <IconButton label="Expand navigation" onClick={toggle} className="self-center max-xl:hidden">
            <PanelLeft size={15} />
          </IconButton>
        )}
        <UserMenu user={user} theme={theme} narrow={narrow} />
      </div>
    </aside>
  )
}

interface NavLinksProps {
  role: Role
  narrow: boolean
  /** In the mobile sheet: never collapsed, taller rows. */
  sheet?: boolean
  onGo?: () => void
}

const linkClass = "group flex items-center gap-2.5 rounded-md px-2.5 text-sm transition-colors duration-100"
const currentClass = "bg-raised text-text"
const otherClass = "text-muted hover:bg-raised/70 hover:text-text"

export function NavLinks({ role, narrow, sheet = false, onGo }: NavLinksProps) {
  const pathname = usePathname()
  const search = useSearchParams()
  const word = sheet ? "" : narrow ? "sr-only" : "max-xl:sr-only"
  return navigationFor(role).map((group) => (
    <div key={group.label ?? "main"} className="pb-3">
      {group.label && <p className={clsx("px-2.5 pt-1 pb-1 text-2xs text-muted", word)}>{group.label}</p>}
      <ul className="flex flex-col gap-px low:gap-0">
        {group.items.map((item) => {
          const below = sheet ? (item.below ?? []) : []
          const isCurrent = isAt(pathname, item) && !below.some((one) => isAt(pathname, one))
          return (
            <li key={item.label}>
              <PageLink
                href={item.href(item.keepsContext ? contextOf(search) : {})}
                aria-current={isCurrent ? "page" : undefined}
                title={narrow ? item.label : undefined}
                onClick={onGo}
                className={clsx(
                  linkClass,
                  sheet ? "h-11" : "h-8 -outline-offset-2 low:h-6.5",
                  !sheet && (narrow ? "justify-center" : "max-xl:justify-center"),
                  isCurrent ? currentClass : otherClass,
                )}
              >
                <item.icon
                  size={15}
                  aria-hidden="true"
                  className={clsx("shrink-0", isCurrent && "text-accent")}
                />
                <span className={word}>{item.label}</span>
              </PageLink>
              {below.map((one) => (
                <PageLink
                  key={one.label}
                  href={one.href()}
                  aria-current={isAt(pathname, one) ? "page" : undefined}
                  onClick={onGo}
                  className={clsx(linkClass, "h-11 pl-8.75", isAt(pathname, one) ? currentClass : otherClass)}
                >
                  {one.label}
                </PageLink>
              ))}
            </li>
          )
        })}
      </ul>
    </div>
  ))
}
