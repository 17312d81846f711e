"use client"

import dynamic from "next/dynamic"
import { Skeleton } from "@/components/ui/skeleton"

// The Markdown renderer loads only when there is a readme.
const Markdown = dynamic(() => import("@/components/fleet/charts/markdown").then((file) => file.Markdown), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full" />,
})

/** The readme of a version, rendered from Markdown. */
export function Readme({ text }: { text: string | null }) {
  if (text === null) return <p className="py-6 text-sm text-muted">This version has no readme.</p>
  return (
    <section aria-label="readme" className="max-w-3xl min-h-64 text-sm break-words">
      <Markdown text={text} />
    </section>
  )
}
