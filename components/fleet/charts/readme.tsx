"use client"

import dynamic from "next/dynamic"
import { Skeleton } from "@/components/ui/skeleton"

// What reads Markdown comes only with a readme to read.
const Markdown = dynamic(() => import("@/components/fleet/charts/markdown").then((file) => file.Markdown), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full" />,
})

/** What a version says of itself, drawn from its Markdown. */
export function Readme({ text }: { text: string | null }) {
  if (text === null) return <p className="py-6 text-sm text-muted">This version has no readme.</p>
  return (
    <section aria-label="readme" className="max-w-3xl min-h-64 text-sm break-words">
      <Markdown text={text} />
    </section>
  )
}
