import type { Metadata } from "next"
import { PageNotFound } from "@/components/layout/page-not-found"

export const metadata: Metadata = { title: "Page not found" }

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 px-4 text-center">
      <PageNotFound />
    </main>
  )
}
