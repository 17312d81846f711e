import type { Metadata } from "next"
import { PageNotFound } from "@/components/layout/page-not-found"

export const metadata: Metadata = { title: "Page not found" }

/** Shown within the navigation for an id that does not exist. */
export default function NotFound() {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 px-4 text-center">
      <PageNotFound />
    </div>
  )
}
