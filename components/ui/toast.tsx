"use client"

import type { ReactNode } from "react"

// The toaster is 10 kB that most visits never need: it comes with the first toast.
const load = () => import("sonner")

export interface ToastOptions {
  description?: ReactNode
  action?: { label: string; onClick: () => void }
}

/** A short message that goes away by itself. */
export function announce(message: string, options?: ToastOptions): void {
  void load().then(({ toast }) => toast(message, options))
}

/** A failure; stays until it is closed. */
export function announceFailure(message: string, options?: ToastOptions): void {
  void load().then(({ toast }) =>
    toast.error(message, { ...options, duration: Number.POSITIVE_INFINITY, closeButton: true }),
  )
}
