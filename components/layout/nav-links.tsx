"use client"

import clsx from "clsx"
import { usePathname, useSearchParams } from "next/navigation"
import { contextOf, isAt, placesFor, type Role } from "@/components/layout/navigation"
import { PageLink } from "@/components/ui/page-link"

interface NavLinksProps {
  role: Role
  narrow: boolean
  /** In the mobile sheet: never collapsed, taller rows. */
  sheet?: boolean
  onGo?: () => void
}

export function NavLinks({ role, narrow, sheet = false, onGo }: NavLinksProps) {
  const pathname = usePathname()
  const search = useSearchParams()
  const word = sheet ? "" : narrow ? "sr-only" : "max-xl:sr-only"
  return placesFor(role).map((group) => (
    <div key={group.label ?? "main"} className="pb-3">
      {group.label && <p className={clsx("px-2.5 pt-1 pb-1 text-2xs text-muted", word)}>{group.label}</p>}
      <ul className="flex flex-col gap-px">
        {group.places.map((place) => {
          const here = isAt(pathname, place)
          return (
            <li key={place.label}>
              <PageLink
                href={place.href(place.keepsContext ? contextOf(search) : {})}
                aria-current={here ? "page" : undefined}
                title={narrow ? place.label : undefined}
                onClick={onGo}
                className={clsx(
                  "group flex items-center gap-2.5 rounded-md px-2.5 text-sm transition-colors duration-100",
                  sheet ? "h-11" : "h-8 -outline-offset-2",
                  !sheet && (narrow ? "justify-center" : "max-xl:justify-center"),
                  here ? "bg-raised text-text" : "text-muted hover:bg-raised/70 hover:text-text",
                )}
              >
                <place.icon
                  size={15}
                  aria-hidden="true"
                  className={clsx("shrink-0", here && "text-accent")}
                />
                <span className={word}>{place.label}</span>
              </PageLink>
            </li>
          )
        })}
      </ul>
    </div>
  ))
}
