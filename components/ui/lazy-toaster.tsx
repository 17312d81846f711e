"use client"

import dynamic from "next/dynamic"
import { useSyncExternalStore } from "react"
import { isToastAsked, onToastAsked } from "@/components/ui/toast"

const Toaster = dynamic(() => import("@/components/ui/toaster").then((file) => file.Toaster), { ssr: false })

/** Where toasts appear: nothing until the first one is asked for, which waits until it is drawn. */
export function LazyToaster() {
  const asked = useSyncExternalStore(onToastAsked, isToastAsked, () => false)
  return asked && <Toaster />
}
