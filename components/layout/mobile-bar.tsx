"use client"

import clsx from "clsx"
import { MenuIcon, Search } from "lucide-react"
import { usePathname, useSearchParams } from "next/navigation"
import { useState } from "react"
import { contextOf, isAt, navigation, type ShellUser } from "@/components/layout/navigation"
import { useShellActions } from "@/components/layout/shell-actions"
import { NavLinks } from "@/components/layout/sidebar"
import { UserMenu } from "@/components/layout/user-menu"
import { Drawer } from "@/components/ui/dialog"
import { PageLink } from "@/components/ui/page-link"

const first = (navigation[0]?.items ?? []).filter((item) =>
  ["Overview", "Timeline", "Drift"].includes(item.label),
)
const itemClass = "flex h-14 flex-1 flex-col items-center justify-center gap-1 text-2xs -outline-offset-2"

export function MobileBar({ user }: { user: ShellUser }) {
  const [open, setOpen] = useState(false)
  const pathname = usePathname()
  const search = useSearchParams()
  const { openPalette } = useShellActions()
  return (
    <>
      <nav
        aria-label="Main"
        className="flex shrink-0 border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
      >
        {first.map((item) => {
          const isCurrent = isAt(pathname, item)
          return (
            <PageLink
              key={item.label}
              href={item.href(item.keepsContext ? contextOf(search) : {})}
              aria-current={isCurrent ? "page" : undefined}
              className={clsx(itemClass, isCurrent ? "text-text" : "text-muted")}
            >
              <item.icon size={18} aria-hidden="true" className={isCurrent ? "text-accent" : undefined} />
              {item.label}
            </PageLink>
          )
        })}
        <button type="button" onClick={openPalette} className={clsx(itemClass, "text-muted")}>
          <Search size={18} />
          Search
        </button>
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
          className={clsx(itemClass, "text-muted")}
        >
          <MenuIcon size={18} />
          More
        </button>
      </nav>
      <Drawer open={open} onOpenChange={setOpen} title="Slipway">
        <NavLinks role={user.role} sheet onGo={() => setOpen(false)} />
        <UserMenu user={user} />
      </Drawer>
    </>
  )
}
