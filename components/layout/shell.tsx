import type { ReactNode } from "react"
import { ColumnLayoutsProvider } from "@/components/layout/column-layouts"
import { LiveProvider } from "@/components/layout/live"
import { ConnectionBanner } from "@/components/layout/live-status"
import { MobileBar } from "@/components/layout/mobile-bar"
import type { ShellUser } from "@/components/layout/navigation"
import { PageFocus, PendingBar } from "@/components/layout/page-navigation"
import { ShellActions } from "@/components/layout/shell-actions"
import { Sidebar } from "@/components/layout/sidebar"
import { SignedOut } from "@/components/layout/signed-out"
import type { ColumnLayouts } from "@/lib/identity/views/schema"

interface ShellProps {
  user: ShellUser
  /** Above everything else, such as the demo data notice. */
  banner?: ReactNode
  streamPosition?: string
  layouts: ColumnLayouts
  children: ReactNode
}

const contentId = "content"

/** The shell of every signed-in page. Pages start with a PageHeader. */
export function Shell({ user, banner, streamPosition, layouts, children }: ShellProps) {
  return (
    <LiveProvider after={streamPosition}>
      <a
        href={`#${contentId}`}
        className="sr-only z-60 rounded-md border border-accent bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <PageFocus contentId={contentId} />
      <ShellActions user={user}>
        <div className="flex h-dvh flex-col print:block print:h-auto">
          {banner}
          <div className="flex min-h-0 flex-1 print:block">
            <Sidebar user={user} />
            <div className="flex min-w-0 flex-1 flex-col print:block">
              <PendingBar />
              <ConnectionBanner />
              <main
                id={contentId}
                tabIndex={-1}
                className="flex min-h-0 flex-1 flex-col outline-none print:block short:overflow-y-auto"
              >
                <ColumnLayoutsProvider loaded={layouts}>{children}</ColumnLayoutsProvider>
              </main>
              <MobileBar user={user} />
            </div>
          </div>
        </div>
      </ShellActions>
      <SignedOut email={user.email} />
    </LiveProvider>
  )
}
