"use client"

import { QueryClientProvider } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { NuqsAdapter } from "nuqs/adapters/next/app"
import { type ReactNode, useState } from "react"
import { makeQueryClient } from "@/lib/api/query-client"
import { pages } from "@/lib/paths"

const Toaster = dynamic(() => import("@/components/ui/toaster").then((file) => file.Toaster), { ssr: false })

/** A full navigation on purpose: nothing of the signed-out person stays in memory. */
function goToSignIn() {
  const here = window.location.pathname + window.location.search
  if (!here.startsWith(pages.signIn())) window.location.assign(pages.signIn(here))
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(() => makeQueryClient(goToSignIn))
  return (
    <NuqsAdapter>
      <QueryClientProvider client={client}>
        {children}
        <Toaster />
      </QueryClientProvider>
    </NuqsAdapter>
  )
}
