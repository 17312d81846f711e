import NextLink from "next/link"
import { pages } from "@/lib/paths"

/** Says that what is shown was made up. `removable`: this person may take it away. */
export function DemoBanner({ removable }: { removable: boolean }) {
  return (
    <p className="flex min-h-8 shrink-0 flex-wrap items-center justify-center gap-x-2 border-b border-line bg-raised px-4 py-1 text-xs text-muted">
      You are looking at demo data.
      {removable && (
        <NextLink href={pages.demo()} className="rounded-sm text-accent underline underline-offset-2">
          Remove it
        </NextLink>
      )}
    </p>
  )
}
