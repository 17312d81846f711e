"use client"

import dynamic from "next/dynamic"
import { type ReactNode, useSyncExternalStore } from "react"
import { ChunkBoundary } from "@/components/ui/chunk-boundary"

// The toaster is 10 kB that most visits never need, so it is loaded with the first toast.
const load = () => import("sonner")

let requested = false
const listeners = new Set<() => void>()

export function isToastRequested(): boolean {
  return requested
}

/** Calls `listener` at the first toast. Returns a function that removes it. */
export function onToastRequested(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

function requestToaster() {
  requested = true
  for (const listener of listeners) listener()
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
  const requested = useSyncExternalStore(onToastRequested, isToastRequested, () => false)
  return (
    requested && (
      <ChunkBoundary>
        <Toaster />
      </ChunkBoundary>
    )
  )
}
