import clsx from "clsx"
import { ChevronRight } from "lucide-react"
import type { ReactNode } from "react"
import { LiveIndicator } from "@/components/layout/live-status"
import { PageLink } from "@/components/ui/page-link"
import { NameText } from "@/components/ui/version-text"

interface PageHeaderProps {
  title: string
  crumbs?: readonly { label: string; href: string }[]
  pickers?: ReactNode
  /** On a phone the pickers are among the filters of the page. */
  folded?: boolean
  actions?: ReactNode
  /** The page has no live updates (settings): no indicator. */
  isStatic?: boolean
}

export function PageHeader({ title, crumbs = [], pickers, folded, actions, isStatic }: PageHeaderProps) {
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-canvas px-4 py-2 md:px-6 print:px-0">
      <div className="flex min-w-0 items-center gap-1.5">
        {crumbs.length > 0 && (
          <nav aria-label="Breadcrumb">
            <ol className="flex items-center gap-1.5">
              {crumbs.map((crumb) => (
                <li key={crumb.href} className="flex items-center gap-1.5 text-sm text-muted">
                  <PageLink
                    href={crumb.href}
                    title={crumb.label}
                    className="flex max-w-64 rounded-sm hover:text-text pointer-coarse:py-2.5 max-sm:max-w-[26vw]"
                  >
                    <NameText value={crumb.label} />
                  </PageLink>
                  <ChevronRight size={13} className="shrink-0" />
                </li>
              ))}
            </ol>
          </nav>
        )}
        <h1
          title={title}
          className="truncate text-base font-medium max-sm:wrap-anywhere max-sm:whitespace-normal"
        >
          {title}
        </h1>
        {!isStatic && <LiveIndicator />}
      </div>
      {pickers && (
        <div
          className={clsx(
            "flex flex-wrap items-center gap-2 md:ml-2",
            folded ? "max-md:hidden print:hidden" : "max-md:order-last max-md:w-full",
          )}
        >
          {pickers}
        </div>
      )}
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2 max-sm:gap-x-1 print:hidden">
        {actions}
      </div>
    </header>
  )
}

/**
 * The page body below the header, scrollable and with margins. `fill` leaves scrolling to the content while there is
 * room for it. On a short screen (200% zoom, a phone in landscape) header and body scroll together.
 */
export function PageBody({ fill, children }: { fill?: boolean; children: ReactNode }) {
  if (fill) {
    return (
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-4 md:px-6 short:min-h-72 short:shrink-0 short:overflow-visible print:px-0">
        {children}
      </div>
    )
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto short:flex-none short:overflow-visible">
      <div className="flex flex-col gap-6 px-4 py-5 md:px-6 print:px-0">{children}</div>
    </div>
  )
}
