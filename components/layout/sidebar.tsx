"use client"

import clsx from "clsx"
import { PanelLeft, Search } from "lucide-react"
import { usePathname, useSearchParams } from "next/navigation"
import { contextOf, isAt, navigationFor, type ShellUser } from "@/components/layout/navigation"
import { savePreference, sidebarCookie } from "@/components/layout/preferences"
import { useShellActions } from "@/components/layout/shell-actions"
import { UserMenu } from "@/components/layout/user-menu"
import { Wordmark } from "@/components/layout/wordmark"
import { IconButton } from "@/components/ui/icon-button"
import { SearchKeys } from "@/components/ui/kbd"
import { PageLink } from "@/components/ui/page-link"
import type { Role } from "@/lib/identity/auth/scopes"

function setSidebar(width: "narrow" | "wide"): void {
  savePreference(sidebarCookie, width)
  document.documentElement.dataset.sidebar = width
}

export function Sidebar({ user }: { user: ShellUser }) {
  const { openPalette } = useShellActions()
  return (
    <aside className="hidden w-56 shrink-0 flex-col border-r border-line bg-canvas md:flex icons:w-13 print:hidden">
      <div className="flex h-12 shrink-0 items-center justify-between px-3 icons:justify-center">
        <Wordmark />
        <span className="icons:hidden">
          <IconButton label="Collapse navigation" size="sm" onClick={() => setSidebar("narrow")}>
            <PanelLeft size={15} />
          </IconButton>
        </span>
      </div>
      <div className="px-2 pb-2">
        <button
          type="button"
          onClick={openPalette}
          aria-keyshortcuts="Meta+K Control+K"
          className="flex h-8 w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-muted transition-colors duration-100 hover:border-line-strong hover:text-text icons:justify-center icons:px-0"
        >
          <Search size={14} />
          <span className="flex-1 text-left text-sm icons:sr-only">
            Search<span className="sr-only"> and actions</span>
          </span>
          <span aria-hidden="true" className="flex gap-0.5 icons:hidden">
            <SearchKeys />
          </span>
        </button>
      </div>
      <nav aria-label="Main" className="min-h-0 flex-1 scrollbar-thin overflow-y-auto px-2">
        <NavLinks role={user.role} />
      </nav>
      <div className="flex flex-col gap-1 border-t border-line p-2">
        <span className="hidden self-center xl:icons:block">
          <IconButton label="Expand navigation" onClick={() => setSidebar("wide")}>
            <PanelLeft size={15} />
          </IconButton>
        </span>
        <UserMenu user={user} />
      </div>
    </aside>
  )
}

interface NavLinksProps {
  role: Role
  /** In the mobile sheet: never collapsed, taller rows. */
  sheet?: boolean
  onGo?: () => void
}

const linkClass = "group flex items-center gap-2.5 rounded-md px-2.5 text-sm transition-colors duration-100"
const currentClass = "bg-raised text-text"
const otherClass = "text-muted hover:bg-raised/70 hover:text-text"

export function NavLinks({ role, sheet = false, onGo }: NavLinksProps) {
  const pathname = usePathname()
  const search = useSearchParams()
  return navigationFor(role).map((group) => (
    <div key={group.label ?? "main"} className="pb-3">
      {group.label && <p className="px-2.5 pt-1 pb-1 text-2xs text-muted icons:sr-only">{group.label}</p>}
      <ul className="flex flex-col gap-px low:gap-0">
        {group.items.map((item) => {
          const below = sheet ? (item.below ?? []) : []
          const isCurrent = isAt(pathname, item) && !below.some((one) => isAt(pathname, one))
          return (
            <li key={item.label}>
              <PageLink
                href={item.href(item.keepsContext ? contextOf(search) : {})}
                aria-current={isCurrent ? "page" : undefined}
                title={sheet ? undefined : item.label}
                onClick={onGo}
                className={clsx(
                  linkClass,
                  sheet ? "h-11" : "h-8 -outline-offset-2 low:h-6.5 icons:justify-center",
                  isCurrent ? currentClass : otherClass,
                )}
              >
                <item.icon
                  size={15}
                  aria-hidden="true"
                  className={clsx("shrink-0", isCurrent && "text-accent")}
                />
                <span className="icons:sr-only">{item.label}</span>
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
