"use client"

import { useRouter } from "next/navigation"
import { createContext, type ReactNode, use, useCallback } from "react"
import { useNavigation } from "@/components/ui/pending-navigation"

const GoContext = createContext<((path: string) => void) | null>(null)

/** Owns navigation transitions, so that they survive the component that started them, such as the palette. */
export function GoProvider({ children }: { children: ReactNode }) {
  const router = useRouter()
  const start = useNavigation()
  const go = useCallback((path: string) => start(() => router.push(path)), [router, start])
  return <GoContext value={go}>{children}</GoContext>
}

/** Navigates to a path without a link; the progress bar is shown until the page is loaded. */
export function useGo(): (path: string) => void {
  const go = use(GoContext)
  if (!go) throw new Error("useGo must be used inside Shell")
  return go
}
