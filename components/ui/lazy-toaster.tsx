"use client"

import dynamic from "next/dynamic"
import { useSyncExternalStore } from "react"
import { isToastRequested, onToastRequested } from "@/components/ui/toast"

const Toaster = dynamic(() => import("@/components/ui/toaster").then((file) => file.Toaster), { ssr: false })

/** The toast container: renders nothing until the first toast, which waits for it. */
export function LazyToaster() {
  const requested = useSyncExternalStore(onToastRequested, isToastRequested, () => false)
  return requested && <Toaster />
}
