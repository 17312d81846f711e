"use client"

import dynamic from "next/dynamic"
import { useSyncExternalStore } from "react"
import { isToastAsked, onToastAsked } from "@/components/ui/toast"

const Toaster = dynamic(() => import("@/components/ui/toaster").then((file) => file.Toaster), { ssr: false })

/** The toast container: renders nothing until the first toast, which waits for it. */
export function LazyToaster() {
  const asked = useSyncExternalStore(onToastAsked, isToastAsked, () => false)
  return asked && <Toaster />
}
