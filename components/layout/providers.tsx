"use client"

import { QueryClientProvider } from "@tanstack/react-query"
import { NuqsAdapter } from "nuqs/adapters/next/app"
import { type ReactNode, useState } from "react"
import { endSession } from "@/components/layout/session-end"
import { LazyToaster } from "@/components/ui/toast"
import { makeQueryClient } from "@/lib/web/client/query-client"

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(() => makeQueryClient(endSession))
  return (
    <NuqsAdapter>
      <QueryClientProvider client={client}>
        {children}
        <LazyToaster />
      </QueryClientProvider>
    </NuqsAdapter>
  )
}
