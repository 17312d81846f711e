"use client"

import { useRouter } from "next/navigation"
import { createContext, type ReactNode, use, useCallback } from "react"
import { useNavigation } from "@/components/ui/pending-navigation"

const GoContext = createContext<((path: string) => void) | null>(null)

/** Keeps the transition of a navigation, also where whoever asked for it is closed by then, such as the palette. */
export function GoProvider({ children }: { children: ReactNode }) {
  const router = useRouter()
  const start = useNavigation()
  const go = useCallback((path: string) => start(() => router.push(path)), [router, start])
  return <GoContext value={go}>{children}</GoContext>
}

/** Opens a page by its path where no link does; the bar shows until it is there. */
export function useGo(): (path: string) => void {
  const go = use(GoContext)
  if (!go) throw new Error("useGo needs the Shell around it")
  return go
}
