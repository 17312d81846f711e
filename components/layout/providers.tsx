"use client"

import { QueryClientProvider } from "@tanstack/react-query"
import { NuqsAdapter } from "nuqs/adapters/next/app"
import { type ReactNode, useState } from "react"
import { LazyToaster } from "@/components/ui/toast"
import { pages } from "@/lib/platform/paths"
import { makeQueryClient } from "@/lib/web/client/query-client"

/** A full page load on purpose: no data of the signed-out user remains in memory. */
function goToSignIn() {
  const currentPath = window.location.pathname + window.location.search
  if (!currentPath.startsWith(pages.signIn())) window.location.assign(pages.signIn(currentPath))
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(() => makeQueryClient(goToSignIn))
  return (
    <NuqsAdapter>
      <QueryClientProvider client={client}>
        {children}
        <LazyToaster />
      </QueryClientProvider>
    </NuqsAdapter>
  )
}
