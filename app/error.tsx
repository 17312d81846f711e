"use client"

import { PageError, type PageErrorProps } from "@/components/layout/page-error"

export default function RootError(props: PageErrorProps) {
  return (
    <main className="flex min-h-0 flex-1 items-center justify-center">
      <PageError {...props} />
    </main>
  )
}
