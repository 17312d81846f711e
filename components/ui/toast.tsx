import dynamic from "next/dynamic"
import type { ReactNode } from "react"
import { ChunkBoundary } from "@/components/ui/chunk-boundary"
import { createStore } from "@/lib/web/client/store"
import { useStore } from "@/lib/web/client/use-store"

// The toaster is 10 kB that most visits never need, so it is loaded with the first toast.
const load = () => import("sonner")

/** Whether there was a toast. */
export const toasterRequested = createStore(false)

function requestToaster() {
  toasterRequested.set(true)
  return load()
}

interface ToastOptions {
  description?: ReactNode
  action?: { label: string; onClick: () => void }
}

export function showToast(message: string, options?: ToastOptions): void {
  void requestToaster().then(({ toast }) => toast(message, options), ignore)
}

export function showErrorToast(message: string, options?: ToastOptions): void {
  void requestToaster().then(
    ({ toast }) =>
      toast.error(message, { ...options, duration: Number.POSITIVE_INFINITY, closeButton: true }),
    ignore,
  )
}

// The toaster fails to load for the same reason, and asks to reload the page.
const ignore = () => undefined

const Toaster = dynamic(() => import("@/components/ui/toaster"), { ssr: false })

/** The toast container: renders nothing until the first toast, which waits for it. */
export function LazyToaster() {
  return (
    useStore(toasterRequested) && (
      <ChunkBoundary>
        <Toaster />
      </ChunkBoundary>
    )
  )
}
