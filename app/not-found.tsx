import type { Metadata } from "next"
import { buttonClass } from "@/components/ui/button-class"
import { pages } from "@/lib/platform/paths"

export const metadata: Metadata = { title: "Not here" }

// A plain link: every page loads this file, and Next's own link would come a second time with it.
export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 px-4 text-center">
      <p className="font-mono text-xs text-muted">404</p>
      <h1 className="text-lg font-medium">There is nothing here</h1>
      <p className="max-w-sm text-sm text-muted">
        The address is wrong, or it belongs to something you may not see. Nothing is ever deleted from the
        ledger.
      </p>
      <a href={pages.overview()} className={`${buttonClass("secondary")} mt-2`}>
        To the overview
      </a>
    </main>
  )
}
